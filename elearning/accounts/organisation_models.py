"""How the organisation changes: names with their validity, former paths, changes and merges."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from elearning.accounts.models import Person, Unit
from elearning.core.db import Base
from elearning.core.types import Key

KINDS_OF_CHANGE = ("added", "renamed", "changed", "moved", "merged", "closed", "reopened")


class UnitName(Base):
    """A name of a unit and the first day on which it is valid; a unit never renamed has no row."""

    __tablename__ = "unit_name"

    unit_id: Mapped[int] = mapped_column(ForeignKey(Unit.id), primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    name: Mapped[str]


class FormerPath(Base):
    """A path that a unit had: what was earned there still counts for the unit, wherever it is."""

    __tablename__ = "former_path"

    #: It ends in the unit's own key, so no two units ever had the same.
    path: Mapped[str] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey(Unit.id), index=True)
    until: Mapped[datetime]


class UnitChange(Base):
    """A change of the organisation, with what undoing it needs."""

    __tablename__ = "unit_change"
    __table_args__ = (
        CheckConstraint(
            "kind in ('added', 'renamed', 'changed', 'moved', 'merged', 'closed', 'reopened')",
            name="kind",
        ),
    )

    id: Mapped[Key]
    unit_id: Mapped[int] = mapped_column(ForeignKey(Unit.id), index=True)
    kind: Mapped[str]
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id))
    #: What was and what became of it; names as they were, keys for undoing.
    details: Mapped[dict[str, Any]]
    undone_at: Mapped[datetime | None]


class MergedPerson(Base):
    """Somebody whom a merge took over; it began a period of the employment history, or corrected
    the one that began on the same day."""

    __tablename__ = "merged_person"

    change_id: Mapped[int] = mapped_column(ForeignKey("unit_change.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id), primary_key=True)
    begins: Mapped[bool]
