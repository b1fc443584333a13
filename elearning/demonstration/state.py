"""Whether the demonstration is there: the little that every start asks, without the builders."""

from datetime import datetime

from sqlalchemy import select

from elearning.accounts.models import Person
from elearning.core import audit
from elearning.core.audit import AuditEntry
from elearning.core.db import db

BEGUN, BUILT = "demonstration.begun", "demonstration.built"
SUBJECT = "demonstration"


def noted(action: str) -> datetime | None:
    """Return the moment that the demonstration, begun or built, counts its past from."""
    deed = select(AuditEntry.details).where(AuditEntry.action == action)
    details = db.session.scalar(deed.order_by(AuditEntry.id).limit(1))
    return datetime.fromisoformat(details["now"]) if details else None


def note(action: str, now: datetime, at: datetime) -> None:
    """Note that the demonstration was begun or built."""
    audit.record(action, SUBJECT, at, actor_id=None, now=now.isoformat())


def has_people() -> bool:
    """Whether the database has anybody."""
    return db.session.scalar(select(Person.id).limit(1)) is not None
