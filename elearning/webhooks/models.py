"""Webhooks and their deliveries."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from elearning.accounts.models import Person, Unit
from elearning.core.db import Base
from elearning.core.types import BigKey, Key
from elearning.records.models import HistoryEntry

WAITING, DELIVERED, DEAD = "waiting", "delivered", "dead"
_WAITS = text("state = 'waiting'")
_TOLD = text("ended_at is null")


class Webhook(Base):
    """An address that is told what happens in a part of the organisation."""

    __tablename__ = "webhook"
    __table_args__ = (
        Index(
            "uq_webhook_unit_id_url",
            *("unit_id", "url"),
            unique=True,
            sqlite_where=_TOLD,
            postgresql_where=_TOLD,
        ),
    )

    id: Mapped[Key]
    name: Mapped[str]
    url: Mapped[str]
    unit_id: Mapped[int] = mapped_column(ForeignKey(Unit.id), index=True)
    #: Keys of `events.EVENTS`, with commas.
    events: Mapped[str]
    #: Whether a message carries the record itself, not only where the API tells it.
    carries_data: Mapped[bool]
    #: The secret of the signatures, sealed; and those before it while they sign too, with blanks.
    secret: Mapped[str]
    old_secret: Mapped[str] = mapped_column(default="")
    old_until: Mapped[datetime | None]
    #: Who answers for it.
    made_by_id: Mapped[int] = mapped_column(ForeignKey(Person.id), index=True)
    made_at: Mapped[datetime]
    #: Number of the first entry of the log that it has not been told of.
    following: Mapped[int] = mapped_column(BigKey)
    #: Since when no message has arrived; empty after one that has.
    failing_since: Mapped[datetime | None]
    #: Since when it rests: somebody paused it, or nothing arrived for days.
    paused_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class WebhookDelivery(Base):
    """A message to a webhook, until it has arrived or is given up."""

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        UniqueConstraint("webhook_id", "entry_id"),
        CheckConstraint("state in ('waiting', 'delivered', 'dead')", name="state"),
        CheckConstraint("(state = 'waiting') = (ended_at is null)", name="ended"),
        Index("ix_webhook_delivery_due", "due_at", sqlite_where=_WAITS, postgresql_where=_WAITS),
        Index("ix_webhook_delivery_state", "webhook_id", "state", "id"),
    )

    id: Mapped[Key]
    webhook_id: Mapped[int] = mapped_column(ForeignKey("webhook.id"))
    event: Mapped[str]
    #: What it tells of; empty for a trial message.
    entry_id: Mapped[int | None] = mapped_column(ForeignKey(HistoryEntry.id), index=True)
    made_at: Mapped[datetime]
    due_at: Mapped[datetime]
    #: When it is given up.
    until: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(default=WAITING)
    tries: Mapped[int] = mapped_column(default=0)
    #: What the last try came to: the status of the answer, or a key of `words.FAILURES`.
    status: Mapped[int | None]
    failure: Mapped[str] = mapped_column(default="")
    tried_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
