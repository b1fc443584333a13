"""Giving a person longer time limits in a course, and ending that."""

from datetime import datetime

from elearning.accounts.models import Person
from elearning.assessment.time_queries import in_force, timed_attempts
from elearning.core.db import db
from elearning.courses.compiled import Quiz
from elearning.courses.models import Enrolment
from elearning.courses.queries import compiled_item
from elearning.quizzes.chances import time_allowed
from elearning.quizzes.models import Attempt, TimeAllowance
from elearning.quizzes.policy import is_overdue


def allow_time(enrolment: Enrolment, percent: int, reason: str, by: Person, at: datetime) -> None:
    """Lengthen a person's time limits in a course; open attempts gain at once, none ever loses.

    It takes the place of what was given before. The reason names no illness.
    """
    earlier = in_force(enrolment.person_id, enrolment.course_id)
    if [(each.percent, each.reason) for each in earlier] == [(percent, reason)]:
        return
    for each in earlier:
        end_allowance(each, at)
    db.session.add(
        TimeAllowance(
            person_id=enrolment.person_id,
            course_id=enrolment.course_id,
            percent=percent,
            reason=reason,
            given_at=at,
            given_by_id=by.id,
        )
    )
    for attempt in timed_attempts(enrolment.id):
        lengthen(attempt, percent, at)


def lengthen(attempt: Attempt, percent: int, at: datetime) -> None:
    """Move an open attempt's deadline; one whose time was up stays as it was."""
    quiz = compiled_item(attempt.revision_id, attempt.quiz_key)
    limit = time_allowed(quiz.rules, percent) if isinstance(quiz, Quiz) else None
    if limit is None or attempt.deadline_at is None or is_overdue(attempt, at):
        return
    attempt.deadline_at = max(attempt.deadline_at, attempt.opened_at + limit)


def end_allowance(allowance: TimeAllowance, at: datetime) -> None:
    """End longer time limits; open attempts keep theirs."""
    allowance.ended_at = allowance.ended_at or at
