"""A roster on its way into the accounts: what it would change, did change, and how it was before."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from elearning.accounts.models import Person, Unit
from elearning.core.db import Base
from elearning.core.types import Key

READ, CHECKING, CHECKED, APPLIED, UNDONE, DISCARDED = (
    *("read", "checking", "checked"),
    *("applied", "undone", "discarded"),
)
NEW, CHANGED, MOVED, UNCHANGED, MISSING = "new", "changed", "moved", "unchanged", "missing"
OUTCOMES = (NEW, MOVED, CHANGED, MISSING, UNCHANGED)
#: What became of a line when its roster was undone.
RESTORED, KEPT = "restored", "kept"


class RosterChange(Base):
    """A roster file and the one change of accounts that is made of it."""

    __tablename__ = "roster_change"
    __table_args__ = (
        CheckConstraint(
            "state in ('read', 'checking', 'checked', 'applied', 'undone', 'discarded')",
            name="state",
        ),
        Index("ix_roster_change_agency", "agency_id", "id"),
    )

    id: Mapped[Key]
    #: The unit whose people the file covers, and its agency.
    unit_id: Mapped[int] = mapped_column(ForeignKey(Unit.id))
    agency_id: Mapped[int] = mapped_column(ForeignKey(Unit.id))
    #: Empty for the command line.
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id))
    filename: Mapped[str]
    #: The file while it is needed; empty afterwards.
    file_digest: Mapped[str] = mapped_column(default="")
    #: Row of the headings, the titles by column, and which column holds which field.
    header_line: Mapped[int] = mapped_column(default=0)
    headings: Mapped[list[Any]]
    mapping: Mapped[dict[str, Any]]
    #: Whether everybody of the unit stands in the file, so that who does not is shown as missing.
    is_complete: Mapped[bool]
    state: Mapped[str]
    #: How many lines have each outcome; problems by level.
    counts: Mapped[dict[str, Any]]
    #: Why the chosen missing people are closed.
    reason: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime]
    checked_at: Mapped[datetime | None]
    applied_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]


class RosterUnit(Base):
    """A unit that a roster names and the organisation does not have yet."""

    __tablename__ = "roster_unit"

    id: Mapped[Key]
    change_id: Mapped[int] = mapped_column(ForeignKey("roster_change.id"), index=True)
    #: Below a unit that exists, or below one that the same roster adds.
    parent_id: Mapped[int | None] = mapped_column(ForeignKey(Unit.id))
    above_id: Mapped[int | None] = mapped_column(ForeignKey("roster_unit.id"))
    kind: Mapped[str]
    code: Mapped[str]
    name: Mapped[str]
    #: The unit, once it is made.
    unit_id: Mapped[int | None] = mapped_column(ForeignKey(Unit.id))


class RosterLine(Base):
    """What a roster does to one person: a row of the file, or somebody missing from it."""

    __tablename__ = "roster_line"
    __table_args__ = (
        CheckConstraint(
            "outcome in ('new', 'changed', 'moved', 'unchanged', 'missing')", name="outcome"
        ),
        CheckConstraint("result in ('', 'restored', 'kept')", name="result"),
        Index("ix_roster_line_outcome", "change_id", "outcome", "id"),
        Index("ix_roster_line_nip", "change_id", "nip"),
        Index("ix_roster_line_person", "change_id", "person_id"),
    )

    id: Mapped[Key]
    change_id: Mapped[int] = mapped_column(ForeignKey("roster_change.id"))
    #: Row of the file; empty for somebody missing.
    line: Mapped[int | None]
    nip: Mapped[str]
    name: Mapped[str]
    outcome: Mapped[str]
    #: The account; of a new person once it is made.
    person_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id))
    #: The fields that change, as they were and as they become.
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]
    #: A unit that the roster adds, in place of one in `after`.
    new_unit_id: Mapped[int | None] = mapped_column(ForeignKey("roster_unit.id"))
    #: A supervisor who is only made or renumbered by the same roster.
    boss_nip: Mapped[str] = mapped_column(default="")
    #: Since when it holds; empty: the day it is applied.
    since: Mapped[date | None]
    #: Whether somebody missing is closed.
    is_chosen: Mapped[bool] = mapped_column(default=False)
    #: The period of the employment history before, and the one that was begun.
    period: Mapped[dict[str, Any]]
    result: Mapped[str] = mapped_column(default="")


class RosterProblem(Base):
    """What is wrong in a row of a roster."""

    __tablename__ = "roster_problem"
    __table_args__ = (
        CheckConstraint("level in ('error', 'warning')", name="level"),
        Index("ix_roster_problem_change", "change_id", "level", "id"),
    )

    id: Mapped[Key]
    change_id: Mapped[int] = mapped_column(ForeignKey("roster_change.id"))
    line: Mapped[int]
    column: Mapped[str]
    message: Mapped[str]
    level: Mapped[str]


class RosterMapping(Base):
    """Which column holds which field in an agency's files of the same headings."""

    __tablename__ = "roster_mapping"
    __table_args__ = (UniqueConstraint("agency_id", "headings_hash"),)

    id: Mapped[Key]
    agency_id: Mapped[int] = mapped_column(ForeignKey(Unit.id))
    headings_hash: Mapped[str]
    mapping: Mapped[dict[str, Any]]
    used_at: Mapped[datetime]
