"""Essays of closed attempts: queued for their trainers, and their marks brought into the attempt."""

from fractions import Fraction

from sqlalchemy import insert

from elearning.core.db import db
from elearning.courses.compiled import Quiz
from elearning.courses.models import Enrolment
from elearning.quizzes.drawing import Paper, Slot
from elearning.quizzes.grading import Grade
from elearning.quizzes.models import Attempt, Essay
from elearning.quizzes.regrading import Answered, regraded
from elearning.quizzes.repairs import Repairs

WAITING, SECOND, GRADED = "waiting", "second", "graded"


def queue_essays(attempt: Attempt, paper: Paper, graded: Grade) -> None:
    """Let the essays of an attempt that was just closed wait, the empty ones excepted."""
    attempt.essays_waiting = graded.waiting
    written = [slot for slot, mark in zip(paper, graded.marks, strict=True) if mark.earned is None]
    if not written:
        return
    enrolment = db.session.get_one(Enrolment, attempt.enrolment_id)
    rows = [
        {
            "attempt_id": attempt.id,
            "course_id": enrolment.course_id,
            "question": slot.id,
            "sent_at": attempt.closed_at,
            "state": WAITING,
        }
        for slot in written
    ]
    db.session.execute(insert(Essay), rows)


def bring_mark(
    attempt: Attempt, quiz: Quiz, paper: Paper, slot: Slot, earned: Fraction, repairs: Repairs
) -> None:
    """Bring an essay's mark into its attempt; with the last one the attempt has its score."""
    answered = Answered(paper, attempt.marks or [], {}, {slot.id: earned})
    after = regraded(quiz, answered, slot.question, repairs)
    attempt.marks, attempt.essays_waiting = after.marks, after.waiting
    attempt.score, attempt.passed = after.score, after.passed
    db.session.flush()  # the completion reads the score
