"""The trainer's desk: which quizzes there are, and what waits."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from elearning.accounts.policy import enters_studio
from elearning.assessment import queries
from elearning.assessment.policy import can_assess
from elearning.assessment.queries import AssessedQuiz
from elearning.core.access import permitted, requires
from elearning.studio.drafts.queries import told_courses

bp = Blueprint("assessment", __name__, url_prefix="/penilaian")

#: Where everything about one quiz lies.
QUIZ = "/<course>/<key>"


def assessed_quiz(course: str, key: str) -> AssessedQuiz:
    """Return a quiz that the person assesses."""
    return permitted(queries.quiz_at(course, key), can_assess)


@bp.get("/")
@requires(enters_studio)
def index() -> ResponseReturnValue:
    """Show what waits for the trainer, and every quiz of their courses."""
    courses = list(told_courses(current_user))
    return render_template(
        "assessment/index.html",
        quizzes=queries.quizzes_of(courses),
        waiting=queries.waiting_in(courses),
    )
