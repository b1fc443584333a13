"""Going over to the new version of a course."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from elearning.core import clock
from elearning.core.access import permitted
from elearning.core.db import db
from elearning.courses.queries import place_of
from elearning.learning import operations
from elearning.learning.completion import advance
from elearning.learning.policy import is_enrolled
from elearning.learning.views import bp


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
