"""Checking one answer of an open attempt: its feedback is shown, and it changes no more."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from elearning.core import clock
from elearning.core.db import db
from elearning.courses.compiled import Quiz
from elearning.learning.attempts.forms import AnswersForm
from elearning.learning.attempts.later_marks import keep_marks
from elearning.learning.attempts.pages import shown_paper
from elearning.learning.attempts.views import ATTEMPT, attempt_in_time, quiz_of, take_form
from elearning.learning.blueprint import bp
from elearning.quizzes.drawing import Slot
from elearning.quizzes.operations import check_answer
from elearning.quizzes.policy import is_checkable
from elearning.quizzes.queries import AttemptRow, answers_of

FRAGMENT = "check"


@bp.post(f"{ATTEMPT}/periksa")
def check(attempt_id: int) -> ResponseReturnValue:
    """Save the answers, close one of them for change and show its feedback.

    The script has saved before it asks; it gets the question alone.
    """
    found, now = attempt_in_time(attempt_id), clock.now()
    quiz, is_script = quiz_of(found), request.headers.get("X-Fragment") == FRAGMENT
    slot = checked_slot(found, quiz)
    if is_script and found.closed_at is not None:
        abort(409)
    refused = None if is_script else take_form(found, AnswersForm(), now)
    if refused is not None:
        return refused
    is_answered = bool(answers_of(found.id).get(slot.id))
    if is_answered:
        check_answer(found, slot.id, now)
    db.session.commit()
    if is_script:
        return fragment(found, quiz, slot) if is_answered else abort(422)
    if not is_answered:
        flash(_("Answer the question, then check it."), "warning")
    following = redirect(url_for(".attempt", attempt_id=found.id, _anchor=f"soal-{slot.id}"))
    return keep_marks(following, found.id, found.paper)


def checked_slot(found: AttemptRow, quiz: Quiz) -> Slot:
    """Return the question that is to be checked, if this quiz lets it be."""
    asked = request.form.get("periksa")
    slot = next((slot for slot in found.paper if slot.id == asked), None)
    if slot is None or not is_checkable(quiz.rules, slot.kind):
        abort(404)
    return slot


def fragment(found: AttemptRow, quiz: Quiz, slot: Slot) -> str:
    """Return the checked question alone."""
    closed = found._replace(checked_questions=slot.id)
    questions = shown_paper(closed, quiz, answers_of(found.id))
    number, shown = next(
        (n, each) for n, each in enumerate(questions, start=1) if each.name == slot.id
    )
    return render_template(
        "learning/checked_fragment.html",
        attempt=found,
        shown=shown,
        number=number,
        total=len(questions),
    )
