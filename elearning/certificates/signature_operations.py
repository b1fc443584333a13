"""How a document comes to wait for its signature, and how it gets it: once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import exists, select, update

from elearning.certificates.models import Certificate
from elearning.certificates.signables import Queue, Signable
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


def begin_attempt(kind: Signable, key: int, attempt: str, at: datetime) -> None:
    """Note a try before it begins."""
    _change(kind, key, attempt=attempt, attempted_at=at)


def keep_failure(kind: Signable, key: int, error: str, *, is_final: bool) -> None:
    """Note why a try failed; what concerns this document alone takes it out of the queue."""
    _change(kind, key, error=error, state=FAILED if is_final else WAITING)


def keep_signed(
    kind: Signable,
    key: int,
    at: datetime,
    *,
    digest: str,
    signer: str,
    provider: str,
    by_id: int | None,
) -> None:
    """Keep the signed PDF unless one is kept already: signed twice, the first one saved stays."""
    made: dict[str, Any] = {"digest": digest, "signer": signer, "provider": provider}
    done = {"state": SIGNED, "signed_by_id": by_id, "signed_at": at, "error": ""}
    if _change(kind, key, **made, **done):
        subject = f"{kind.name}:{key}"
        audit.record(f"{kind.name}.signed", subject, at, actor_id=by_id, provider=provider)
        kind.was_signed(key, at)


def _change(kind: Signable, key: int, **values: object) -> bool:
    """Change the state of what is not signed yet; say whether it was so."""
    unsigned = (kind.key == key, kind.rows.state != SIGNED)
    changed = update(kind.rows).where(*unsigned).values(**values)
    return bool(db.session.execute(changed.returning(kind.key)).first())


def retry_failed(queues: Sequence[Queue]) -> None:
    """Put back into the queue what failed and a person can sign."""
    for kind, signable in queues:
        failed = kind.select_open(kind.key).where(signable, kind.rows.state == FAILED)
        keys = db.session.scalars(failed).all()
        again = update(kind.rows).where(kind.key.in_(keys), kind.rows.state == FAILED)
        db.session.execute(again.values(state=WAITING))
