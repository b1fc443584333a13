"""Asking for one more attempt at a quiz."""

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from elearning.accounts.policy import is_learner
from elearning.core import clock
from elearning.core.access import permitted, requires
from elearning.core.db import db
from elearning.courses.queries import place_of
from elearning.learning.attempts import chance_operations
from elearning.learning.attempts.answering import quiz_at
from elearning.learning.attempts.forms import ChanceForm
from elearning.learning.attempts.front_page import quiz_front
from elearning.learning.blueprint import bp
from elearning.learning.enrolment.policy import is_enrolled


@bp.post("/pelatihan/<course>/<key>/kesempatan")
@requires(is_learner)
def ask_chance(course: str, key: str) -> ResponseReturnValue:
    """Send the request to the trainers."""
    place = permitted(place_of(current_user.id, course), is_enrolled)
    quiz, form = quiz_at(place.revision_id, key) or abort(404), ChanceForm()
    if not form.validate_on_submit():
        return quiz_front(place, quiz, form), 422
    chance_operations.ask(place, quiz, form.alasan.data or "", clock.now())
    db.session.commit()
    flash(_("Your request is sent. The answer appears here, and a notice tells you."), "success")
    return redirect(url_for(".item", course=course, key=key))
