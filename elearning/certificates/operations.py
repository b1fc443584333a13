"""Issuing a certificate: the next number of the organiser and year, random codes, frozen print."""

from datetime import date, datetime

from sqlalchemy import or_, select, update

from elearning.accounts.models import Unit
from elearning.certificates.models import Certificate, CertificateCounter, Signatory
from elearning.certificates.wording import roman_month
from elearning.core.db import db
from elearning.core.secrets import BASE32, TYPED, new_code
from elearning.core.settings import Settings
from elearning.records.models import Completion
from elearning.records.operations import upsert_returning

CODE_LENGTH = 26
CHECK_LENGTH = 10


def issue(
    completion: Completion, organiser: Unit, letterhead: str, settings: Settings, at: datetime
) -> Certificate:
    """Give a completion its certificate, with the number taken as late as possible."""
    signatory = signatory_on(organiser.id, completion.completed_on)
    code = new_code(CODE_LENGTH, BASE32)
    serial = next_serial(organiser.id, completion.year)
    certificate = Certificate(
        completion_id=completion.id,
        organiser_id=organiser.id,
        year=completion.year,
        serial=serial,
        number=number_for(settings.certificate_number, serial, completion, organiser),
        code=code,
        check_code=new_code(CHECK_LENGTH, TYPED),
        issued_at=at,
        issued_on=completion.completed_on,
        place=organiser.place,
        letterhead=letterhead,
        letterhead_unit=organiser.name,
        legal_basis=settings.certificate_legal_basis,
        verify_url=f"{settings.public_url}/verifikasi/{code}",
        minutes_per_jp=settings.minutes_per_jp,
        signatory_prefix=signatory.prefix,
        signatory_position=signatory.position,
        signatory_name=signatory.name,
        signatory_rank=signatory.rank,
        signatory_nip=signatory.nip,
    )
    db.session.add(certificate)
    db.session.flush()  # the history entry names the number, the outbox the key
    return certificate


def signatory_on(organiser_id: int, day: date) -> Signatory:
    """Return who signs for an organiser on a day; blanks when nobody does: nothing blocks a completion."""
    signatory = db.session.scalar(
        select(Signatory)
        .where(
            Signatory.organiser_id == organiser_id,
            Signatory.valid_from <= day,
            or_(Signatory.valid_until.is_(None), Signatory.valid_until >= day),
        )
        .order_by(Signatory.valid_from.desc())
        .limit(1)
    )
    return signatory or Signatory(prefix="", position="", name="", rank="", nip="")


def next_serial(organiser_id: int, year: int) -> int:
    """Take the next number of an organiser and year; a rollback gives it back, so there is no gap."""
    keys = {"organiser_id": organiser_id, "year": year}
    return upsert_returning(CertificateCounter, keys, "last")


def number_for(pattern: str, serial: int, completion: Completion, organiser: Unit) -> str:
    """Return the certificate number that the pattern makes."""
    return pattern.format(
        urut=serial,
        kode=completion.course_code,
        unit=organiser.code,
        bulan=roman_month(completion.completed_on.month),
        tahun=completion.year,
    )


def keep_pdf(certificate_id: int, digest: str) -> None:
    """Name the stored PDF of a certificate, once."""
    unmade = (Certificate.id == certificate_id, Certificate.pdf_digest == "")
    db.session.execute(update(Certificate).where(*unmade).values(pdf_digest=digest))
