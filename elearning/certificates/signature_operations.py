"""How a certificate comes to wait for its signature, and how it gets it: once."""

from datetime import datetime

from sqlalchemy import ColumnElement, exists, select, update

from elearning.accounts.models import Unit
from elearning.certificates.models import Certificate
from elearning.certificates.signature_models import FAILED, SIGNED, WAITING, CertificateSignature
from elearning.certificates.signing.adapter import is_on
from elearning.core import audit
from elearning.core.db import db
from elearning.core.settings import Settings


def await_signature(certificate: Certificate, settings: Settings) -> None:
    """Let a new certificate wait for its signature; it counts at once all the same."""
    if is_on(settings):
        db.session.add(CertificateSignature(certificate_id=certificate.id))


def await_older(settings: Settings, since: datetime) -> int:
    """Let valid certificates wait that were issued while signing was off; say how many."""
    has_row = exists().where(CertificateSignature.certificate_id == Certificate.id)
    older = select(Certificate.id).where(
        Certificate.issued_at >= since, Certificate.status == "valid", ~has_row
    )
    keys = db.session.scalars(older).all() if is_on(settings) else ()
    db.session.add_all(CertificateSignature(certificate_id=key) for key in keys)
    return len(keys)


def begin_attempt(certificate_id: int, attempt: str, at: datetime) -> None:
    """Note a try before it begins."""
    _change(certificate_id, attempt=attempt, attempted_at=at)


def keep_failure(certificate_id: int, error: str, *, is_final: bool) -> None:
    """Note why a try failed; what concerns this document alone takes it out of the queue."""
    _change(certificate_id, error=error, state=FAILED if is_final else WAITING)


def keep_signed(
    certificate_id: int, digest: str, signer: str, provider: str, by_id: int | None, at: datetime
) -> None:
    """Keep the signed PDF unless one is kept already: signed twice, the first one saved stays."""
    is_first = _change(
        certificate_id,
        state=SIGNED,
        digest=digest,
        signer=signer,
        provider=provider,
        signed_by_id=by_id,
        signed_at=at,
        error="",
    )
    if is_first:
        subject = f"certificate:{certificate_id}"
        audit.record("certificate.signed", subject, at, actor_id=by_id, provider=provider)


def _change(certificate_id: int, **values: object) -> bool:
    """Change the state of what is not signed yet; say whether it was so."""
    unsigned = (
        CertificateSignature.certificate_id == certificate_id,
        CertificateSignature.state != SIGNED,
    )
    changed = update(CertificateSignature).where(*unsigned).values(**values)
    return bool(db.session.execute(changed.returning(CertificateSignature.certificate_id)).first())


def retry_failed(signable: ColumnElement[bool]) -> None:
    """Put back into the queue what failed and a person can sign."""
    found = (
        select(CertificateSignature.certificate_id)
        .join(Certificate, Certificate.id == CertificateSignature.certificate_id)
        .join(Unit, Unit.id == Certificate.organiser_id)
        .where(signable, CertificateSignature.state == FAILED)
    )
    keys = db.session.scalars(found).all()
    db.session.execute(
        update(CertificateSignature)
        .where(CertificateSignature.certificate_id.in_(keys))
        .values(state=WAITING)
    )
