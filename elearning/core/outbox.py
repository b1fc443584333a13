"""The outbox: what must leave the house after a commit, written in the same transaction."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from elearning.core.db import Base, db
from elearning.core.types import Key


class OutboxEvent(Base):
    """One event that a worker carries out at least once."""

    __tablename__ = "outbox_event"
    __table_args__ = (Index("ix_outbox_event_due", "done_at", "due_at"),)

    id: Mapped[Key]
    topic: Mapped[str]
    payload: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None]


def enqueue(
    topic: str, payload: dict[str, Any], at: datetime, *, due_at: datetime | None = None
) -> None:
    """Add an event to the caller's transaction; it is due at once or at `due_at`."""
    due = due_at or at
    db.session.add(OutboxEvent(topic=topic, payload=payload, created_at=at, due_at=due))
