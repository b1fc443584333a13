"""Longer time limits for one person in a course: list, give, end."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from elearning.accounts.models import Person
from elearning.accounts.policy import enters_studio
from elearning.assessment import time_operations as operations
from elearning.assessment import time_queries as queries
from elearning.assessment.chance_views import learner_of
from elearning.assessment.forms import TimeForm
from elearning.assessment.policy import can_assess
from elearning.assessment.time_queries import AssessedCourse
from elearning.assessment.views import bp
from elearning.core import clock
from elearning.core.access import permitted, requires
from elearning.core.addresses import key_asked
from elearning.core.db import db

TIME = "/<course>/waktu"


@bp.get(TIME)
@requires(enters_studio)
def allowances(course: str) -> ResponseReturnValue:
    """Show who has longer time in a course."""
    return time_page(permitted(queries.course_at(course), can_assess), TimeForm())


def time_page(course: AssessedCourse, form: TimeForm) -> str:
    """Return the page of a course's longer times."""
    found = queries.allowances_in(course.course_id, key_asked("sebelum") or None)
    shown = found[: queries.PAGE]
    return render_template(
        "assessment/time.html",
        course=course,
        form=form,
        allowances=shown,
        further=shown[-1].id if len(found) > queries.PAGE else None,
    )


@bp.post(TIME)
@requires(enters_studio)
def allow(course: str) -> ResponseReturnValue:
    """Give whoever has the NIP longer time."""
    here, form = permitted(queries.course_at(course), can_assess), TimeForm()
    enrolment = learner_of(here.course_id, form)
    if enrolment is None:
        return time_page(here, form), 422
    by, percent = db.session.get_one(Person, current_user.id), form.persen.data or 0
    operations.allow_time(enrolment, percent, form.alasan.data or "", by, clock.now())
    db.session.commit()
    flash(_("Saved. Attempts that are open now last longer as well."), "success")
    return redirect(url_for(".allowances", course=course))


@bp.post(f"{TIME}/<key:allowance_id>/akhiri")
@requires(enters_studio)
def end(course: str, allowance_id: int) -> ResponseReturnValue:
    """End somebody's longer time; open attempts keep theirs."""
    here = permitted(queries.course_at(course), can_assess)
    allowance = permitted(queries.allowance_at(here.course_id, allowance_id), can_assess)
    operations.end_allowance(allowance, clock.now())
    db.session.commit()
    flash(_("Ended. New attempts have the quiz's own time limit."), "success")
    return redirect(url_for(".allowances", course=course))
