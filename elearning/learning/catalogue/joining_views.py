"""Joining a course, learning it again, going over to its new version."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from elearning.accounts.models import Person
from elearning.core import clock
from elearning.core.access import permitted
from elearning.core.db import db
from elearning.courses.models import Course
from elearning.courses.queries import course_at, outline_of, place_of
from elearning.learning.blueprint import bp
from elearning.learning.completion.operations import advance
from elearning.learning.enrolment import operations, recertification
from elearning.learning.enrolment.policy import anyone, is_enrolled


@bp.post("/pelatihan/<course>/ikuti")
def enrol(course: str) -> ResponseReturnValue:
    """Join a course; joining twice changes nothing."""
    card = permitted(course_at(course), anyone)
    person = db.session.get_one(Person, current_user.id)
    operations.enrol(person, db.session.get_one(Course, card.id), clock.now())
    db.session.commit()
    flash(_("You have joined the course. Read at your own pace; your place is kept."), "success")
    return redirect(url_for(".course", course=course))


@bp.post("/pelatihan/<course>/ulangi")
def begin_again(course: str) -> ResponseReturnValue:
    """Begin a new cycle of a course whose certificate ends or was revoked."""
    place = permitted(place_of(current_user.id, course), is_enrolled)
    person = db.session.get_one(Person, current_user.id)
    recertification.begin_again(person, db.session.get_one(Course, place.course_id), clock.now())
    db.session.commit()
    flash(_("A new round has begun. What you have earned before stays."), "success")
    return redirect(url_for(".course", course=course))


@bp.post("/pelatihan/<course>/mengerti")
def read_notice(course: str) -> ResponseReturnValue:
    """Show the notice of a changed course no more."""
    place = permitted(place_of(current_user.id, course), is_enrolled)
    operations.read_notice(place)
    db.session.commit()
    key = request.form.get("key", "")
    if outline_of(place.revision_id).item(key):
        return redirect(url_for(".item", course=course, key=key))
    return redirect(url_for(".course", course=course))


@bp.post("/pelatihan/<course>/versi-baru")
def adopt(course: str) -> ResponseReturnValue:
    """Go over to the course as it is now, with its requirements; who has finished only reads it."""
    place = permitted(place_of(current_user.id, course), is_enrolled)
    enrolment = operations.adopt_new_version(place)
    completion = advance(enrolment, clock.now())
    db.session.commit()
    if completion is not None:
        flash(_("The course is complete. Congratulations!"), "success")
    else:
        flash(_("You now have the new version. What you have finished stays finished."), "success")
    return redirect(url_for(".course", course=course))
