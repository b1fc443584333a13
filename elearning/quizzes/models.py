"""Attempts and the append-only events of their answers."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from elearning.core.db import Base
from elearning.core.types import Key

OPEN = text("closed_at is null")


class Attempt(Base):
    """One try at a quiz, held by the server from its first second."""

    __tablename__ = "attempt"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "quiz_key", "number"),
        Index(
            "uq_attempt_open",
            "enrolment_id",
            "quiz_key",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
        CheckConstraint("close_reason in ('', 'submitted', 'expired')", name="close_reason"),
    )

    id: Mapped[Key]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    quiz_key: Mapped[str]
    number: Mapped[int]
    #: The revision it began with and ends on.
    revision_id: Mapped[int] = mapped_column(ForeignKey("course_revision.id"))
    seed: Mapped[str]
    #: Drawn questions and options in order, with ids that mean nothing outside this attempt.
    paper: Mapped[list[Any]]
    opened_at: Mapped[datetime]
    deadline_at: Mapped[datetime | None]
    saved_seq: Mapped[int] = mapped_column(default=0)
    closed_at: Mapped[datetime | None]
    close_reason: Mapped[str] = mapped_column(default="")
    score: Mapped[Decimal | None]
    passed: Mapped[bool | None]
    #: Per drawn question: the exact mark as text ("0.5") and its weight.
    marks: Mapped[list[Any] | None]


class AnswerEvent(Base):
    """One saved answer; never changed, the last by `seq` counts."""

    __tablename__ = "answer_event"
    __table_args__ = (
        UniqueConstraint("attempt_id", "event_id"),
        UniqueConstraint("attempt_id", "seq"),
    )

    id: Mapped[Key]
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    #: The client's uuid: the same id with the same body is the same event.
    event_id: Mapped[str]
    seq: Mapped[int]
    client: Mapped[str]
    #: The paper's id of the question.
    question: Mapped[str]
    answer: Mapped[Any] = mapped_column(JSON)
    #: The client's clock, for information; receipt decides.
    made_at: Mapped[str]
    received_at: Mapped[datetime]
