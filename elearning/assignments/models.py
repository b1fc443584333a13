"""Assignments, whom they name, who is exempt, and who was told what."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from elearning.accounts.models import Person, Unit
from elearning.core.db import Base
from elearning.core.types import BigKey, Key
from elearning.courses.models import Course

#: Why somebody need not complete an assigned course.
REASONS = ("maternity", "leave", "study", "elsewhere", "equivalent", "other")
_RUNNING = text("ended_at is null")


class Assignment(Base):
    """A course that everybody must complete to whom its rule applies now; new staff included.

    Each part of the rule narrows the subtree of the unit; an empty part narrows nothing.
    """

    __tablename__ = "assignment"
    __table_args__ = (
        CheckConstraint("due_on >= starts_on", name="dates"),
        Index("ix_assignment_unit", "unit_id", "id"),
        Index(
            "ix_assignment_running",
            *("agency_id", "due_on"),
            sqlite_where=_RUNNING,
            postgresql_where=_RUNNING,
        ),
        Index(
            "ix_assignment_walk",
            *("walk_at", "id"),
            sqlite_where=_RUNNING,
            postgresql_where=_RUNNING,
        ),
    )

    id: Mapped[Key]
    course_id: Mapped[int] = mapped_column(ForeignKey(Course.id), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey(Unit.id))
    #: The unit's agency, by which a person's assignments are found.
    agency_id: Mapped[int] = mapped_column(ForeignKey(Unit.id))
    #: Values between commas, `,PNS,CPNS,`; empty for all.
    statuses: Mapped[str]
    ranks: Mapped[str]
    position_kinds: Mapped[str]
    #: Whether it is only for those whom `AssignedPerson` names.
    is_listed: Mapped[bool]
    #: Local days of the agency; the deadline is the end of its day.
    starts_on: Mapped[date]
    due_on: Mapped[date]
    timezone: Mapped[str]
    #: The legal basis or the reason, as people read it.
    basis: Mapped[str] = mapped_column(Text)
    #: Whether a completion from before the start counts if it is still valid at the deadline.
    counts_earlier: Mapped[bool]
    #: Days that whoever joins later has at least, counted from being told; 0: the deadline binds all.
    grace_days: Mapped[int] = mapped_column(default=0, server_default="0")
    made_by_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    #: When the worker walks through its people next, and how far the walk under way has come.
    walk_at: Mapped[datetime]
    reached: Mapped[int] = mapped_column(BigKey, default=0)
    #: Figures for the list, counted by the worker.
    people: Mapped[int | None]
    finished: Mapped[int | None]
    counted_at: Mapped[datetime | None]


class AssignedPerson(Base):
    """Somebody whom an assignment names."""

    __tablename__ = "assigned_person"

    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id), primary_key=True, index=True)


class Exemption(Base):
    """Somebody who need not complete an assigned course, why, and since when no more."""

    __tablename__ = "exemption"
    __table_args__ = (
        CheckConstraint(
            "reason in ('maternity', 'leave', 'study', 'elsewhere', 'equivalent', 'other')",
            name="reason",
        ),
        Index(
            "uq_exemption_running",
            *("assignment_id", "person_id"),
            unique=True,
            sqlite_where=_RUNNING,
            postgresql_where=_RUNNING,
        ),
        Index("ix_exemption_assignment", "assignment_id", "id"),
        Index("ix_exemption_person", "person_id"),
    )

    id: Mapped[Key]
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    reason: Mapped[str]
    note: Mapped[str]
    given_by_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    given_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Reminder(Base):
    """What a person was told last about an assignment; going on from there nobody is told twice."""

    __tablename__ = "assignment_reminder"

    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id), primary_key=True, index=True)
    #: The deadline that was told; another one is told anew.
    due_on: Mapped[date]
    #: A later deadline of one's own, of somebody who joined late.
    own_due_on: Mapped[date | None]
    #: See `reminding.step_at`: it only falls while the deadline comes nearer.
    step: Mapped[int]
    told_at: Mapped[datetime]


class SupervisorNotice(Base):
    """A week in which a supervisor was told that some of their people are overdue."""

    __tablename__ = "supervisor_notice"

    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id), primary_key=True)
    #: The Monday of the week.
    week: Mapped[date] = mapped_column(primary_key=True)
    told_at: Mapped[datetime]
