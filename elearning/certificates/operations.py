"""Issuing a certificate: the next number of the organiser and year, random codes, frozen print."""

from datetime import date, datetime

from sqlalchemy import select, update

from elearning.accounts.models import Unit
from elearning.certificates.mail_requests import mail_later
from elearning.certificates.models import (
    Certificate,
    CertificateCounter,
    CertificateTemplate,
    Signatory,
)
from elearning.certificates.numbering import NumberParts, number_of
from elearning.certificates.signature_operations import await_signature
from elearning.certificates.template_queries import signs_on, template_at
from elearning.core.db import db
from elearning.core.secrets import BASE32, TYPED, new_code
from elearning.core.settings import Settings
from elearning.records.models import Completion
from elearning.records.operations import upsert_returning

CODE_LENGTH = 26
CHECK_LENGTH = 10
#: What a certificate copies of its template and of who signs it.
PRINTED = (
    *("place", "letterhead", "letterhead_unit", "letterhead_address", "logo_digest"),
    *("legal_basis", "electronic_notice", "left_out"),
)
SIGNED = ("prefix", "position", "name", "rank", "nip")


def issue(
    completion: Completion,
    organiser: Unit,
    letterhead: str,
    settings: Settings,
    at: datetime,
    on: date | None = None,
) -> Certificate:
    """Give a completion its certificate, with the number taken as late as possible.

    It is issued on the day of completion; a replacement is on a later one, `on`.
    """
    day = on or completion.completed_on
    look = template_on(organiser, letterhead, settings, day)
    signatory = signatory_on(organiser.id, day)
    code = new_code(CODE_LENGTH, BASE32)
    serial = next_serial(organiser.id, day.year)
    certificate = Certificate(
        completion_id=completion.id,
        organiser_id=organiser.id,
        year=day.year,
        serial=serial,
        number=free_number(look.number_pattern, serial, completion.course_code, organiser, day),
        code=code,
        check_code=new_code(CHECK_LENGTH, TYPED),
        issued_at=at,
        issued_on=day,
        verify_url=f"{settings.public_url}/verifikasi/{code}",
        minutes_per_jp=settings.minutes_per_jp,
        **{name: getattr(look, name) for name in PRINTED},
        **{f"signatory_{name}": getattr(signatory, name) for name in SIGNED},
    )
    db.session.add(certificate)
    db.session.flush()  # the history entry names the number, the outbox the key
    await_signature(certificate, settings)
    mail_later(certificate, completion, at)
    return certificate


def template_on(
    organiser: Unit, letterhead: str, settings: Settings, day: date
) -> CertificateTemplate:
    """Return an organiser's template on a day; without one, the settings and its own name."""
    chosen = template_at(organiser.id, day) or CertificateTemplate(
        letterhead_address="",
        logo_digest="",
        legal_basis=settings.certificate_legal_basis,
        electronic_notice="",
        left_out="",
    )
    return CertificateTemplate(
        letterhead=chosen.letterhead or letterhead,
        letterhead_unit=chosen.letterhead_unit or organiser.name,
        letterhead_address=chosen.letterhead_address,
        logo_digest=chosen.logo_digest,
        legal_basis=chosen.legal_basis,
        place=chosen.place or organiser.place,
        number_pattern=chosen.number_pattern or settings.certificate_number,
        electronic_notice=chosen.electronic_notice,
        left_out=chosen.left_out,
    )


def signatory_on(organiser_id: int, day: date) -> Signatory:
    """Return who signs for an organiser on a day; blanks when nobody does: nothing blocks a completion."""
    signatory = db.session.scalar(
        select(Signatory)
        .where(Signatory.organiser_id == organiser_id, *signs_on(day))
        .order_by(Signatory.valid_from.desc(), Signatory.id.desc())
        .limit(1)
    )
    return signatory or Signatory(prefix="", position="", name="", rank="", nip="")


def next_serial(organiser_id: int, year: int) -> int:
    """Take the next number of an organiser and year; a rollback gives it back, so there is no gap."""
    keys = {"organiser_id": organiser_id, "year": year}
    return upsert_returning(CertificateCounter, keys, "last")


def free_number(pattern: str, serial: int, course: str, organiser: Unit, day: date) -> str:
    """Return the certificate number that the pattern makes, marked where another one has it.

    Patterns of two organisers that could meet are refused, so a mark is rare; a completion waits
    for nothing.
    """
    parts = NumberParts(serial, course, organiser.code, day.month, day.year)
    number = number_of(pattern, parts)
    taken = db.session.scalar(select(Certificate.id).where(Certificate.number == number))
    return number if taken is None else f"{number}/{organiser.id}-{serial}"


def keep_pdf(certificate_id: int, digest: str) -> None:
    """Name the stored PDF of a certificate, once."""
    unmade = (Certificate.id == certificate_id, Certificate.pdf_digest == "")
    db.session.execute(update(Certificate).where(*unmade).values(pdf_digest=digest))
