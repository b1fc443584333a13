"""Attempts and what follows from them: a pass finishes its quiz and may complete the course."""

from datetime import datetime

from elearning.core.db import db, writing
from elearning.courses.compiled import Quiz
from elearning.courses.models import Enrolment
from elearning.courses.queries import Place, compiled_item, outline_of
from elearning.learning.completion import advance
from elearning.learning.operations import finish_item
from elearning.quizzes import operations
from elearning.quizzes.models import Attempt
from elearning.quizzes.policy import is_overdue
from elearning.quizzes.queries import last_attempt, locked_attempt


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


def begin(enrolment: Enrolment, quiz: Quiz, at: datetime) -> Attempt:
    """Return the open attempt at a quiz or begin the next; one whose time is up is settled first."""
    last = last_attempt(enrolment.id, quiz.key)
    if last is not None and is_overdue(last, at):
        held = locked_attempt(last.id)
        if held is not None:
            submit(held.enrolment, held.attempt, at)
    return operations.open_attempt(enrolment, quiz.key, quiz, enrolment.revision_id, at)


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
