"""Asking for a correction of one's data, and the queue in which HR answers."""

from datetime import datetime, timedelta

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from elearning.accounts import access_log, nip
from elearning.accounts import data_requests as queries
from elearning.accounts.data_requests import ABOUT, RequestRow, can_answer
from elearning.accounts.models import Person
from elearning.accounts.own_time import own_zone
from elearning.accounts.policy import is_learner, is_overseer
from elearning.core import clock
from elearning.core.access import permitted, requires
from elearning.core.addresses import key_asked
from elearning.core.db import db, reading, retrying, writing
from elearning.core.settings import current_settings
from elearning.home import data_request_operations as operations
from elearning.home.blueprint import bp
from elearning.home.data_request_forms import AnswerForm, CorrectionForm, about_in

REQUEST = "/kepegawaian/permintaan-data/<key:request_id>"
HOUR = timedelta(hours=1)
ANSWERED = "dijawab"


@bp.get("/data-saya/koreksi")
@requires(is_learner)
def correction() -> ResponseReturnValue:
    """Show the form, and what became of earlier requests."""
    return correction_page(CorrectionForm(data=about_in(request.args.get("data", ""))))


@bp.post("/data-saya/koreksi")
@requires(is_learner)
def ask_for_correction() -> ResponseReturnValue:
    """Send a request to HR."""
    form = CorrectionForm()
    if not form.validate_on_submit():
        return correction_page(form), 422
    person, hours = (
        db.session.get_one(Person, current_user.id),
        current_settings().data_request_hours,
    )
    said = (form.datum.data, form.benar.data or "", form.alasan.data or "")
    operations.ask(person, current_user.unit_path, *said, hours, clock.now())
    db.session.commit()
    flash(_("Sent to the HR office. You are told when it is answered."), "success")
    return redirect(url_for(".correction"))


def correction_page(form: CorrectionForm) -> str:
    """Return the page of one's requests."""
    return render_template(
        "home/correction.html",
        form=form,
        hours=current_settings().data_request_hours,
        lines=[(row, remaining(row, clock.now())) for row in queries.own_requests(current_user.id)],
        names=ABOUT,
        zone=own_zone(),
    )


@bp.get("/kepegawaian/permintaan-data/")
@requires(is_overseer)
def data_requests() -> ResponseReturnValue:
    """List what waits for an answer, the oldest first, or what was answered."""
    shows_answered = request.args.get("keadaan") == ANSWERED
    after = key_asked("setelah")
    find = queries.answered_requests if shows_answered else queries.waiting_requests
    found = find(current_user, after)
    shown, now = found[: queries.PAGE], clock.now()
    state = ANSWERED if shows_answered else None
    more = shown[-1].id if len(found) > queries.PAGE else None
    return render_template(
        "home/data_requests.html",
        state=state,
        hours=current_settings().data_request_hours,
        lines=[(row, remaining(row, now), row.is_overdue(now)) for row in shown],
        waiting=queries.waiting_for(current_user, now),
        names=ABOUT,
        next_page=more and url_for(".data_requests", keadaan=state, setelah=more),
        first_page=url_for(".data_requests", keadaan=state) if after else None,
        zone=own_zone(),
    )


@bp.get(REQUEST)
@requires(is_overseer)
def data_request(request_id: int) -> ResponseReturnValue:
    """Show one request; the person can see who read it."""
    with reading():
        row = permitted(queries.request_at(request_id), can_answer)
    with writing():
        retrying(lambda: note_view(row.person_id))
    return request_page(row, AnswerForm())


@bp.post(REQUEST)
@requires(is_overseer)
def answer_request(request_id: int) -> ResponseReturnValue:
    """Answer a request and go on to the next."""
    row, form = permitted(queries.request_at(request_id), can_answer), AnswerForm()
    if not form.validate_on_submit():
        return request_page(row, form), 422
    said = (form.hasil.data, form.jawaban.data or "")
    operations.answer(row.id, current_user.id, *said, clock.now())
    db.session.commit()
    flash(_("Answered. The person has been told."), "success")
    return redirect(url_for(".data_requests"))


def note_view(person_id: int) -> None:
    """Note in a short transaction of its own that a request is read."""
    access_log.note_view(person_id, current_user.id, access_log.REQUEST, clock.now())
    db.session.commit()


def request_page(row: RequestRow, form: AnswerForm) -> str:
    """Return the page of a request for who answers."""
    now = clock.now()
    return render_template(
        "home/data_request.html",
        row=row,
        form=form,
        about=ABOUT.get(row.about, row.about),
        left=remaining(row, now),
        is_overdue=row.is_overdue(now),
        nip=nip.grouped(row.nip or ""),
        zone=own_zone(),
    )


def remaining(row: RequestRow, at: datetime) -> str:
    """Return how long an open request may wait yet, or since when it is overdue."""
    if not row.is_open:
        return ""
    hours = int(abs(row.due_at - at) / HOUR)
    if row.is_overdue(at):
        return str(ngettext("%(num)s hour late", "%(num)s hours late", hours))
    return str(ngettext("%(num)s hour left", "%(num)s hours left", hours))
