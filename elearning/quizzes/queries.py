"""Reading attempts and the answers saved in them."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import aliased

from elearning.core.db import db, first_row, rows
from elearning.courses.models import Course, Enrolment
from elearning.quizzes.answer_values import kept_answer
from elearning.quizzes.answers import Event
from elearning.quizzes.marking import Answer
from elearning.quizzes.models import AnswerEvent, Attempt


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
    paper: list[Any]
    opened_at: datetime
    deadline_at: datetime | None
    saved_seq: int
    closed_at: datetime | None
    close_reason: str
    score: Decimal | None
    passed: bool | None
    #: The number of the last attempt at the quiz, and whether one of them was passed.
    used: int
    has_pass: bool
    confirmed_at: datetime | None
    completed_at: datetime | None


class LockedAttempt(NamedTuple):
    """An attempt and its enrolment, held until the transaction ends; always locked in this order."""

    attempt: Attempt
    enrolment: Enrolment

    @property
    def person_id(self) -> int:
        """Whose attempt it is."""
        return self.enrolment.person_id


class LastAttempt(NamedTuple):
    """The newest attempt at a quiz: open or closed, and how many there have been."""

    id: int
    number: int
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


_sibling = aliased(Attempt)
_same_quiz = (
    _sibling.enrolment_id == Attempt.enrolment_id,
    _sibling.quiz_key == Attempt.quiz_key,
)
_used = select(func.max(_sibling.number)).where(*_same_quiz).scalar_subquery()
_has_pass = select(_sibling.id).where(*_same_quiz, _sibling.passed.is_(True)).exists()
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
        Attempt.paper,
        Attempt.opened_at,
        Attempt.deadline_at,
        Attempt.saved_seq,
        Attempt.closed_at,
        Attempt.close_reason,
        Attempt.score,
        Attempt.passed,
        _used,
        _has_pass,
        Enrolment.confirmed_at,
        Enrolment.completed_at,
    )
    .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    .join(Course, Course.id == Enrolment.course_id)
    .where(Attempt.id == bindparam("attempt_id"))
)
_ATTEMPT_TO_SAVE = _ATTEMPT.with_for_update(of=Attempt)
_LOCKED = (
    select(Attempt, Enrolment)
    .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    .where(Attempt.id == bindparam("attempt_id"))
    .with_for_update(of=(Attempt, Enrolment))
    .execution_options(populate_existing=True)
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
    )
    .where(
        Attempt.enrolment_id == bindparam("enrolment_id"), Attempt.quiz_key == bindparam("quiz_key")
    )
    .order_by(Attempt.number)
)
_LAST = (
    select(Attempt.id, Attempt.number, Attempt.deadline_at, Attempt.closed_at)
    .where(
        Attempt.enrolment_id == bindparam("enrolment_id"), Attempt.quiz_key == bindparam("quiz_key")
    )
    .order_by(Attempt.number.desc())
    .limit(1)
)
_BEST = (
    select(Attempt.quiz_key, func.max(Attempt.score))
    .where(Attempt.enrolment_id == bindparam("enrolment_id"), Attempt.score.is_not(None))
    .group_by(Attempt.quiz_key)
)


def attempt_at(attempt_id: int) -> AttemptRow | None:
    """Return an attempt."""
    row = first_row(_ATTEMPT, attempt_id=attempt_id)
    return AttemptRow._make(row) if row else None


def attempt_to_save(attempt_id: int) -> AttemptRow | None:
    """Return an attempt whose saves wait for each other."""
    row = first_row(_ATTEMPT_TO_SAVE, attempt_id=attempt_id)
    return AttemptRow._make(row) if row else None


def locked_attempt(attempt_id: int) -> LockedAttempt | None:
    """Return an attempt to close; whoever closes it at the same time waits."""
    row = db.session.execute(_LOCKED, {"attempt_id": attempt_id}).first()
    return LockedAttempt(*row) if row else None


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


def best_scores(enrolment_id: int) -> dict[str, Decimal]:
    """Return the best score of each quiz that was closed with one."""
    best = rows(_BEST, enrolment_id=enrolment_id)
    return {key: score for key, score in best if score is not None}
