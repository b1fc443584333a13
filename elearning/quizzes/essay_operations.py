"""Essays of closed attempts: queued for their trainers, and their marks brought into the attempt."""

from collections.abc import Iterable
from datetime import datetime
from fractions import Fraction
from typing import Any, NamedTuple

from sqlalchemy import bindparam, insert, update

from elearning.core.db import db, insert_into
from elearning.courses.compiled import Quiz
from elearning.quizzes.drawing import Paper, Slot
from elearning.quizzes.grading import Grade
from elearning.quizzes.models import Attempt, Essay
from elearning.quizzes.queries import AttemptToClose
from elearning.quizzes.regrading import Answered, regraded
from elearning.quizzes.repairs import Repairs

WAITING, SECOND, GRADED = "waiting", "second", "graded"
_ESSAYS: Any = Essay.__table__
_SPARE = (
    update(_ESSAYS)
    .where(_ESSAYS.c.attempt_id == bindparam("attempt"), _ESSAYS.c.question == bindparam("slot"))
    .values(spared_at=bindparam("since"))
)


def queue_essays(attempt: AttemptToClose, graded: Grade, at: datetime) -> None:
    """Let the essays of an attempt that was just closed wait, but no empty or void ones."""
    pairs = zip(attempt.paper, graded.marks, strict=True)
    written = [slot.id for slot, mark in pairs if mark.earned is None and mark.weight > 0]
    if not written:
        return
    course_id = attempt.enrolment.course_id
    rows = [_waiting_row(attempt.id, course_id, slot, at) for slot in written]
    db.session.execute(insert(Essay), rows)


def _waiting_row(attempt_id: int, course_id: int, slot: str, at: datetime) -> dict[str, Any]:
    """Return what an essay that nobody has graded begins with."""
    mine = {"attempt_id": attempt_id, "course_id": course_id, "question": slot}
    return mine | {"sent_at": at, "state": WAITING}


class RepairedEssay(NamedTuple):
    """An essay whose question was repaired, by the paper's id, and whether it needs its mark now."""

    attempt_id: int
    slot: str
    is_needed: bool


def follow_repair(course_id: int, repaired: Iterable[RepairedEssay], at: datetime) -> None:
    """Take essays from the queue that need no mark any more, and bring back those that do.

    Also those that nobody has queued, because they were sent while the repair was in force.
    """
    essays = list(repaired)
    rows = [_waiting_row(e.attempt_id, course_id, e.slot, at) for e in essays if e.is_needed]
    if rows:
        db.session.execute(insert_into(Essay.__table__).on_conflict_do_nothing(), rows)
    spared = [
        {"attempt": e.attempt_id, "slot": e.slot, "since": None if e.is_needed else at}
        for e in essays
    ]
    if spared:
        db.session.connection().execute(_SPARE, spared)


def bring_mark(
    attempt: Attempt, quiz: Quiz, paper: Paper, slot: Slot, earned: Fraction, repairs: Repairs
) -> None:
    """Bring an essay's mark into its attempt; with the last one the attempt has its score."""
    answered = Answered(paper, attempt.marks or [], {}, {slot.id: earned})
    after = regraded(quiz, answered, slot.question, repairs)
    attempt.marks, attempt.essays_waiting = after.marks, after.waiting
    attempt.score, attempt.passed = after.score, after.passed
    db.session.flush()  # the completion reads the score
