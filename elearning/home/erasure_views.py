"""Holding the data of a person, and erasing those of people who have left: one proposes, one decides."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from elearning.accounts import access_log, erasures, holds
from elearning.accounts.erasures import GROUNDS, Subject, keeps_data_of
from elearning.accounts.models import Person
from elearning.accounts.noted_views import note_view_of
from elearning.accounts.own_time import own_today, own_zone
from elearning.accounts.policy import is_admin, is_overseer
from elearning.accounts.queries import overseers_of
from elearning.core import clock
from elearning.core.access import permitted, requires
from elearning.core.db import db
from elearning.home import erasure_operations as operations
from elearning.home.blueprint import bp
from elearning.home.erased_words import TABLES
from elearning.home.erasing import affected
from elearning.home.erasure_forms import ErasureDecisionForm, ErasureForm, HoldForm

QUEUE = "/kepegawaian/penghapusan-data/"
SUBJECT = f"{QUEUE}<key:person_id>"


@bp.get(QUEUE)
@requires(is_overseer)
def erasures_and_holds() -> ResponseReturnValue:
    """List what waits for a second person and whose data are held; a NIP opens a person's page."""
    asked = "".join(request.args.get("q", "").split())
    found = erasures.subject_named(asked) if asked else None
    if found is not None and keeps_data_of(current_user, found):
        return redirect(url_for(".kept_data", person_id=found.id))
    return render_template(
        "home/erasures.html",
        asked=asked,
        waiting=erasures.waiting_erasures(current_user),
        held=erasures.holds_in_force(current_user, own_today()),
        zone=own_zone(),
    )


@bp.get(SUBJECT)
@requires(is_overseer)
def kept_data(person_id: int) -> ResponseReturnValue:
    """Show whether somebody's data are held, and what an erasure would do; the person can see who looked."""
    subject = subject_of(person_id)
    if subject.erased_at is None:
        note_view_of(subject.id, access_log.RECORD)
    return subject_page(subject)


@bp.post(f"{SUBJECT}/penahanan")
@requires(is_overseer)
def place_hold(person_id: int) -> ResponseReturnValue:
    """Hold somebody's data for a case."""
    subject, form = subject_of(person_id), HoldForm()
    if not form.validate_on_submit():
        return subject_page(subject, hold_form=form), 422
    holds.place(
        subject.id,
        form.alasan.data or "",
        until=form.sampai.data,
        is_shown=not form.rahasia.data,
        by_id=current_user.id,
        on=own_today(),
        at=clock.now(),
    )
    return done(subject, _("Held. Nothing of these data is erased or removed by age meanwhile."))


@bp.post(f"{SUBJECT}/penahanan/cabut")
@requires(is_overseer)
def lift_hold(person_id: int) -> ResponseReturnValue:
    """End the hold on somebody's data."""
    subject = subject_of(person_id)
    hold = holds.hold_of(subject.id, own_today())
    if hold is not None:
        holds.lift(hold, current_user.id, clock.now())
    return done(subject, _("The hold has ended. Retention goes on as usual."))


@bp.post(f"{SUBJECT}/usulan")
@requires(is_admin)
def propose_erasure(person_id: int) -> ResponseReturnValue:
    """Propose to erase the data of somebody who has left."""
    subject, form = subject_of(person_id), ErasureForm()
    if not form.validate_on_submit():
        return subject_page(subject, erasure_form=form), 422
    operations.propose(
        db.session.get_one(Person, subject.id),
        form.dasar.data,
        form.surat.data or "",
        overseers_of(subject.unit_path, current_user.id, subject.id),
        by_id=current_user.id,
        on=own_today(),
        at=clock.now(),
    )
    return done(subject, _("Proposed. Another officer or the administrator decides."))


@bp.post(f"{SUBJECT}/putusan")
@requires(is_overseer)
def decide_erasure(person_id: int) -> ResponseReturnValue:
    """Erase for good, or leave everything as it is."""
    subject, form = subject_of(person_id), ErasureDecisionForm()
    proposal, word = erasures.newest_proposal(subject.id), request.form.get("keputusan")
    if proposal is None or word not in ("hapus", "tolak"):
        abort(400)
    operations.require_same(proposal.id, request.form.get("usulan", type=int))
    is_refused = word == "tolak"
    if not form.validate_on_submit() or (is_refused and form.needs_reason()):
        return subject_page(subject, decision_form=form), 422
    by, now = {"by_id": current_user.id}, clock.now()
    if is_refused:
        operations.refuse(proposal.id, form.jawaban.data or "", **by, at=now)
    else:
        operations.approve(proposal.id, **by, on=own_today(), at=now)
    db.session.commit()
    flash(_("The proposal was refused.") if is_refused else _("The data were erased."), "success")
    return redirect(url_for(".erasures_and_holds"))


def done(subject: Subject, sentence: str) -> ResponseReturnValue:
    """Commit, say what was done and show the person's page again."""
    db.session.commit()
    flash(sentence, "success")
    return redirect(url_for(".kept_data", person_id=subject.id))


def subject_of(person_id: int) -> Subject:
    """Return somebody whose data the officer may hold, 404 else."""
    return permitted(erasures.subject_at(person_id), keeps_data_of)


def subject_page(subject: Subject, **forms: Any) -> str:
    """Return the page of one person; forms that were sent show what is wrong with them."""
    proposal = erasures.newest_proposal(subject.id)
    is_waiting = proposal is not None and proposal.state == erasures.PROPOSED
    return render_template(
        "home/kept_data.html",
        subject=subject,
        hold=holds.hold_of(subject.id, own_today()),
        hold_form=forms.get("hold_form") or HoldForm(formdata=None),
        proposal=proposal,
        is_waiting=is_waiting,
        is_own=is_waiting and proposal is not None and proposal.proposed_by_id == current_user.id,
        ground=GROUNDS[proposal.ground] if proposal else "",
        erasure_form=forms.get("erasure_form") or ErasureForm(formdata=None),
        decision_form=forms.get("decision_form") or ErasureDecisionForm(formdata=None),
        proposes=is_admin(current_user),
        rows=[(TABLES[name], count) for name, count in affected(subject.id).items()]
        if subject.erased_at is None
        else [],
        zone=own_zone(),
    )
