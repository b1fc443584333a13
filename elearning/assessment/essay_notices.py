"""What learners are told whose essays were graded."""

from datetime import datetime

from flask_babel import gettext as _

from elearning.accounts.models import Person
from elearning.core.db import db
from elearning.core.languages import decimal
from elearning.courses.models import Course
from elearning.notices.kinds import QUIZ
from elearning.notices.operations import tell
from elearning.quizzes.queries import LockedAttempt


def attempt_was_graded(held: LockedAttempt, at: datetime) -> None:
    """Tell a learner that every essay of an attempt has its mark, and what came of it."""
    course = db.session.get_one(Course, held.enrolment.course_id)

    def message() -> tuple[str, ...]:
        return (
            _("Your essay in “%(course)s” is graded", course=course.title),
            _(
                "Every essay of your attempt at a quiz of “%(course)s” is graded.",
                course=course.title,
            ),
            *_outcome(held),
        )

    tell(_learner(held), QUIZ, message, at, link=f"/percobaan/{held.attempt.id}")


def grade_was_changed(held: LockedAttempt, at: datetime) -> None:
    """Tell a learner that a trainer has changed a mark."""
    course = db.session.get_one(Course, held.enrolment.course_id)

    def message() -> tuple[str, ...]:
        return (
            _("The mark of your essay in “%(course)s” was changed", course=course.title),
            _(
                "A trainer has looked at an essay of yours in “%(course)s” again and changed its "
                "mark. The comment says why.",
                course=course.title,
            ),
            *_outcome(held),
        )

    tell(_learner(held), QUIZ, message, at, link=f"/percobaan/{held.attempt.id}")


def _learner(held: LockedAttempt) -> Person | None:
    return db.session.get(Person, held.enrolment.person_id)


def _outcome(held: LockedAttempt) -> tuple[str, ...]:
    """Say the score, whether the course is complete with it, and where the comments are."""
    attempt = held.attempt
    score = attempt.score
    is_complete = attempt.passed is not False and held.enrolment.completed_at is not None
    return (
        "" if score is None else _("Your score: %(score)s.", score=decimal(score)),
        _("The course is complete.") if is_complete else "",
        _("You find the result and the comments here:"),
    )
