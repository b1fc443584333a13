"""Who may assess a course's quizzes: the trainers who write it, and publishers."""

from typing import Any

from elearning.accounts.policy import enters_studio
from elearning.studio.drafts.queries import told_courses


def can_assess(person: Any, quiz: Any) -> bool:
    """Whoever hears of a course's readers assesses its quizzes (anything with a `course_id`)."""
    return enters_studio(person) and quiz.course_id in told_courses(person)
