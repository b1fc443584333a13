"""Corrections of histories: proposed by one person, decided by another."""

from datetime import date
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_login import current_user

from elearning.accounts import access_log
from elearning.accounts.models import Person
from elearning.accounts.noted_views import note_view_of
from elearning.accounts.own_time import own_zone
from elearning.accounts.policy import is_hr, is_overseer
from elearning.accounts.queries import overseers_of
from elearning.core import clock
from elearning.core.access import permitted, requires
from elearning.core.addresses import key_asked
from elearning.core.db import db
from elearning.core.languages import short_date
from elearning.core.settings import current_settings
from elearning.learning.completion.correcting import approve
from elearning.learning.completion.notices import correction_waits
from elearning.records.corrections import (
    REPLACE,
    REVOKE,
    propose_replacement,
    propose_revocation,
    refuse,
    require_open,
    require_uninvolved,
)
from elearning.records.external import DAYS
from elearning.records.models import Correction, HistoryEntry
from elearning.records.reversing import REASONS
from elearning.reports.blueprint import bp
from elearning.reports.corrections import queries
from elearning.reports.corrections.forms import (
    CertificateForm,
    DecisionForm,
    RevocationForm,
    TrainingForm,
)
from elearning.reports.corrections.policy import can_correct
from elearning.reports.corrections.queries import DECIDED, WAITING, Entry, Proposal
from elearning.reports.desks import desks_of

CORRECTIONS = "/kepegawaian/koreksi"
#: Words of what a correction may change; the path of a unit is nobody's reading.
LABELS = {
    "full_name": lazy_gettext("Full name with titles"),
    "nip": lazy_gettext("NIP"),
    "rank": lazy_gettext("Rank"),
    "position": lazy_gettext("Position"),
    "unit": lazy_gettext("Work unit"),
    "department": lazy_gettext("Perangkat Daerah"),
    "agency": lazy_gettext("Agency"),
    "course_title": lazy_gettext("Training"),
    "title": lazy_gettext("Training"),
    "organiser": lazy_gettext("Organiser"),
    "certificate_number": lazy_gettext("Certificate number"),
    "started_on": lazy_gettext("First day"),
    "completed_on": lazy_gettext("Last day"),
    "jp": lazy_gettext("Learning hours (JP)"),
}


@bp.get(f"{CORRECTIONS}/")
@requires(is_overseer)
def corrections() -> ResponseReturnValue:
    """List the proposals that wait, or those that were decided."""
    state = DECIDED if request.args.get("keadaan") == DECIDED else WAITING
    after = key_asked("setelah")
    found = queries.proposals(current_user, state, after)
    shown = found[: queries.PAGE]
    more = shown[-1].id if len(found) > queries.PAGE else None
    return render_template(
        "reports/corrections.html",
        state=state,
        proposals=shown,
        desks=[]
        if is_hr(current_user)
        else desks_of(current_user, current_settings(), clock.now()),
        next_page=more and url_for(".corrections", keadaan=state, setelah=more),
        first_page=url_for(".corrections", keadaan=state) if after else None,
        zone=own_zone(),
    )


@bp.get(f"{CORRECTIONS}/ganti/<key:entry_id>")
@requires(is_overseer)
def replacement(entry_id: int) -> ResponseReturnValue:
    """Ask for the right data of an entry; `isi=sekarang` fills in those of today."""
    entry = entry_to_correct(entry_id)
    old, now = queries.recorded(entry), now_of(entry)
    filled = old | (now if request.args.get("isi") == "sekarang" else {})
    return replacement_page(entry, replacement_form(entry, old, now, data=filled))


@bp.post(f"{CORRECTIONS}/ganti/<key:entry_id>")
@requires(is_overseer)
def propose_new_data(entry_id: int) -> ResponseReturnValue:
    """Propose other data for an entry."""
    entry = entry_to_correct(entry_id)
    old, now = queries.recorded(entry), now_of(entry)
    form = replacement_form(entry, old, now)
    if not form.validate_on_submit():
        return replacement_page(entry, form), 422
    note, held = form.catatan.data or "", db.session.get_one(HistoryEntry, entry.id)
    made = propose_replacement(held, form.changes(old, now), note, acting(), clock.now())
    return proposed(made, entry)


@bp.get(f"{CORRECTIONS}/cabut/<key:entry_id>")
@requires(is_overseer)
def revocation(entry_id: int) -> ResponseReturnValue:
    """Ask why an entry should count no more."""
    return revocation_page(entry_to_correct(entry_id, REVOKE), RevocationForm())


@bp.post(f"{CORRECTIONS}/cabut/<key:entry_id>")
@requires(is_overseer)
def propose_to_revoke(entry_id: int) -> ResponseReturnValue:
    """Propose that an entry counts no more."""
    entry, form = entry_to_correct(entry_id, REVOKE), RevocationForm()
    if not form.validate_on_submit():
        return revocation_page(entry, form), 422
    held, note = db.session.get_one(HistoryEntry, entry.id), form.catatan.data or ""
    made = propose_revocation(held, form.alasan.data, note, acting(), clock.now())
    return proposed(made, entry)


@bp.get(f"{CORRECTIONS}/<key:correction_id>")
@requires(is_overseer)
def correction(correction_id: int) -> ResponseReturnValue:
    """Show one proposal, and ask the second person to decide."""
    found = permitted(queries.proposal_at(correction_id), can_correct)
    note_view_of(found.entry.person_id, access_log.RECORD)
    return correction_page(found, DecisionForm())


@bp.post(f"{CORRECTIONS}/<key:correction_id>")
@requires(is_overseer)
def decide_correction(correction_id: int) -> ResponseReturnValue:
    """Approve a proposal and carry it out, or refuse it."""
    found, form = permitted(queries.proposal_at(correction_id), can_correct), DecisionForm()
    deed = {"setujui": approve, "tolak": refuse}.get(request.form.get("keputusan", ""))
    if deed is None:
        abort(400)
    if not form.validate_on_submit() or (deed is refuse and form.needs_reason()):
        return correction_page(found, form), 422
    deed(found.id, form.jawaban.data or "", acting(), clock.now())
    db.session.commit()
    flash(
        _("The correction was carried out.") if deed is approve else _("The proposal was refused.")
    )
    return redirect(url_for(".correction", correction_id=found.id))


def entry_to_correct(entry_id: int, action: str = REPLACE) -> Entry:
    """Return an entry that the person may correct and that still counts, or may count again."""
    entry = permitted(queries.entry_at(entry_id), can_correct)
    held = db.session.get_one(HistoryEntry, entry.id)
    require_open(held, action)
    require_uninvolved(acting(), held)
    note_view_of(entry.person_id, access_log.RECORD)
    return entry


def now_of(entry: Entry) -> dict[str, str]:
    """Return the person's data of today, which a certificate could print."""
    return queries.data_now(entry) if entry.completion_id else {}


def acting() -> Person:
    """Return who does it."""
    return db.session.get_one(Person, current_user.id)


def proposed(made: Correction, entry: Entry) -> ResponseReturnValue:
    """Keep a proposal, tell who decides, and show it."""
    others = overseers_of(entry.unit_path, current_user.id, entry.person_id)
    correction_waits(others, made.id, clock.now())
    db.session.commit()
    flash(_("Proposed. Another officer or the administrator decides."), "success")
    return redirect(url_for(".correction", correction_id=made.id))


def replacement_form(
    entry: Entry, old: dict[str, Any], now: dict[str, str], **values: Any
) -> CertificateForm | TrainingForm:
    """Return the form that fits an entry."""
    if entry.completion_id is None:
        return TrainingForm(**values)
    form = CertificateForm(**values)
    form.offer(old, now)
    return form


def replacement_page(entry: Entry, form: CertificateForm | TrainingForm) -> str:
    """Return the page that asks for the right data."""
    return render_template("reports/replacement.html", entry=entry, form=form)


def revocation_page(entry: Entry, form: RevocationForm) -> str:
    """Return the page that asks for the reason of a revocation."""
    return render_template("reports/revocation.html", entry=entry, form=form)


def correction_page(found: Proposal, form: DecisionForm) -> str:
    """Return the page of one proposal."""
    old = queries.recorded(found.entry)
    return render_template(
        "reports/correction.html",
        found=found,
        form=form,
        reason=REASONS[found.reason],
        differences=[
            (LABELS[name], shown(name, old[name]), shown(name, value))
            for name, value in found.changes.items()
            if name in LABELS
        ],
        is_own=found.proposed_by_id == current_user.id,
        zone=own_zone(),
    )


def shown(name: str, value: object) -> str:
    """Return a value as people read it."""
    if name in DAYS:
        return short_date(value if isinstance(value, date) else date.fromisoformat(str(value)))
    return str(value)
