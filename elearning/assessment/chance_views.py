"""Requests for one more attempt: look, give, decline; give one unasked."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from elearning.accounts import nip
from elearning.accounts.models import Person
from elearning.assessment import chance_queries as queries
from elearning.assessment.forms import GrantForm
from elearning.assessment.policy import can_assess, enters_studio
from elearning.assessment.queries import AssessedQuiz
from elearning.assessment.views import QUIZ, assessed_quiz, bp
from elearning.core import clock
from elearning.core.access import permitted, requires
from elearning.core.addresses import key_asked
from elearning.core.db import db
from elearning.courses.models import Enrolment
from elearning.learning import chance_operations
from elearning.studio.queries import told_courses

LONGEST = 500


@bp.get("/permintaan")
@requires(enters_studio)
def requests() -> ResponseReturnValue:
    """Show who asks for one more attempt, and what they did before."""
    state = request.args.get("keadaan", "asked")
    state = state if state in queries.STATES else "asked"
    after = key_asked("setelah")
    found = queries.requests_in(list(told_courses(current_user)), state, after)
    shown = found[: queries.PAGE]
    return render_template(
        "assessment/requests.html",
        state=state,
        requests=shown,
        tried=queries.tried_before(shown),
        further=shown[-1].id if len(found) > queries.PAGE else None,
    )


@bp.post("/permintaan/<key:chance_id>")
@requires(enters_studio)
def decide(chance_id: int) -> ResponseReturnValue:
    """Give one more attempt or decline it; the learner is told."""
    chance = permitted(queries.chance_at(chance_id), can_assess)
    by, answer = db.session.get_one(Person, current_user.id), answer_text()
    is_declined = request.form.get("tindakan") == "tolak"
    deed = chance_operations.decline if is_declined else chance_operations.give
    deed(chance, answer, by, clock.now())
    db.session.commit()
    flash(_("Done. The learner is told."), "success")
    return redirect(url_for(".requests"))


def answer_text() -> str:
    """Return what the trainer wrote."""
    return " ".join(request.form.get("jawaban", "").split())[:LONGEST]


@bp.get(f"{QUIZ}/kesempatan")
@requires(enters_studio)
def chance(course: str, key: str) -> ResponseReturnValue:
    """Show the form that gives somebody one more attempt."""
    return chance_page(assessed_quiz(course, key), GrantForm())


def chance_page(quiz: AssessedQuiz, form: GrantForm) -> str:
    """Return the page of the form."""
    return render_template("assessment/chance.html", quiz=quiz, form=form)


@bp.post(f"{QUIZ}/kesempatan")
@requires(enters_studio)
def give_chance(course: str, key: str) -> ResponseReturnValue:
    """Give one more attempt to whoever has the NIP."""
    quiz, form = assessed_quiz(course, key), GrantForm()
    enrolment = learner_of(quiz.course_id, form)
    if enrolment is None:
        return chance_page(quiz, form), 422
    by = db.session.get_one(Person, current_user.id)
    chance_operations.give_unasked(enrolment, key, form.alasan.data or "", by, clock.now())
    db.session.commit()
    flash(_("One more attempt is given. The learner is told."), "success")
    return redirect(url_for(".chance", course=course, key=key))


def learner_of(course_id: int, form: GrantForm) -> Enrolment | None:
    """Return the learner whom a valid form names; who is unknown and who learns elsewhere look alike."""
    if not form.validate_on_submit():
        return None
    found = queries.learner_in(course_id, nip.bare(form.nip.data or ""))
    if found is None:
        form.nip.errors = [_("Nobody in this course has this NIP.")]
    return found
