"""The desk of SIASN: what was sent, what came back, what is to be done, and one record."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from elearning.accounts.own_time import own_today, own_zone
from elearning.accounts.policy import is_hr
from elearning.core import audit, clock
from elearning.core.access import permitted, requires
from elearning.core.addresses import key_asked
from elearning.core.db import db
from elearning.siasn import queries, rejections
from elearning.siasn.forms import DeskForm, StateForm
from elearning.siasn.policy import can_handle
from elearning.siasn.queries import Line
from elearning.siasn.records import Source, state_that
from elearning.siasn.states import DELETED, LABELS, REJECTED, TO_DELETE, WAYS, WORDS

bp = Blueprint("siasn", __name__)

RECORD = "/kepegawaian/siasn/catatan/<key:completion_id>"


@bp.get("/kepegawaian/siasn/")
@requires(is_hr)
def desk() -> ResponseReturnValue:
    """Show how many records are in each state, and those that ask for something."""
    form = DeskForm(request.args)
    form.offer(own_today().year)
    if not form.validate():
        abort(404)
    wanted = form.wanted(current_user.hr_paths)
    found, counted = queries.lines(wanted, key_asked("sebelum")), queries.counts(wanted)
    waiting = queries.waiting_count(wanted.paths, wanted.year)
    shown = found[: queries.PAGE]
    more = shown[-1].id if len(found) > queries.PAGE else None
    chosen = {"tahun": form.tahun.data, "cari": form.cari.data or None}
    return render_template(
        "siasn/desk.html",
        form=form,
        lines=shown,
        counts=counted,
        todo="99+" if waiting == queries.MOST_WAITING else waiting,
        states=[
            state
            for state in WORDS
            if counted is None or counted.get(state) or state == wanted.state
        ],
        labels=LABELS,
        state=wanted.state,
        chosen=chosen,
        next_page=more and url_for(".desk", **chosen, status=wanted.state or None, sebelum=more),
        is_first=not key_asked("sebelum"),
    )


@bp.get(RECORD)
@requires(is_hr)
def record(completion_id: int) -> ResponseReturnValue:
    """Show one record with everything that is known of it at SIASN."""
    line = permitted(queries.line_at(completion_id, current_user.hr_paths), can_handle)
    is_revoked = line.state in (TO_DELETE, DELETED)
    form = StateForm(data={"status": line.state, "id_siasn": line.siasn_id, "catatan": line.note})
    form.offer(is_revoked=is_revoked)
    return record_page(line, form)


@bp.post(RECORD)
@requires(is_hr)
def state_record(completion_id: int) -> ResponseReturnValue:
    """State by hand what became of a record."""
    line = permitted(queries.line_at(completion_id, current_user.hr_paths), can_handle)
    form = StateForm()
    form.offer(is_revoked=line.state in (TO_DELETE, DELETED))
    if not form.validate_on_submit():
        return record_page(line, form), 422
    now, stated = clock.now(), form.stated()
    source = Source("mark", now, current_user.id)
    if state_that(line.id, stated, source):
        rejections.tell_of([line.id] if stated.state == REJECTED else [], source)
        facts = {"before": line.state, "state": stated.state}
        audit.record(
            "siasn.stated", f"completion:{line.id}", now, actor_id=current_user.id, **facts
        )
    db.session.commit()
    flash(_("Noted. The person sees it in the history."), "success")
    return redirect(url_for(".record", completion_id=line.id))


def record_page(line: Line, form: StateForm) -> str:
    """Return the page of a record."""
    return render_template(
        "siasn/record.html",
        line=line,
        form=form,
        is_statable=line.reversed_at is None or line.state in (TO_DELETE, DELETED),
        steps=queries.steps_of(line.id),
        labels=LABELS,
        ways=WAYS,
        zone=own_zone(),
    )
