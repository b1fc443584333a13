"""Reading attempts and the answers saved in them."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import String, Text, bindparam, cast, func, select
from sqlalchemy.orm import aliased

from elearning.core.db import db, first_row, rows
from elearning.courses.models import Course, Enrolment
from elearning.courses.queries import FINISHED_KEYS, keys_of
from elearning.quizzes.answer_values import kept_answer
from elearning.quizzes.answers import Event
from elearning.quizzes.drawing import Paper, paper_in
from elearning.quizzes.marking import Answer
from elearning.quizzes.models import AnswerCheck, AnswerEvent, Attempt, ExtraChance, Regrade


class AttemptRow(NamedTuple):
    """An attempt with whose it is and where it belongs."""

    id: int
    enrolment_id: int
    person_id: int
    course_slug: str
    course_title: str
    quiz_key: str
    number: int
    revision_id: int
    paper: Paper
    opened_at: datetime
    deadline_at: datetime | None
    saved_seq: int
    closed_at: datetime | None
    close_reason: str
    score: Decimal | None
    passed: bool | None
    #: The number of the last attempt at the quiz.
    used: int
    #: What is finished of the course, and whether anything is known of repairs and more attempts.
    finished_keys: str
    has_repairs: bool
    has_chances: bool
    confirmed_at: datetime | None
    completed_at: datetime | None
    #: The revision whose required lessons and quizzes complete the course.
    requirements_id: int
    checked_questions: str
    #: Sent essays that nobody has graded yet: the attempt has no score until then.
    essays_waiting: int

    @property
    def finished(self) -> frozenset[str]:
        """The keys of the lessons and quizzes that are finished."""
        return keys_of(self.finished_keys)

    @property
    def is_finished(self) -> bool:
        """Whether the quiz is finished."""
        return self.quiz_key in self.finished

    @property
    def checked(self) -> frozenset[str]:
        """The questions whose feedback was shown already: their answers change no more."""
        return keys_of(self.checked_questions)


class LockedAttempt(NamedTuple):
    """An attempt and its enrolment, held until the transaction ends; always locked in this order."""

    attempt: Attempt
    enrolment: Enrolment
    #: The ids of the repairs in force at its quiz (`repair_queries.repairs_named`).
    repairs: str

    @property
    def person_id(self) -> int:
        """Whose attempt it is."""
        return self.enrolment.person_id


class HeldEnrolment(NamedTuple):
    """An enrolment as far as closing an attempt needs it."""

    id: int
    person_id: int
    course_id: int
    requirements_id: int
    confirmed_at: datetime | None
    completed_at: datetime | None


class AttemptToClose(NamedTuple):
    """An attempt to grade, held with its enrolment until the transaction ends."""

    id: int
    quiz_key: str
    revision_id: int
    paper: Paper
    deadline_at: datetime | None
    closed_at: datetime | None
    enrolment: HeldEnrolment
    #: The ids of the repairs in force at its quiz (`repair_queries.repairs_named`).
    repairs: str

    @property
    def person_id(self) -> int:
        """Whose attempt it is."""
        return self.enrolment.person_id

    @property
    def enrolment_id(self) -> int:
        """Where it belongs."""
        return self.enrolment.id


class LastAttempt(NamedTuple):
    """The newest attempt at a quiz: open or closed, and how many there have been."""

    id: int
    number: int
    opened_at: datetime
    deadline_at: datetime | None
    closed_at: datetime | None


class PastAttempt(NamedTuple):
    """A line of a quiz's list of attempts."""

    id: int
    number: int
    opened_at: datetime
    deadline_at: datetime | None
    closed_at: datetime | None
    close_reason: str
    score: Decimal | None
    passed: bool | None
    essays_waiting: int = 0


_PAPER = AttemptRow._fields.index("paper")
_paper = cast(Attempt.paper, Text)
_sibling = aliased(Attempt)
_same_quiz = (
    _sibling.enrolment_id == Attempt.enrolment_id,
    _sibling.quiz_key == Attempt.quiz_key,
)
_used = select(func.max(_sibling.number)).where(*_same_quiz).scalar_subquery()
_has_repairs = (
    select(Regrade.id)
    .where(Regrade.course_id == Enrolment.course_id, Regrade.quiz_key == Attempt.quiz_key)
    .exists()
)
_has_chances = (
    select(ExtraChance.id)
    .where(ExtraChance.enrolment_id == Enrolment.id, ExtraChance.quiz_key == Attempt.quiz_key)
    .exists()
)
_checked = (
    select(func.aggregate_strings(AnswerCheck.question, ","))
    .where(AnswerCheck.attempt_id == Attempt.id)
    .scalar_subquery()
)
_ATTEMPT = (
    select(
        Attempt.id,
        Attempt.enrolment_id,
        Enrolment.person_id,
        Course.slug,
        Course.title,
        Attempt.quiz_key,
        Attempt.number,
        Attempt.revision_id,
        _paper,
        Attempt.opened_at,
        Attempt.deadline_at,
        Attempt.saved_seq,
        Attempt.closed_at,
        Attempt.close_reason,
        Attempt.score,
        Attempt.passed,
        _used,
        FINISHED_KEYS,
        _has_repairs,
        _has_chances,
        Enrolment.confirmed_at,
        Enrolment.completed_at,
        Enrolment.requirements_id,
        func.coalesce(_checked, ""),
        Attempt.essays_waiting,
    )
    .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    .join(Course, Course.id == Enrolment.course_id)
    .where(Attempt.id == bindparam("attempt_id"))
)
_ATTEMPT_TO_SAVE = _ATTEMPT.with_for_update(of=Attempt)
_repairs = (
    select(func.aggregate_strings(cast(Regrade.id, String), ","))
    .where(
        Regrade.course_id == Enrolment.course_id,
        Regrade.quiz_key == Attempt.quiz_key,
        Regrade.undone_at.is_(None),
    )
    .scalar_subquery()
)
_LOCKED = (
    select(Attempt, Enrolment, func.coalesce(_repairs, ""))
    .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    .where(Attempt.id == bindparam("attempt_id"))
    .with_for_update(of=(Attempt, Enrolment))
    .execution_options(populate_existing=True)
)
_TO_CLOSE = (
    select(
        *(Attempt.id, Attempt.quiz_key, Attempt.revision_id, _paper),
        *(Attempt.deadline_at, Attempt.closed_at, func.coalesce(_repairs, "")),
        *(getattr(Enrolment, name) for name in HeldEnrolment._fields),
    )
    .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    .where(Attempt.id == bindparam("attempt_id"))
    .with_for_update(of=(Attempt, Enrolment))
)
_ANSWERS = (
    select(AnswerEvent.question, AnswerEvent.answer)
    .where(AnswerEvent.attempt_id == bindparam("attempt_id"))
    .order_by(AnswerEvent.seq)
)
_EVENTS = select(
    AnswerEvent.event_id,
    AnswerEvent.seq,
    AnswerEvent.question,
    AnswerEvent.answer,
    AnswerEvent.made_at,
).where(
    AnswerEvent.attempt_id == bindparam("attempt_id"),
    AnswerEvent.event_id.in_(bindparam("ids", expanding=True)),
)
_PAST = (
    select(
        Attempt.id,
        Attempt.number,
        Attempt.opened_at,
        Attempt.deadline_at,
        Attempt.closed_at,
        Attempt.close_reason,
        Attempt.score,
        Attempt.passed,
        Attempt.essays_waiting,
    )
    .where(
        Attempt.enrolment_id == bindparam("enrolment_id"), Attempt.quiz_key == bindparam("quiz_key")
    )
    .order_by(Attempt.number)
)
_LAST = (
    select(Attempt.id, Attempt.number, Attempt.opened_at, Attempt.deadline_at, Attempt.closed_at)
    .where(
        Attempt.enrolment_id == bindparam("enrolment_id"), Attempt.quiz_key == bindparam("quiz_key")
    )
    .order_by(Attempt.number.desc())
    .limit(1)
)


def attempt_at(attempt_id: int) -> AttemptRow | None:
    """Return an attempt."""
    return _attempt(_ATTEMPT, attempt_id)


def attempt_to_save(attempt_id: int) -> AttemptRow | None:
    """Return an attempt whose saves wait for each other."""
    return _attempt(_ATTEMPT_TO_SAVE, attempt_id)


def _attempt(statement: Any, attempt_id: int) -> AttemptRow | None:
    """Return an attempt with its paper, which is read once."""
    row = first_row(statement, attempt_id=attempt_id)
    if row is None:
        return None
    return AttemptRow._make((*row[:_PAPER], paper_in(row[_PAPER]), *row[_PAPER + 1 :]))


def locked_attempt(attempt_id: int) -> LockedAttempt | None:
    """Return an attempt to grade anew; whoever closes it at the same time waits."""
    row = db.session.execute(_LOCKED, {"attempt_id": attempt_id}).first()
    return LockedAttempt(*row) if row else None


def attempt_to_close(attempt_id: int) -> AttemptToClose | None:
    """Return an attempt as it is now; whoever closes it at the same time waits."""
    row = first_row(_TO_CLOSE, attempt_id=attempt_id)
    if row is None:
        return None
    key, quiz_key, revision_id, paper, deadline_at, closed_at, repairs, *enrolment = row
    held = HeldEnrolment._make(enrolment)
    return AttemptToClose(
        key, quiz_key, revision_id, paper_in(paper), deadline_at, closed_at, held, repairs
    )


def answers_of(attempt_id: int) -> dict[str, Answer]:
    """Return the last answer to each question; an answer taken back is empty."""
    saved = rows(_ANSWERS, attempt_id=attempt_id)
    return {question: kept_answer(answer) for question, answer in saved}


def events_named(attempt_id: int, ids: Sequence[str]) -> dict[str, Event]:
    """Return those of some events that are saved already."""
    found = db.session.execute(_EVENTS, {"attempt_id": attempt_id, "ids": ids})
    return {row[0]: Event(row[0], row[1], row[2], kept_answer(row[3]), row[4]) for row in found}


def attempts_at(enrolment_id: int, quiz_key: str) -> list[PastAttempt]:
    """Return the attempts at a quiz, the first first."""
    past = rows(_PAST, enrolment_id=enrolment_id, quiz_key=quiz_key)
    return [PastAttempt._make(row) for row in past]


def last_attempt(enrolment_id: int, quiz_key: str) -> LastAttempt | None:
    """Return the newest attempt at a quiz as it is in the database now."""
    row = first_row(_LAST, enrolment_id=enrolment_id, quiz_key=quiz_key)
    return LastAttempt._make(row) if row else None
