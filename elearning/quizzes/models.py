"""Attempts, the append-only events of their answers, and what trainers decide on them."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from elearning.accounts.models import Person
from elearning.core.db import Base
from elearning.core.types import BigKey, Key
from elearning.courses.models import Course, CourseRevision, Enrolment

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
        # What was answered in a quiz, revision by revision: statistics and regrades walk along it.
        Index("ix_attempt_walk", "revision_id", "quiz_key", "id"),
        CheckConstraint("close_reason in ('', 'submitted', 'expired')", name="close_reason"),
    )

    id: Mapped[Key]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey(Enrolment.id))
    quiz_key: Mapped[str]
    number: Mapped[int]
    #: The revision it began with and ends on.
    revision_id: Mapped[int] = mapped_column(ForeignKey(CourseRevision.id))
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
    #: Per drawn question: the exact mark as text ("0.5"; null while an essay waits) and its weight.
    marks: Mapped[list[Any] | None]
    #: Closed with essays that nobody has graded yet: neither score nor pass until then.
    essays_waiting: Mapped[int] = mapped_column(default=0, server_default="0")


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


class AnswerCheck(Base):
    """An answer whose feedback was shown at once (`umpan_balik: langsung`); it changes no more."""

    __tablename__ = "answer_check"
    __table_args__ = (UniqueConstraint("attempt_id", "question"),)

    id: Mapped[Key]
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    #: The paper's id of the question.
    question: Mapped[str]
    checked_at: Mapped[datetime]


class ExtraChance(Base):
    """One more attempt at a quiz: asked for by a learner, or given unasked."""

    __tablename__ = "extra_chance"
    __table_args__ = (
        CheckConstraint("state in ('asked', 'given', 'declined')", name="state"),
        Index(
            "uq_extra_chance_asked",
            "enrolment_id",
            "quiz_key",
            unique=True,
            sqlite_where=text("state = 'asked'"),
            postgresql_where=text("state = 'asked'"),
        ),
        Index("ix_extra_chance_course", "course_id", "state", "asked_at"),
    )

    id: Mapped[Key]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey(Enrolment.id), index=True)
    course_id: Mapped[int] = mapped_column(ForeignKey(Course.id))
    quiz_key: Mapped[str]
    state: Mapped[str]
    #: What the learner wrote; empty when nobody asked.
    request: Mapped[str] = mapped_column(default="")
    asked_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id))
    #: What the trainer says; declining needs it.
    answer: Mapped[str] = mapped_column(default="")


class TimeAllowance(Base):
    """Longer time limits for one person in one course; the newest row that has not ended counts."""

    __tablename__ = "time_allowance"
    __table_args__ = (
        CheckConstraint("percent between 1 and 300", name="percent"),
        Index("ix_time_allowance_person", "person_id", "course_id"),
    )

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    course_id: Mapped[int] = mapped_column(ForeignKey(Course.id))
    #: Added to the time limit: 50 makes sixty minutes ninety.
    percent: Mapped[int]
    reason: Mapped[str]
    given_at: Mapped[datetime]
    given_by_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    ended_at: Mapped[datetime | None]


class Essay(Base):
    """An essay that was sent: it waits, waits for a second opinion, or has its mark."""

    __tablename__ = "essay"
    __table_args__ = (
        UniqueConstraint("attempt_id", "question"),
        CheckConstraint("state in ('waiting', 'second', 'graded')", name="state"),
        Index("ix_essay_queue", "course_id", "state", "sent_at"),
    )

    id: Mapped[Key]
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey(Course.id))
    #: The paper's id of the question.
    question: Mapped[str]
    sent_at: Mapped[datetime]
    state: Mapped[str]
    #: Why a second opinion is wanted, and who wants it.
    second_reason: Mapped[str] = mapped_column(default="")
    second_by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id))
    #: The exact mark from 0 to 1 as text, once it stands.
    earned: Mapped[str | None]
    graded_at: Mapped[datetime | None]
    #: Since when a repair of its question makes grading it needless; empty while it is needed.
    spared_at: Mapped[datetime | None]


class EssayReview(Base):
    """What one trainer found in an essay; kept when another opinion follows."""

    __tablename__ = "essay_review"
    __table_args__ = (UniqueConstraint("essay_id", "reviewer_id", "number"),)

    id: Mapped[Key]
    essay_id: Mapped[int] = mapped_column(ForeignKey("essay.id"))
    reviewer_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    #: A reviewer who changes their mind adds a number; nothing is overwritten.
    number: Mapped[int]
    #: Per criterion of the rubric, from 0 to 1, as exact texts.
    levels: Mapped[list[Any]]
    earned: Mapped[str]
    #: What the learner reads.
    comment: Mapped[str]
    reviewed_at: Mapped[datetime]


class Regrade(Base):
    """A repaired question: what is done about it in every attempt that drew it, and why."""

    __tablename__ = "regrade"
    __table_args__ = (
        CheckConstraint("remedy in ('void', 'full', 'key')", name="remedy"),
        Index("ix_regrade_quiz", "course_id", "quiz_key"),
    )

    id: Mapped[Key]
    course_id: Mapped[int] = mapped_column(ForeignKey(Course.id))
    quiz_key: Mapped[str]
    #: The author's id of the question: the same in every revision.
    question: Mapped[str]
    remedy: Mapped[str]
    #: Digests of the wordings and keys that it repairs (`repairs.version_of`); a corrected one is
    #: another version and counts as it is.
    versions: Mapped[list[Any]]
    #: With `key`: the compiled question as it should have been.
    key: Mapped[Any] = mapped_column(JSON, nullable=True)
    reason: Mapped[str]
    made_at: Mapped[datetime]
    made_by_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    #: How far the walk over the attempts has come; undoing begins it anew.
    reached_revision_id: Mapped[int] = mapped_column(BigKey, default=0)
    reached_attempt_id: Mapped[int] = mapped_column(BigKey, default=0)
    #: When the walk was through; empty while it is under way.
    finished_at: Mapped[datetime | None]
    #: Attempts whose score changed, people whose quiz it finished, attempts that stay
    #: passed though their score would no longer do.
    changed: Mapped[int] = mapped_column(default=0)
    gained: Mapped[int] = mapped_column(default=0)
    spared: Mapped[int] = mapped_column(default=0)
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id))
    undone_reason: Mapped[str] = mapped_column(default="")


class RegradedAttempt(Base):
    """How one attempt stood before a regrade, or its undoing, and after it; only added to."""

    __tablename__ = "regraded_attempt"
    __table_args__ = (
        UniqueConstraint("regrade_id", "attempt_id", "is_undo"),
        CheckConstraint("outcome in ('', 'due', 'none', 'finished', 'completed')", name="outcome"),
        Index("ix_regraded_attempt_outcome", "regrade_id", "outcome", "id"),
    )

    id: Mapped[Key]
    regrade_id: Mapped[int] = mapped_column(ForeignKey("regrade.id"))
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"), index=True)
    is_undo: Mapped[bool] = mapped_column(default=False)
    score_before: Mapped[Decimal | None]
    score_after: Mapped[Decimal | None]
    passed_before: Mapped[bool | None]
    passed_after: Mapped[bool | None]
    #: The score alone would not pass any more; the pass that was told stays.
    is_spared: Mapped[bool] = mapped_column(default=False)
    marks_before: Mapped[list[Any]]
    marks_after: Mapped[list[Any]]
    #: Whether it may have finished the quiz: yet to be seen, no, the quiz, the course with it.
    outcome: Mapped[str] = mapped_column(default="")
