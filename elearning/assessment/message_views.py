"""Writing to the people of a course: write, look at it with the number of receivers, send."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from elearning.accounts.models import Person
from elearning.accounts.policy import enters_studio
from elearning.assessment import message_operations as operations
from elearning.assessment import message_queries as queries
from elearning.assessment.message_forms import REACHES, MessageForm
from elearning.assessment.policy import can_assess
from elearning.assessment.time_queries import AssessedCourse, course_at
from elearning.assessment.views import bp
from elearning.core import clock
from elearning.core.access import permitted, requires
from elearning.core.db import db

MESSAGES = "/<course>/pesan"


@bp.get(MESSAGES)
@requires(enters_studio)
def messages(course: str) -> ResponseReturnValue:
    """Show what was sent to the people of a course, and the form of a new message."""
    return messages_page(permitted(course_at(course), can_assess), MessageForm())


def messages_page(course: AssessedCourse, form: MessageForm) -> str:
    """Return the page of a course's messages."""
    return render_template(
        "assessment/messages.html",
        course=course,
        form=form,
        sent=queries.sent_in(course.course_id),
        reaches=REACHES,
        most=operations.MESSAGES_A_DAY,
    )


@bp.post(MESSAGES)
@requires(enters_studio)
def send(course: str) -> ResponseReturnValue:
    """Show a message as it will be read, or send what was shown."""
    here, form = permitted(course_at(course), can_assess), MessageForm()
    deed = request.form.get("tindakan")
    if not form.validate_on_submit():
        return messages_page(here, form), 422
    if deed == "ubah":
        return messages_page(here, form)
    if deed != "kirim":
        return preview_page(here, form)
    by = db.session.get_one(Person, current_user.id)
    reach, title, text = form.kepada.data, form.judul.data or "", form.isi.data or ""
    operations.send_message(here.course_id, reach, title, text, by, clock.now())
    db.session.commit()
    flash(_("Sent. It reaches everybody within minutes."), "success")
    return redirect(url_for(".messages", course=course))


def preview_page(course: AssessedCourse, form: MessageForm) -> str:
    """Return the page that shows a message before it is sent."""
    count = queries.reached_people(course.course_id, form.kepada.data)
    most = queries.MOST_COUNTED
    return render_template(
        "assessment/message_preview.html",
        course=course,
        form=form,
        count=min(count, most),
        is_more=count > most,
        reach=REACHES[form.kepada.data],
        sender=current_user.display_name,
    )
