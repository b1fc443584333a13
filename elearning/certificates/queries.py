"""Reading certificates with the completions they prove."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from elearning.accounts.merged import accounts_of
from elearning.accounts.models import Person, Unit
from elearning.accounts.organisation_models import FormerPath
from elearning.certificates.models import Certificate, Proof
from elearning.certificates.signature_models import CertificateSignature
from elearning.core.db import db
from elearning.core.personal_data import ERASED_NAME
from elearning.records.models import Completion
from elearning.records.reversing import REASONS

_replacement = aliased(Certificate)


class Verification(NamedTuple):
    """What the public page shows, and nothing more."""

    number: str
    full_name: str
    course_title: str
    started_on: date
    completed_on: date
    jp: int
    status: str
    status_at: datetime | None
    status_reason: str
    replacement: str | None
    #: State of the electronic signature, see `signature_models`; None without one.
    signature: str | None = None
    provider: str | None = None
    signer: str | None = None
    signed_at: datetime | None = None
    signed_digest: str | None = None
    #: What became of the certificate that replaced it.
    replacement_status: str | None = None
    #: The last day on which it counts; None when it has no end.
    valid_until: date | None = None

    @property
    def is_erased(self) -> bool:
        """Whether the law had removed whose certificate it is."""
        return self.full_name == ERASED_NAME

    @property
    def reason(self) -> Any:
        """Why it holds no more, in words; nothing that HR wrote about the person."""
        return REASONS.get(self.status_reason, self.status_reason)


_VERIFICATION = (
    select(
        Certificate.number,
        Completion.full_name,
        Completion.course_title,
        Completion.started_on,
        Completion.completed_on,
        Completion.jp,
        Certificate.status,
        Certificate.status_at,
        Certificate.status_reason,
        _replacement.number,
        CertificateSignature.state,
        CertificateSignature.provider,
        CertificateSignature.signer,
        CertificateSignature.signed_at,
        CertificateSignature.digest,
        _replacement.status,
        Completion.valid_until,
    )
    .join(Completion, Completion.id == Certificate.completion_id)
    .outerjoin(_replacement, _replacement.id == Certificate.replaced_by_id)
    .outerjoin(CertificateSignature, CertificateSignature.certificate_id == Certificate.id)
)


def proof(certificate_id: int) -> Proof | None:
    """Return a certificate by its key."""
    return _proof_where(Certificate.id == certificate_id)


def proof_by_number(number: str) -> Proof | None:
    """Return a certificate by its number."""
    return _proof_where(Certificate.number == number)


def _proof_where(condition: object) -> Proof | None:
    """Return the certificate that a condition finds."""
    then = aliased(Unit)
    found = (
        select(
            *(Certificate, Completion, func.coalesce(Unit.path, "")),
            func.coalesce(then.path, Completion.unit_path),
        )
        .join(Completion, Completion.id == Certificate.completion_id)
        .join(Person, Person.id == Completion.person_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .outerjoin(FormerPath, FormerPath.path == Completion.unit_path)
        .outerjoin(then, then.id == FormerPath.unit_id)
    )
    row = db.session.execute(found.where(condition)).first()  # type: ignore[arg-type]
    return Proof(*row) if row else None


def valid_of(person_id: int) -> Sequence[tuple[int, str, str]]:
    """Return key, NIP and number of a person's valid certificates, the oldest first."""
    own = (Completion.person_id.in_(accounts_of(person_id)), Certificate.status == "valid")
    rows = db.session.execute(
        select(Certificate.id, Completion.nip, Certificate.number)
        .join(Completion, Completion.id == Certificate.completion_id)
        .where(*own)
        .order_by(Certificate.id)
    )
    return [(key, nip, number) for key, nip, number in rows]


def verification_of(code: str) -> Verification | None:
    """Return what a QR's code proves."""
    row = db.session.execute(_VERIFICATION.where(Certificate.code == code.upper())).first()
    return Verification._make(row) if row else None


def verification_by_number(number: str, check_code: str) -> Verification | None:
    """Return what a number proves together with the printed check code."""
    numbers = (number, number.upper())  # people type small letters
    named = (Certificate.number.in_(numbers), Certificate.check_code == check_code.upper())
    row = db.session.execute(_VERIFICATION.where(*named)).first()
    return Verification._make(row) if row else None


def verification_of_file(digest: str) -> Verification | None:
    """Return what a stored PDF proves, the signed or the unsigned one."""
    unsigned = select(Certificate.id).where(Certificate.pdf_digest == digest)
    signed = select(CertificateSignature.certificate_id).where(
        CertificateSignature.digest == digest
    )
    row = db.session.execute(
        _VERIFICATION.where(Certificate.id.in_(unsigned.union(signed)))
    ).first()
    return Verification._make(row) if row else None
