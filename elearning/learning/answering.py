"""Attempts and what follows from them: a pass finishes its quiz and may complete the course."""

from datetime import datetime
from typing import NamedTuple

from elearning.core.db import db, writing
from elearning.courses.compiled import Quiz
from elearning.courses.models import Enrolment
from elearning.courses.queries import Place, compiled_item, outline_of
from elearning.learning.completion import advance
from elearning.learning.operations import finish_item
from elearning.quizzes import operations
from elearning.quizzes.models import Attempt
from elearning.quizzes.policy import is_overdue
from elearning.quizzes.queries import locked_attempt


class Seat(NamedTuple):
    """An enrolment as far as opening an attempt needs it."""

    id: int
    revision_id: int


def quiz_at(revision_id: int, key: str) -> Quiz | None:
    """Return a published quiz."""
    item = compiled_item(revision_id, key)
    return item if isinstance(item, Quiz) else None


def needs_confirmation(place: Place, key: str) -> bool:
    """Whether a quiz is the last graded one before a certificate whose data nobody confirmed."""
    if place.confirmed_at is not None or place.completed_at is not None:
        return False
    outline = outline_of(place.requirements_id or place.revision_id)
    graded = [item.key for item in outline.required if item.is_graded]
    return graded[-1:] == [key]


def seat_of(place: Place) -> Seat:
    """Return the seat of a person who is enrolled."""
    assert place.enrolment_id is not None  # noqa: S101  (the view has asked `is_enrolled`)
    return Seat(place.enrolment_id, place.revision_id)


def begin(enrolment: Enrolment, quiz: Quiz, at: datetime) -> Attempt:
    """Return the open attempt at a quiz or begin the next."""
    opened = start(Seat(enrolment.id, enrolment.revision_id), quiz, at)
    return db.session.get_one(Attempt, opened, populate_existing=True)


def start(seat: Seat, quiz: Quiz, at: datetime) -> int:
    """Return the id of the open attempt at a quiz or of the next.

    An open one whose time is up is settled first.
    """
    opened = operations.opened_attempt(seat, quiz.key, quiz, seat.revision_id, at)
    if not is_overdue(opened, at):
        return opened.id
    held = locked_attempt(opened.id)
    if held is not None:
        submit(held.enrolment, held.attempt, at)
    return operations.opened_attempt(seat, quiz.key, quiz, seat.revision_id, at).id


def submit(enrolment: Enrolment, attempt: Attempt, at: datetime) -> None:
    """Close and grade an attempt once; a second submit finds it done and changes nothing.

    A quiz without a pass mark (a pretest) is finished by submitting it.
    """
    if attempt.closed_at is not None:
        return
    quiz = quiz_at(attempt.revision_id, attempt.quiz_key)
    assert quiz is not None  # noqa: S101  (revisions are immutable)
    operations.close_attempt(attempt, quiz, at)
    if attempt.passed is not False:
        finish_item(enrolment, attempt.quiz_key, attempt.closed_at or at)
        if enrolment.confirmed_at is not None:  # as it stands: the caller holds its lock
            advance(enrolment, at)


def settle(attempt_id: int, at: datetime) -> None:
    """Close an attempt whose time is up, in a short transaction of its own (security.md, rule 19)."""
    db.session.rollback()
    with writing():
        held = locked_attempt(attempt_id)
        if held is not None and is_overdue(held.attempt, at):
            submit(held.enrolment, held.attempt, at)
        db.session.commit()
