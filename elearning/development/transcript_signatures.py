"""Transcripts as a kind of document that is signed, and telling the holder that one was."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import partial
from itertools import islice
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select

from elearning.accounts.models import Person, Unit
from elearning.certificates.file_checking import MOST_MARKS, Papers, Search
from elearning.certificates.pdf_reading import Content
from elearning.certificates.signables import Shown, Signable, Unsigned
from elearning.certificates.signing.failures import SigningFailed
from elearning.core.db import db, reading
from elearning.development.models import Transcript, TranscriptSignature
from elearning.development.transcript_operations import await_older
from elearning.development.transcript_queries import (
    no_longer_counting,
    transcript_at,
    transcript_of_file,
    transcript_with,
)
from elearning.notices.kinds import CERTIFICATE
from elearning.notices.operations import tell


def _joined(found: Select[Any]) -> Select[Any]:
    """Lead to the transcript and the unit whose signatory it waits for."""
    return found.join(Transcript, Transcript.id == TranscriptSignature.transcript_id).join(
        Unit, Unit.id == TranscriptSignature.organiser_id
    )


def _shown(full_name: str, years: list[int], made_on: str, signatory_name: str) -> Shown:
    """Say what the desk shows of a transcript."""
    title = _("Transcript %(years)s", years=", ".join(map(str, sorted(years))))
    return Shown(full_name, "", title, date.fromisoformat(made_on), signatory_name)


def _unsigned(transcript_id: int) -> Unsigned:
    """Return a transcript as it is sent to be signed; nobody signs what holds no longer."""
    from elearning.development.transcript_pdf import stored_pdf  # typst loads with the first one

    with reading():
        row = transcript_at(transcript_id)
        is_overtaken = row is not None and bool(no_longer_counting(row.transcript))
    if is_overtaken:
        raise SigningFailed("overtaken")
    if row is None:  # every row names a transcript
        raise SigningFailed("document")
    code = row.transcript.code
    return Unsigned(stored_pdf(row.transcript), code)


def _was_signed(transcript_id: int, at: datetime) -> None:
    """Tell the holder that the signed transcript can be downloaded."""
    made = db.session.get_one(Transcript, transcript_id)

    def message() -> tuple[str, ...]:
        said = _(
            "The transcript of %(years)s carries its electronic signature now. Download it again:"
            " the copy from before stays genuine, but is not signed.",
            years=", ".join(map(str, sorted(made.content["years"]))),
        )
        return (_("Your transcript was signed"), said)

    holder = db.session.get(Person, made.person_id)
    tell(holder, CERTIFICATE, message, at, link="/riwayat/transkrip")


def _marks(content: Content) -> Iterable[Search]:
    """Find a transcript by the code in a file."""
    for code in islice(content.transcripts, MOST_MARKS):
        yield partial(transcript_with, code)


TRANSCRIPTS = Signable(
    name="transcript",
    rows=TranscriptSignature,
    key=TranscriptSignature.transcript_id,
    nip=TranscriptSignature.signatory_nip,
    joined=_joined,
    counts=TranscriptSignature.withdrawn_at.is_(None),
    columns=(
        *(Transcript.content["name"].as_string(), Transcript.content["years"]),
        *(Transcript.content["made_on"].as_string(), TranscriptSignature.signatory_name),
    ),
    shown=_shown,
    unsigned=_unsigned,
    await_older=await_older,
    was_signed=_was_signed,
)
PAPERS = Papers(transcript_of_file, _marks)
