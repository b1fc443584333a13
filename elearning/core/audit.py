"""The audit log: who did what to whose record, append-only and hash-chained."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Mapped, mapped_column

from elearning.core.db import Base, db, is_postgresql
from elearning.core.types import Key

GENESIS = "0" * 64
AUDIT_LOCK = 20_077  # any number that no other advisory lock uses


class AuditEntry(Base):
    """One deed; each row carries the hash of the row before it."""

    __tablename__ = "audit_entry"

    id: Mapped[Key]
    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[int | None] = mapped_column(index=True)
    action: Mapped[str]
    subject: Mapped[str] = mapped_column(index=True)
    details: Mapped[dict[str, Any]]
    previous_hash: Mapped[str] = mapped_column(unique=True)
    hash: Mapped[str] = mapped_column(unique=True)


def record(
    action: str, subject: str, at: datetime, *, actor_id: int | None, **details: Any
) -> None:
    """Append a deed to the caller's transaction; writers of the chain wait for each other."""
    if is_postgresql():
        db.session.execute(select(func.pg_advisory_xact_lock(AUDIT_LOCK)))
    last = db.session.scalars(
        select(AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1)
    ).first()
    entry = AuditEntry(
        at=at,
        actor_id=actor_id,
        action=action,
        subject=subject,
        details=details,
        previous_hash=last or GENESIS,
    )
    entry.hash = chain_hash(entry)
    db.session.add(entry)
    db.session.flush()  # the next entry of this transaction reads this hash


def chain_hash(entry: AuditEntry) -> str:
    """Return the SHA-256 over the entry's canonical JSON and the hash before it."""
    fields = [
        entry.at.astimezone(UTC).isoformat(),
        entry.actor_id,
        entry.action,
        entry.subject,
        entry.details,
        entry.previous_hash,
    ]
    canonical = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
