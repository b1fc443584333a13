"""Choices of exports that are kept and repeated."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from elearning.accounts.models import Person, Unit
from elearning.core.db import Base
from elearning.core.types import Key
from elearning.records.models import ExportLog

_DUE = text("next_at is not null")


class SavedExport(Base):
    """A choice that is kept under a name, for oneself or for the officers of a unit, and its schedule."""

    __tablename__ = "saved_export"
    __table_args__ = (
        CheckConstraint("rhythm in ('', 'daily', 'weekly', 'monthly')", name="rhythm"),
        CheckConstraint("hour between 0 and 23", name="hour"),
        Index("ix_saved_export_due", "next_at", sqlite_where=_DUE, postgresql_where=_DUE),
    )

    id: Mapped[Key]
    name: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id), index=True)
    #: Whose officers use it too; empty: only whoever made it.
    unit_id: Mapped[int | None] = mapped_column(ForeignKey(Unit.id), index=True)
    choice: Mapped[dict[str, Any]]
    rhythm: Mapped[str] = mapped_column(default="")
    #: Of the week from Monday (0), or of the month (1 to 28).
    day: Mapped[int] = mapped_column(default=0)
    hour: Mapped[int] = mapped_column(default=6)
    #: Zone in which it is that hour.
    timezone: Mapped[str]
    made_at: Mapped[datetime]
    #: When the schedule starts a job next; empty without one, or when it has ended.
    next_at: Mapped[datetime | None]
    last_export_id: Mapped[int | None] = mapped_column(ForeignKey(ExportLog.id))
    #: Since when the maker's right no longer carries the schedule.
    ended_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]
