"""Training from elsewhere that one of the accounts proposes: approved, given back, waiting."""

import io
from datetime import date, datetime, timedelta
from importlib.resources import files as bundled
from typing import NamedTuple

from sqlalchemy import select

from elearning.accounts.models import Person
from elearning.certificates.wording import date_range, learning_hours
from elearning.core import files
from elearning.core.clock import local_date
from elearning.core.db import db, reading, writing
from elearning.core.settings import current_settings
from elearning.demonstration.calendar import TIMEZONE
from elearning.development.attachments import examined
from elearning.development.conversion import rules_of, suggested_jp
from elearning.development.models import APPROVED, NEEDS_WORK, SUBMITTED
from elearning.development.proposal_operations import StoredFile, approve, give_back, propose
from elearning.development.proposal_queries import own_proposals, proposal_at
from elearning.records.external import ExternalTraining

SHEET = (1170, 720)
FONT = str(bundled("elearning.certificates") / "fonts" / "PlusJakartaSans-Bold.ttf")
HOLDER, OFFICER = "198503172010011987", "198111232006042991"


class Told(NamedTuple):
    """A proposal: how it ended, how many days ago the training ended and it was sent."""

    state: str
    title: str
    organiser: str
    activity_type: str
    competency_kind: str
    number: str
    days: int
    jp: int
    ended: int
    sent: int
    reason: str = ""


STORIES = (
    Told(
        APPROVED,
        "Bimbingan Teknis Penyusunan Standar Pelayanan",
        "Biro Organisasi Provinsi Contoh",
        activity_type="8",
        competency_kind="Teknis",
        number="893.3/118/ORG",
        days=1,
        jp=4,
        ended=40,
        sent=12,
    ),
    Told(
        NEEDS_WORK,
        "Webinar Keterbukaan Informasi Publik",
        "Komisi Informasi Provinsi Contoh",
        activity_type="9",
        competency_kind="Teknis",
        number="",
        days=1,
        jp=8,
        ended=25,
        sent=9,
        reason="Sertifikat menyebut 4 JP, sedangkan Anda menulis 8 JP. Betulkan JP-nya, lalu kirim"
        " lagi.",
    ),
    Told(
        SUBMITTED,
        "Workshop Penulisan Bahasa yang Jelas untuk Layanan Publik",
        "Balai Bahasa Provinsi Contoh",
        activity_type="4",
        competency_kind="Sosial Kultural",
        number="421/BB/W-07",
        days=2,
        jp=10,
        ended=8,
        sent=3,
    ),
)


def propose_trainings(now: datetime) -> None:
    """Send the proposals and let HR decide on two of them; once."""
    with reading():
        keys = {nip: _key_of(nip) for nip in (HOLDER, OFFICER)}
        holder = db.session.get_one(Person, keys[HOLDER]).full_name
        is_done = bool(own_proposals(keys[HOLDER]))
    if is_done:
        return
    papers = [_paper(told, holder, now) for told in STORIES]
    with writing():
        for told, paper in zip(STORIES, papers, strict=True):
            _live(told, paper, keys, now)
        db.session.commit()


def _key_of(nip: str) -> int:
    """Return the key of an account."""
    return db.session.scalars(select(Person.id).where(Person.nip == nip)).one()


def _live(told: Told, paper: StoredFile, keys: dict[str, int], now: datetime) -> None:
    """Send a proposal, and decide on it a day later."""
    training, at = _training(told, now), now - timedelta(days=told.sent)
    rules = rules_of(current_settings().jp_conversion)
    jp = suggested_jp(rules, told.activity_type, training.started_on, training.completed_on)
    made = propose(keys[HOLDER], training, jp, paper, at)
    row, decided = proposal_at(made.id), at + timedelta(days=1)
    if row is not None and told.state == APPROVED:
        approve(row, keys[OFFICER], row.edition, decided)
    elif row is not None and told.state == NEEDS_WORK:
        give_back(row, keys[OFFICER], row.edition, told.reason, decided)


def _training(told: Told, now: datetime) -> ExternalTraining:
    """Return what the holder states."""
    last = local_date(now, TIMEZONE) - timedelta(days=told.ended)
    first = last - timedelta(days=told.days - 1)
    facts = (told.title, told.organiser, told.activity_type, first, last, told.jp)
    return ExternalTraining(*facts, told.number, told.competency_kind)


def _paper(told: Told, holder: str, now: datetime) -> StoredFile:
    """Return an invented certificate, scanned as a picture."""
    training = _training(told, now)
    kept = examined(_drawn(told, holder, training.started_on, training.completed_on))
    preview = files.store(kept.preview) if kept.preview else ""
    return StoredFile(files.store(kept.content), kept.type, preview)


def _drawn(told: Told, holder: str, first: date, last: date) -> bytes:
    """Draw the certificate of an invented organiser."""
    from PIL import Image, ImageDraw, ImageFont

    stated = 4 if told.state == NEEDS_WORK else told.jp
    lines = (
        (told.organiser, 30, 90),
        ("SERTIFIKAT", 64, 170),
        (f"Nomor {told.number}" if told.number else "", 24, 270),
        ("diberikan kepada", 24, 340),
        (holder, 42, 385),
        ("yang telah mengikuti", 24, 470),
        (told.title, 34, 515),
        (f"{date_range(first, last)}, {learning_hours(stated)}", 24, 590),
    )
    sheet = Image.new("RGB", SHEET, "#fbfaf4")
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((40, 40, SHEET[0] - 40, SHEET[1] - 40), outline="#2b5d8a", width=4)
    for words, size, top in lines:
        font = ImageFont.truetype(FONT, size)
        pen.text((SHEET[0] / 2, top), words, fill="#22384d", font=font, anchor="ma")
    buffer = io.BytesIO()
    sheet.save(buffer, "PNG")
    return buffer.getvalue()
