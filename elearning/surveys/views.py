"""The page on which somebody says what they think of a course."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from elearning.accounts.own_time import own_today
from elearning.accounts.policy import is_learner
from elearning.core import clock
from elearning.core.access import permitted, requires
from elearning.core.db import db
from elearning.core.settings import current_settings
from elearning.surveys import queries
from elearning.surveys.forms import SurveyForm, survey_form
from elearning.surveys.instrument import instrument
from elearning.surveys.operations import answer
from elearning.surveys.policy import is_own
from elearning.surveys.queries import OPEN, Invitation, open_since

bp = Blueprint("surveys", __name__, url_prefix="/evaluasi")


@bp.get("/<key:enrolment_id>")
@requires(is_learner)
def survey(enrolment_id: int) -> ResponseReturnValue:
    """Show the questions, or that they were answered or can be no longer."""
    return survey_page(own_invitation(enrolment_id), survey_form())


@bp.post("/<key:enrolment_id>")
@requires(is_learner)
def send(enrolment_id: int) -> ResponseReturnValue:
    """Count the answers; sent again they change nothing."""
    invitation, form = own_invitation(enrolment_id), survey_form()
    if state_of(invitation) == OPEN:
        if not form.validate_on_submit():
            return survey_page(invitation, form), 422
        is_counted = answer(queries.completion_of(invitation), form.answers, clock.now())
        db.session.commit()
        if is_counted:
            flash(_("Thank you. Your answers have been received."), "success")
    return redirect(url_for(".survey", enrolment_id=enrolment_id))


def own_invitation(enrolment_id: int) -> Invitation:
    """Return what the person is asked."""
    return permitted(queries.invitation_at(enrolment_id), is_own)


def state_of(invitation: Invitation) -> str:
    """Return whether an invitation can be answered today."""
    return invitation.state(open_since(own_today(), current_settings().survey_days))


def survey_page(invitation: Invitation, form: SurveyForm) -> str:
    """Return the page of an invitation, whatever its state."""
    return render_template(
        "surveys/survey.html",
        invitation=invitation,
        state=state_of(invitation),
        form=form,
        asked=instrument(),
        others=current_settings().survey_least - 1,
    )
