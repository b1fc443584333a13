"""What HR decides: the queue of proposed training, and one proposal beside its certificate."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from elearning.accounts import nip
from elearning.accounts.policy import is_hr
from elearning.core import clock
from elearning.core.access import permitted, requires
from elearning.core.addresses import key_asked
from elearning.core.db import db, reading, retrying, writing
from elearning.core.settings import current_settings
from elearning.development import proposal_operations as operations
from elearning.development import proposal_queries as queries
from elearning.development.conversion import GROUNDS, rules_of
from elearning.development.models import SUBMITTED
from elearning.development.policy import can_decide_on
from elearning.development.proposal_forms import APPROVE, GIVE_BACK, DecisionForm
from elearning.development.proposal_queries import ProposalRow
from elearning.development.proposal_words import WORDS, worth_of
from elearning.development.views import bp, waited
from elearning.records.activity_types import ACTIVITY_TYPES

DECISION = "/kepegawaian/usulan/<key:proposal_id>"


@bp.get("/kepegawaian/usulan/")
@requires(is_hr)
def proposals() -> ResponseReturnValue:
    """List what waits for the officer, the oldest first."""
    after = key_asked("setelah")
    found = queries.waiting_proposals(current_user, after)
    shown, now = found[: queries.PAGE], clock.now()
    more = shown[-1].id if len(found) > queries.PAGE else None
    return render_template(
        "development/proposals.html",
        lines=[(row, waited(row.submitted_at, now)) for row in shown],
        next_page=more and url_for(".proposals", setelah=more),
        first_page=url_for(".proposals") if after else None,
    )


@bp.get(DECISION)
@requires(is_hr)
def decision(proposal_id: int) -> ResponseReturnValue:
    """Show a proposal beside its certificate; every opening is noted."""
    with reading():
        row = permitted(queries.proposal_at(proposal_id), can_decide_on)
    with writing():
        retrying(lambda: note_opening(row))
    return decision_page(row, DecisionForm(data={"edisi": row.edition}))


@bp.post(DECISION)
@requires(is_hr)
def decide(proposal_id: int) -> ResponseReturnValue:
    """Approve, give back or reject a proposal, and go on to the next."""
    row = permitted(queries.proposal_at(proposal_id), can_decide_on)
    form = DecisionForm()
    if not form.validate_on_submit():
        return decision_page(row, form), 422
    carry_out(row, form)
    db.session.commit()
    flash(_("Decided. The person has been told."), "success")
    return redirect(url_for(".proposals"))


def carry_out(row: ProposalRow, form: DecisionForm) -> None:
    """Do what the pressed button says."""
    officer, edition, now = current_user.id, form.edisi.data or 0, clock.now()
    reason = form.alasan.data or ""
    if form.keputusan.data == APPROVE:
        operations.approve(row, officer, edition, now)
    elif form.keputusan.data == GIVE_BACK:
        operations.give_back(row, officer, edition, reason, now)
    else:
        operations.reject(row, officer, edition, reason, now)


def note_opening(row: ProposalRow) -> None:
    """Note in a short transaction of its own that the officer reads of a person."""
    operations.note_opening(row, current_user.id, clock.now())
    db.session.commit()


def decision_page(row: ProposalRow, form: DecisionForm) -> str:
    """Return the page of a proposal for who decides."""
    rules = rules_of(current_settings().jp_conversion)
    return render_template(
        "development/decision.html",
        row=row,
        form=form,
        is_open=row.state == SUBMITTED,
        activity=ACTIVITY_TYPES[row.activity_type].name,
        rule=worth_of(rules.get(row.activity_type)),
        ground=WORDS.get(GROUNDS.get(row.activity_type, ""), ""),
        alike=queries.alike_to(row.person_id, row, row.id) if row.state == SUBMITTED else [],
        done=queries.steps_of(row.id),
        waited=waited(row.submitted_at, clock.now()),
        nip=nip.grouped(row.nip or ""),
    )
