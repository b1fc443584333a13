"""What people are told whom a regrade has let pass."""

from datetime import datetime

from flask_babel import gettext as _

from elearning.accounts.models import Person
from elearning.core.db import db
from elearning.courses.compiled import Quiz
from elearning.courses.models import Course, Enrolment
from elearning.notices.kinds import QUIZ
from elearning.notices.operations import tell


def quiz_was_passed(enrolment: Enrolment, quiz: Quiz, at: datetime, *, is_completed: bool) -> None:
    """Tell a person that a repaired question has let them pass."""
    course = db.session.get_one(Course, enrolment.course_id)
    page = f"/pelatihan/{course.slug}/{quiz.key}"

    def message() -> tuple[str, ...]:
        done = _("The course is complete with it. You find it in your history:")
        return (
            _("You have passed “%(quiz)s” after all", quiz=quiz.title),
            _(
                "A question of the quiz “%(quiz)s” in the course “%(course)s” was faulty. Your "
                "score was calculated again, and you have passed.",
                quiz=quiz.title,
                course=course.title,
            ),
            done if is_completed else _("You find your result and the reason here:"),
        )

    link = "/riwayat/" if is_completed else page
    tell(db.session.get_one(Person, enrolment.person_id), QUIZ, message, at, link=link)
