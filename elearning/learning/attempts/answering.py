"""Attempts and what follows from them: a pass finishes its quiz and may complete the course."""

from contextlib import suppress
from datetime import datetime
from fractions import Fraction
from typing import Any, NamedTuple, Protocol

from elearning.core.db import db, writing
from elearning.core.errors import Refused
from elearning.courses.compiled import Quiz
from elearning.courses.models import Course, Enrolment
from elearning.courses.queries import Place, compiled_item, outline_of, publisher_of
from elearning.learning.attempts.notices import essay_waits
from elearning.learning.completion.operations import UnderWay, advance
from elearning.learning.enrolment.operations import finish_item
from elearning.quizzes import operations
from elearning.quizzes.chance_queries import scores_of
from elearning.quizzes.counting import counted_score
from elearning.quizzes.drawing import paper_of
from elearning.quizzes.essay_operations import bring_mark
from elearning.quizzes.essay_queries import others_wait
from elearning.quizzes.grading import UNGRADED, is_pass
from elearning.quizzes.models import Attempt
from elearning.quizzes.operations import Closed
from elearning.quizzes.policy import is_overdue
from elearning.quizzes.queries import (
    AttemptToClose,
    LastAttempt,
    LockedAttempt,
    attempt_to_close,
)
from elearning.quizzes.repair_queries import repairs_named


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
    return db.session.get_one(Attempt, opened.id, populate_existing=True)


def start(seat: Seat, quiz: Quiz, at: datetime) -> LastAttempt:
    """Return the open attempt at a quiz or the next.

    An open one whose time is up is settled first.
    """
    opened = operations.opened_attempt(seat, quiz.key, quiz, seat.revision_id, at)
    if not is_overdue(opened, at):
        return opened
    send(opened.id, at)
    return operations.opened_attempt(seat, quiz.key, quiz, seat.revision_id, at)


def send(attempt_id: int, at: datetime) -> None:
    """Submit an attempt by its key; what the session holds of it is old afterwards."""
    db.session.flush()
    held = attempt_to_close(attempt_id)
    if held is not None:
        submit(held, at)


def submit(attempt: AttemptToClose, at: datetime) -> Closed | None:
    """Close and grade an attempt once; a second submit finds it done, changes nothing: None.

    A quiz without a pass mark (a pretest) is finished by submitting it. Who published the course is
    told of the first essay that waits.
    """
    quiz = quiz_at(attempt.revision_id, attempt.quiz_key)
    assert quiz is not None  # noqa: S101  (revisions are immutable)
    enrolment = attempt.enrolment
    closed = operations.close_attempt(attempt, quiz, at, repairs_named(attempt.repairs))
    if closed is None:
        return None
    if closed.essays_waiting and not others_wait(enrolment.course_id, attempt.id):
        title = db.session.get_one(Course, enrolment.course_id).title
        essay_waits(publisher_of(attempt.revision_id), title, at)
    follow_up(enrolment, closed, quiz, at)
    return closed


class Graded(Protocol):
    """A closed attempt: what it came to, or its model."""

    @property
    def enrolment_id(self) -> int: ...
    @property
    def quiz_key(self) -> str: ...
    @property
    def closed_at(self) -> Any: ...
    @property
    def passed(self) -> Any: ...
    @property
    def essays_waiting(self) -> int: ...


def follow_up(enrolment: UnderWay, attempt: Graded, quiz: Quiz, at: datetime) -> None:
    """Finish the quiz, and the course if it was the last of it, when a closed attempt brings that.

    Also after a later grading. What is finished stays finished.
    """
    if brings_pass(attempt, quiz):
        finish_item(enrolment, attempt.quiz_key, attempt.closed_at or at)
        if enrolment.confirmed_at is not None:  # as it stands: the caller holds its lock
            advance(enrolment, at)


def bring_essay(held: LockedAttempt, question: str, earned: Fraction, at: datetime) -> None:
    """Bring the mark of an essay, by the paper's id, into its attempt with what follows from it."""
    attempt, paper = held.attempt, paper_of(held.attempt.paper)
    quiz = quiz_at(attempt.revision_id, attempt.quiz_key)
    assert quiz is not None  # noqa: S101  (revisions are immutable)
    slot = next(slot for slot in paper if slot.id == question)
    bring_mark(attempt, quiz, paper, slot, earned, repairs_named(held.repairs))
    with suppress(Refused):  # the quiz is finished; the course waits for what the person lacks
        follow_up(held.enrolment, attempt, quiz, at)


def brings_pass(attempt: Graded, quiz: Quiz) -> bool:
    """Whether the score that counts reaches the pass mark; without one sending is enough."""
    if attempt.essays_waiting:
        return False
    if attempt.passed is None:  # also where repairs left nothing that weighs
        return quiz.rules.pass_mark is None or quiz.rules.preset == UNGRADED
    if quiz.rules.counted is None:
        return bool(attempt.passed)
    scores = scores_of(attempt.enrolment_id)[attempt.quiz_key]
    return is_pass(counted_score(quiz.rules.counted, scores), quiz.rules) is True


def settle(attempt_id: int, at: datetime) -> None:
    """Close an attempt whose time is up, in a short transaction of its own (security.md, rule 19)."""
    db.session.rollback()
    with writing():
        held = attempt_to_close(attempt_id)
        if held is not None and is_overdue(held, at):
            submit(held, at)
        db.session.commit()
