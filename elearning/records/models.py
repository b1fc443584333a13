"""Completions, history entries, chain heads, the log of all entries and rollups: append-only."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from elearning.core.db import Base
from elearning.core.types import BigKey, Key


class Completion(Base):
    """A course completed, with everything that is printed and exported, frozen."""

    __tablename__ = "completion"
    __table_args__ = (
        UniqueConstraint("person_id", "course_id", "cycle"),
        CheckConstraint("jp >= 0", name="jp"),
        CheckConstraint("completed_on >= started_on", name="dates"),
        Index("ix_completion_export", "year", "unit_path", "id"),
        Index("ix_completion_unit_path", "unit_path", "id"),
    )

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    cycle: Mapped[int]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), unique=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("course_revision.id"))
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


class HistoryEntry(Base):
    """One line of a person's development history, chained to the line before it."""

    __tablename__ = "history_entry"
    __table_args__ = (
        UniqueConstraint("person_id", "seq"),
        CheckConstraint("kind in ('course', 'external', 'reversal')", name="kind"),
        Index("ix_history_entry_person_year", "person_id", "year"),
        UniqueConstraint("person_id", "identity"),
    )

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
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


class ChainHead(Base):
    """The last entry of a person's chain; locked first whenever something is added."""

    __tablename__ = "chain_head"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
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

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    jp: Mapped[int]
    entries: Mapped[int]


class UnitMonth(Base):
    """JP and completions of a leaf unit in a month; a subtree's total is a sum over a path range."""

    __tablename__ = "unit_month"

    unit_path: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[int] = mapped_column(primary_key=True)
    completions: Mapped[int]
    jp: Mapped[int]


class ExportLog(Base):
    """An export that left the house: who, when, which filter, how many rows."""

    __tablename__ = "export_log"

    id: Mapped[Key]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    year: Mapped[int | None]
    format: Mapped[str]
    rows: Mapped[int | None]
    digest: Mapped[str] = mapped_column(default="")
