"""Requests for one more attempt: look, give, decline; give one unasked."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from elearning.accounts import nip
from elearning.accounts.models import Person
from elearning.accounts.policy import enters_studio
from elearning.assessment import chance_queries as queries
from elearning.assessment.forms import GrantForm
from elearning.assessment.policy import can_assess
from elearning.assessment.queries import AssessedQuiz
from elearning.assessment.views import QUIZ, assessed_quiz, bp
from elearning.core import clock
from elearning.core.access import permitted, requires
from elearning.core.addresses import key_asked
from elearning.core.db import db
from elearning.core.forms import accepted
from elearning.courses.models import Enrolment
from elearning.learning.attempts import chance_operations
from elearning.learning.feedback.forms import AnswerForm
from elearning.quizzes.models import ExtraChance
from elearning.studio.drafts.queries import told_courses

LONGEST = 500


@bp.get("/permintaan")
@requires(enters_studio)
def requests() -> ResponseReturnValue:
    """Show who asks for one more attempt, and what they did before."""
    state = request.args.get("keadaan", "asked")
    return requests_page(state if state in queries.STATES else "asked", key_asked("setelah"), {})


def requests_page(state: str, after: int, sent: dict[int, AnswerForm]) -> str:
    """Return a page of the requests in a state; what was sent and refused stands where it was."""
    found = queries.requests_in(list(told_courses(current_user)), state, after)
    shown = found[: queries.PAGE]
    return render_template(
        "assessment/requests.html",
        state=state,
        requests=shown,
        tried=queries.tried_before(shown),
        forms={each.id: AnswerForm.to(each.id, LONGEST, formdata=None) for each in shown} | sent,
        further=shown[-1].id if len(found) > queries.PAGE else None,
    )


@bp.post("/permintaan/<key:chance_id>")
@requires(enters_studio)
def decide(chance_id: int) -> ResponseReturnValue:
    """Give one more attempt or decline it; the learner is told."""
    chance = permitted(queries.chance_at(chance_id), can_assess)
    form = AnswerForm.to(chance_id, LONGEST)
    if accepted(form, lambda: decided(chance, form.answer), {"answer": "jawaban"}) is None:
        return requests_page("asked", chance_id - 1, {chance_id: form}), 422
    db.session.commit()
    flash(_("Done. The learner is told."), "success")
    return redirect(url_for(".requests"))


def decided(chance: ExtraChance, answer: str) -> ExtraChance:
    """Return the request, given or declined as the pressed button says."""
    by = db.session.get_one(Person, current_user.id)
    is_declined = request.form.get("tindakan") == "tolak"
    deed = chance_operations.decline if is_declined else chance_operations.give
    deed(chance, " ".join(answer.split())[:LONGEST], by, clock.now())
    return chance


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
