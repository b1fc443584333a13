"""Reading what waits for a signature, and what is signed."""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, case, exists, func, select

from elearning.accounts.models import Unit
from elearning.certificates.models import Certificate, Signatory
from elearning.certificates.signature_models import FAILED, SIGNED, WAITING, CertificateSignature
from elearning.core.db import db
from elearning.records.models import Completion

#: Certificates that the page of a signatory lists.
LISTED = 25


class Job(NamedTuple):
    """A certificate that is signed next."""

    certificate_id: int
    organiser: str


class Waiting(NamedTuple):
    """One line of what waits."""

    number: str
    full_name: str
    course_title: str
    issued_on: date
    signatory_name: str
    state: str
    error: str


class Desk(NamedTuple):
    """What a person sees of what waits."""

    #: How many the person can sign, and how many of them failed before.
    waiting: int
    failed: int
    #: How many wait for somebody else.
    elsewhere: int


def is_signatory(nip: str | None) -> bool:
    """Whether a signatory has this NIP."""
    found = select(exists().where(Signatory.nip == nip)) if nip else None
    return found is not None and bool(db.session.scalar(found))


def _open(*columns: Any) -> Select[Any]:
    """Return a select of what is not signed and still counts, with its organiser."""
    return (
        select(*columns)
        .select_from(CertificateSignature)
        .join(Certificate, Certificate.id == CertificateSignature.certificate_id)
        .join(Unit, Unit.id == Certificate.organiser_id)
        .where(CertificateSignature.state != SIGNED, Certificate.status == "valid")
    )


def desk(signable: ColumnElement[bool], seen: ColumnElement[bool]) -> Desk:
    """Count what waits for a person, and what waits for others that the person may see."""
    state = CertificateSignature.state
    counts = (
        func.sum(case((signable & (state == WAITING), 1), else_=0)),
        func.sum(case((signable & (state == FAILED), 1), else_=0)),
        func.sum(case((~signable, 1), else_=0)),
    )
    row = db.session.execute(_open(*counts).where(seen)).one()
    return Desk(*(int(each or 0) for each in row))


def waiting_list(seen: ColumnElement[bool]) -> list[Waiting]:
    """Return the first of what waits, what failed before the others, else as issued."""
    columns = (
        Certificate.number,
        Completion.full_name,
        Completion.course_title,
        Certificate.issued_on,
        Certificate.signatory_name,
        CertificateSignature.state,
        CertificateSignature.error,
    )
    found = (
        _open(*columns)
        .join(Completion, Completion.id == Certificate.completion_id)
        .where(seen)
        .order_by(CertificateSignature.state, CertificateSignature.certificate_id)
        .limit(LISTED)
    )
    return [Waiting._make(row) for row in db.session.execute(found)]


def next_job(signable: ColumnElement[bool]) -> Job | None:
    """Return what has waited longest."""
    found = _open(CertificateSignature.certificate_id, Unit.code).where(
        signable, CertificateSignature.state == WAITING
    )
    row = db.session.execute(found.order_by(CertificateSignature.certificate_id).limit(1)).first()
    return Job._make(row) if row else None


def count_waiting(signable: ColumnElement[bool]) -> int:
    """Return how many certificates wait."""
    found = _open(func.count()).where(signable, CertificateSignature.state == WAITING)
    return db.session.scalar(found) or 0


def is_waiting(certificate_id: int) -> bool:
    """Whether a certificate is still to be signed."""
    own = CertificateSignature.certificate_id == certificate_id
    state = db.session.scalar(select(CertificateSignature.state).where(own))
    return state == WAITING


def signed_digest(certificate_id: int) -> str:
    """Return the name of a certificate's signed PDF, empty while there is none."""
    found = select(CertificateSignature.digest).where(
        CertificateSignature.certificate_id == certificate_id
    )
    return db.session.scalar(found) or ""
