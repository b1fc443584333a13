"""Confirming the data that the certificate prints, before they are frozen."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from wtforms import HiddenField

from elearning.accounts.policy import is_learner
from elearning.accounts.queries import ancestors
from elearning.core import clock
from elearning.core.access import requires
from elearning.core.db import db
from elearning.core.forms import PostForm
from elearning.core.settings import current_settings
from elearning.courses.queries import Place, place_of
from elearning.learning.blueprint import bp
from elearning.learning.completion.operations import advance, printed_person, working_person
from elearning.learning.enrolment.operations import confirm_data
from elearning.learning.enrolment.queries import enrolment_at
from elearning.learning.languages import read_place


class ConfirmForm(PostForm):
    """One button; `next` is the key of the quiz the person was about to open."""

    next = HiddenField()


@bp.get("/pelatihan/<course>/data-sertifikat")
@requires(is_learner)
def confirm(course: str) -> ResponseReturnValue:
    """Show name, NIP, position and unit as they will be printed."""
    place = enrolled_place(course)
    if place.completed_at is not None:
        return redirect(url_for("learning.course", course=course))
    person = working_person(current_user.id)
    printed = printed_person(person, ancestors(person.unit)) if person.unit else {}
    form = ConfirmForm(next=request.args.get("next", ""))
    return render_template(
        "learning/confirm.html",
        place=read_place(place),
        printed=printed,
        form=form,
        hours=current_settings().data_request_hours,
    )


@bp.post("/pelatihan/<course>/data-sertifikat")
@requires(is_learner)
def confirm_printed(course: str) -> ResponseReturnValue:
    """Note the confirmation; a course whose work is done is complete with it."""
    place, form = enrolled_place(course), ConfirmForm()
    working_person(current_user.id)
    enrolment = enrolment_at(place.enrolment_id)
    confirm_data(enrolment, clock.now())
    completion = advance(enrolment, clock.now())
    db.session.commit()
    if completion is None and form.next.data:
        return redirect(url_for("learning.item", course=course, key=form.next.data))
    if completion is not None:
        flash(_("The course is complete. Your certificate is ready."), "success")
    return redirect(url_for("learning.course", course=course))


def enrolled_place(course: str) -> Place:
    """Return the person's place in a course they are enrolled in."""
    place = place_of(current_user.id, course)
    if place is None or place.enrolment_id is None:
        abort(404)
    return place
