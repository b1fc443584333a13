"""Essays: the queue of what waits, and one essay to grade."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from elearning.accounts import access_log
from elearning.accounts.models import Person
from elearning.accounts.policy import enters_studio
from elearning.assessment import essay_queries as queries
from elearning.assessment.essay_forms import ReviewForm, review_form, showing
from elearning.assessment.essay_operations import Overtaken, give
from elearning.assessment.essay_page import ShownEssay, question_of, queue_line, shown_essay
from elearning.assessment.essay_policy import GIVING, can_see_essay
from elearning.assessment.views import bp
from elearning.core import clock
from elearning.core.access import permitted, requires
from elearning.core.addresses import key_asked
from elearning.core.db import db, reading, retrying, writing
from elearning.quizzes.essay_operations import WAITING
from elearning.quizzes.essays import criteria_of
from elearning.studio.drafts.queries import told_courses

ESSAY = "/esai/<key:essay_id>"


def wanted_courses() -> tuple[list[int], int | None]:
    """Return whose essays are looked at: of all courses that the person assesses, or of one."""
    courses, wanted = list(told_courses(current_user)), request.args.get("pelatihan", type=int)
    return ([wanted], wanted) if wanted in courses else (courses, None)


@bp.get("/esai")
@requires(enters_studio)
def essays() -> ResponseReturnValue:
    """Show the essays that wait, that want a second opinion, or that are graded."""
    courses, wanted = wanted_courses()
    state = request.args.get("keadaan", WAITING)
    state = state if state in queries.STATES else WAITING
    after = key_asked("setelah")
    found = queries.queue(courses, current_user.id, state, after)
    shown, now = found[: queries.PAGE], clock.now()
    return render_template(
        "assessment/essays.html",
        state=state,
        wanted=wanted,
        courses=queries.courses_with_essays(told_courses(current_user)),
        lines=[queue_line(each, now) for each in shown],
        further=shown[-1].id if len(found) > queries.PAGE else None,
    )


@bp.get(ESSAY)
@requires(enters_studio)
def essay(essay_id: int) -> ResponseReturnValue:
    """Show one essay, with the form for whoever may grade it; its author can see who read it."""
    with reading():
        row = permitted(queries.essay_at(essay_id), can_see_essay)
    with writing():
        retrying(lambda: note_view(row.person_id))
    return essay_page(shown_essay(row, current_user.id))


def note_view(person_id: int) -> None:
    """Note in a short transaction of its own that somebody's essay is read."""
    access_log.note_view(person_id, current_user.id, access_log.ESSAY, clock.now())
    db.session.commit()


def essay_page(shown: ShownEssay, form: ReviewForm | None = None) -> str:
    """Return the page of an essay."""
    own = shown.own
    levels, comment = (own.levels, own.comment) if own else ((), "")
    empty = showing(len(shown.criteria), shown.seen, levels, comment)
    return render_template(
        "assessment/essay.html",
        shown=shown,
        form=form or empty,
        gives=shown.part in GIVING,
        wanted=wanted_courses()[1],
    )


@bp.post(ESSAY)
@requires(enters_studio)
def grade(essay_id: int) -> ResponseReturnValue:
    """Save an opinion and go to the next essay; somebody else's meanwhile stays as it is."""
    row = permitted(queries.essay_at(essay_id), can_see_essay)
    question = question_of(row)
    form = review_form(len(criteria_of(question)))
    if not form.validate_on_submit():
        return essay_page(shown_essay(row, current_user.id), form), 422
    reviewer, now = db.session.get_one(Person, current_user.id), clock.now()
    held, seen = queries.held_essay(row.id, row.attempt_id), form.dilihat.data or 0
    give(held, question, reviewer, form.opinion(), seen, now)
    db.session.commit()
    flash(_("Saved."), "success")
    return redirect(next_address())


def next_address() -> str:
    """Return the essay that waits longest, or the queue when none waits."""
    courses, wanted = wanted_courses()
    following = queries.next_essay(courses, current_user.id)
    if following is None:
        return url_for(".essays", pelatihan=wanted)
    return url_for(".essay", essay_id=following, pelatihan=wanted)


@bp.errorhandler(Overtaken)
def tell_overtaken(_error: Overtaken) -> ResponseReturnValue:
    """Show what somebody else did meanwhile, and what the person wrote (409)."""
    db.session.rollback()
    essay_id = (request.view_args or {}).get("essay_id") or abort(409)
    row = permitted(queries.essay_at(essay_id), can_see_essay)
    shown = shown_essay(row, current_user.id)
    form = review_form(len(shown.criteria))
    form.dilihat.raw_data, form.dilihat.data = None, shown.seen
    flash(_("Somebody else graded this essay while you did. Nothing of yours is saved."), "warning")
    return essay_page(shown, form), 409
