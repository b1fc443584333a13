"""Completions, history entries, chain heads, the log of all entries and rollups: append-only."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from elearning.accounts.models import Person, Unit
from elearning.core.db import Base
from elearning.core.types import BigKey, Key
from elearning.courses.models import Course, CourseRevision, Enrolment

_COUNTS = text("reversed_at is null")
_REVERSED = text("reversed_at is not null")
_OPEN = text("state = 'proposed'")


def _once(column: str) -> Index:
    """Return the index by which an entry is named once at most in a column of its history."""
    named = text(f"{column} is not null")
    name = f"uq_history_entry_{column}"
    return Index(name, "person_id", column, unique=True, sqlite_where=named, postgresql_where=named)


class Completion(Base):
    """A course completed, with everything that is printed and exported, frozen.

    Of the versions of one completion at most one counts: the one that nothing has reversed.
    """

    __tablename__ = "completion"
    __table_args__ = (
        UniqueConstraint("person_id", "course_id", "cycle", "version"),
        CheckConstraint("jp >= 0", name="jp"),
        CheckConstraint("completed_on >= started_on", name="dates"),
        Index(
            "uq_completion_counting",
            "enrolment_id",
            unique=True,
            sqlite_where=_COUNTS,
            postgresql_where=_COUNTS,
        ),
        Index("ix_completion_export", "year", "unit_path", "id"),
        Index("ix_completion_unit_path", "unit_path", "id"),
        Index(
            "ix_completion_reversed",
            *("person_id", "course_id", "cycle"),
            sqlite_where=_REVERSED,
            postgresql_where=_REVERSED,
        ),
    )

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    course_id: Mapped[int] = mapped_column(ForeignKey(Course.id))
    cycle: Mapped[int]
    #: 1 as it was earned, 2 and on for each replacement of wrong data.
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    enrolment_id: Mapped[int] = mapped_column(ForeignKey(Enrolment.id))
    revision_id: Mapped[int] = mapped_column(ForeignKey(CourseRevision.id))
    completed_at: Mapped[datetime]
    #: Local days in the agency's zone; the year is the last day's.
    started_on: Mapped[date]
    completed_on: Mapped[date]
    year: Mapped[int]
    jp: Mapped[int]
    score: Mapped[Decimal | None]
    predicate: Mapped[str]
    full_name: Mapped[str]
    nip: Mapped[str]
    status: Mapped[str]
    rank: Mapped[str]
    position: Mapped[str]
    position_kind: Mapped[str]
    unit: Mapped[str]
    department: Mapped[str]
    agency: Mapped[str]
    #: Path of the leaf unit at completion: totals count there for ever.
    unit_path: Mapped[str]
    course_title: Mapped[str]
    course_code: Mapped[str]
    course_version: Mapped[int]
    competency_kind: Mapped[str]
    activity_type: Mapped[str]
    organiser: Mapped[str]
    siasn_id: Mapped[str]
    #: Titles and minutes of the lessons and quizzes, for the reverse of the certificate.
    curriculum: Mapped[list[Any]]
    #: The last day on which it counts, when the course is to be learnt again.
    valid_until: Mapped[date | None]
    #: Since when it no longer counts; no part of the seal, the history says why.
    reversed_at: Mapped[datetime | None]

    @property
    def is_erased(self) -> bool:
        """Whether the law had removed who earned it: nobody completes a course without a NIP."""
        return not self.nip


class HistoryEntry(Base):
    """One line of a person's development history, chained to the line before it."""

    __tablename__ = "history_entry"
    __table_args__ = (
        UniqueConstraint("person_id", "seq"),
        CheckConstraint("kind in ('course', 'external', 'reversal')", name="kind"),
        Index("ix_history_entry_person_year", "person_id", "year"),
        UniqueConstraint("person_id", "identity"),
        _once("reverses"),
        _once("replaces"),
        ForeignKeyConstraint(
            ["person_id", "reverses"], ["history_entry.person_id", "history_entry.seq"]
        ),
        ForeignKeyConstraint(
            ["person_id", "replaces"], ["history_entry.person_id", "history_entry.seq"]
        ),
    )

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    seq: Mapped[int]
    kind: Mapped[str]
    #: What makes it the same training, so that it is never recorded twice.
    identity: Mapped[str]
    completion_id: Mapped[int | None] = mapped_column(ForeignKey("completion.id"), unique=True)
    title: Mapped[str]
    organiser: Mapped[str]
    activity_type: Mapped[str]
    competency_kind: Mapped[str]
    certificate_number: Mapped[str]
    started_on: Mapped[date]
    completed_on: Mapped[date]
    year: Mapped[int]
    jp: Mapped[int]
    recorded_at: Mapped[datetime]
    previous_hash: Mapped[str]
    hash: Mapped[str] = mapped_column(unique=True)
    #: What `records.seals` says of the completion; empty where there is none to seal.
    salt: Mapped[str] = mapped_column(default="", server_default="")
    frozen: Mapped[str] = mapped_column(default="", server_default="")
    personal: Mapped[str] = mapped_column(default="", server_default="")
    certified: Mapped[str] = mapped_column(default="", server_default="")
    #: Number of the entry of the same history that a reversal takes back, and why.
    reverses: Mapped[int | None]
    reason: Mapped[str] = mapped_column(default="", server_default="")
    #: Number of the reversed entry in whose place this one stands.
    replaces: Mapped[int | None]


class Correction(Base):
    """A proposal to revoke an entry of a history or to replace its data; a second person decides."""

    __tablename__ = "correction"
    __table_args__ = (
        CheckConstraint("action in ('replace', 'revoke')", name="action"),
        CheckConstraint("state in ('proposed', 'approved', 'refused')", name="state"),
        CheckConstraint("(state = 'proposed') = (decided_at is null)", name="decided"),
        CheckConstraint("(decided_at is null) = (decided_by_id is null)", name="decider"),
        CheckConstraint("decided_by_id <> proposed_by_id", name="second_person"),
        Index(
            "uq_correction_open",
            "entry_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("ix_correction_state", "state", "id"),
    )

    id: Mapped[Key]
    entry_id: Mapped[int] = mapped_column(ForeignKey("history_entry.id"), index=True)
    action: Mapped[str]
    #: A key of `reversing.REASONS`; the text is for HR and the person, the public sees the reason.
    reason: Mapped[str]
    note: Mapped[str]
    #: New values by column; empty when it revokes.
    changes: Mapped[dict[str, Any]]
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    proposed_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="proposed")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id))
    decided_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(default="")


class ChainHead(Base):
    """The last entry of a person's chain; locked first whenever something is added."""

    __tablename__ = "chain_head"

    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id), primary_key=True)
    seq: Mapped[int]
    hash: Mapped[str]


class LedgerHead(Base):
    """How far the log of all entries has come; locked by whoever numbers or signs."""

    __tablename__ = "ledger_head"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    size: Mapped[int] = mapped_column(BigKey)
    #: Every entry up to this key is numbered: what could still commit below it has ended.
    settled: Mapped[int] = mapped_column(BigKey)
    #: The last key when it was looked at; it is settled an hour later.
    seen: Mapped[int] = mapped_column(BigKey)
    seen_at: Mapped[datetime]


class LedgerLine(Base):
    """A line of the log of all entries, numbered from 0 after the entry's commit."""

    __tablename__ = "ledger_line"

    number: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=False)
    entry_id: Mapped[int] = mapped_column(ForeignKey("history_entry.id"), unique=True)
    hash: Mapped[str]


class LedgerNode(Base):
    """The hash over a complete subtree of 256 to the power of `level` lines."""

    __tablename__ = "ledger_node"

    level: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=False)
    hash: Mapped[str]


class SigningKey(Base):
    """A public key that has signed checkpoints, published for as long as they are."""

    __tablename__ = "signing_key"
    __table_args__ = (UniqueConstraint("name", "public"),)

    id: Mapped[Key]
    name: Mapped[str]
    public: Mapped[str]
    first_used_at: Mapped[datetime]


class Checkpoint(Base):
    """The signed root of the log at one size."""

    __tablename__ = "checkpoint"
    __table_args__ = (CheckConstraint("size > 0", name="size"),)

    id: Mapped[Key]
    size: Mapped[int] = mapped_column(BigKey, unique=True)
    root: Mapped[str]
    made_at: Mapped[datetime]
    note: Mapped[str]


class PersonYear(Base):
    """JP of a person in a year, kept in the transaction that adds an entry."""

    __tablename__ = "person_year"

    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    jp: Mapped[int]
    entries: Mapped[int]


class ExportLog(Base):
    """An export that left the house: who, when, which filter, how many rows."""

    __tablename__ = "export_log"

    id: Mapped[Key]
    person_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id))
    at: Mapped[datetime] = mapped_column(index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey(Unit.id))
    year: Mapped[int | None]
    format: Mapped[str]
    rows: Mapped[int | None]
    digest: Mapped[str] = mapped_column(default="", server_default="", index=True)
    #: What was chosen, with the names of then (`reports.choices`); empty for exports before it was kept.
    choice: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    #: Paths of the subtrees that it was made of: whoever fetches it later must reach them all.
    paths: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    #: The job that makes its files, empty when it was sent at once.
    job_id: Mapped[int | None] = mapped_column(BigKey)
