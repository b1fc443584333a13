"""What readers tell the trainers: error reports, and questions on a lesson."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from elearning.accounts.models import Person
from elearning.core.db import Base
from elearning.core.types import Key
from elearning.courses.models import Course, CourseRevision


class ErrorReport(Base):
    """A mistake that a reader found in a paragraph, or in a whole lesson when `quote` is empty."""

    __tablename__ = "error_report"
    __table_args__ = (
        CheckConstraint("state in ('new', 'handled', 'declined')", name="state"),
        CheckConstraint("(state = 'new') = (handled_at is null)", name="handled"),
        Index("ix_error_report_course", "course_id", "state", "id"),
        Index("ix_error_report_reporter", "reporter_id", "reported_at"),
    )

    id: Mapped[Key]
    course_id: Mapped[int] = mapped_column(ForeignKey(Course.id))
    #: The revision that was read.
    revision_id: Mapped[int] = mapped_column(ForeignKey(CourseRevision.id))
    key: Mapped[str]
    digest: Mapped[str]
    quote: Mapped[str]
    text: Mapped[str]
    reporter_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    #: Hash of who reported what where: sent twice, it is one report.
    fingerprint: Mapped[str] = mapped_column(unique=True)
    reported_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="new")
    #: What the reporter is told; a declined report has a reason.
    answer: Mapped[str] = mapped_column(default="")
    handled_at: Mapped[datetime | None]
    handled_by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id))
    #: When the reporter last read what became of it.
    seen_at: Mapped[datetime | None]


class LessonQuestion(Base):
    """A learner's question on a lesson; answered and not hidden, all its readers see it."""

    __tablename__ = "lesson_question"
    __table_args__ = (
        CheckConstraint("(answered_at is null) = (answer = '')", name="answered"),
        CheckConstraint("(hidden_at is null) = (hidden_reason = '')", name="hidden"),
        Index("ix_lesson_question_lesson", "course_id", "key", "id"),
        Index("ix_lesson_question_asker", "asker_id", "asked_at"),
    )

    id: Mapped[Key]
    course_id: Mapped[int] = mapped_column(ForeignKey(Course.id))
    revision_id: Mapped[int] = mapped_column(ForeignKey(CourseRevision.id))
    key: Mapped[str]
    text: Mapped[str]
    asker_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    #: The name and unit under which the others see it, as the asker was told before sending.
    signed_as: Mapped[str]
    fingerprint: Mapped[str] = mapped_column(unique=True)
    asked_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id))
    #: Why a trainer hides it from the others; the asker reads it.
    hidden_reason: Mapped[str] = mapped_column(default="")
    hidden_at: Mapped[datetime | None]
    hidden_by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id))
    #: When the asker last read what became of it.
    seen_at: Mapped[datetime | None]
