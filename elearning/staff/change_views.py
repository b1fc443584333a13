"""A checked roster: who is closed, the change itself, its undoing, its problems as a sheet."""

import tempfile
from collections.abc import Iterable
from pathlib import Path

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from elearning.accounts.own_time import own_today
from elearning.accounts.policy import is_overseer
from elearning.core import clock
from elearning.core.access import permitted, requires
from elearning.core.addresses import key_in, keys_in
from elearning.core.attachments import attachment
from elearning.core.db import db, reading
from elearning.core.tables import Column, write_xlsx
from elearning.staff import operations, queries, work
from elearning.staff.applying import apply
from elearning.staff.blueprint import bp
from elearning.staff.forms import ReasonForm
from elearning.staff.models import CHANGED, MISSING, MOVED, NEW, RosterChange
from elearning.staff.officers import officer_at
from elearning.staff.policy import can_handle
from elearning.staff.undoing import undo
from elearning.staff.views import begin_job, plan_page

#: Lines that are changed at once, more by the worker.
FEW = 1_000


def own_change(key: int) -> RosterChange:
    """Return a roster of a unit that the officer oversees."""
    return permitted(queries.change_at(key), can_handle).change


def is_large(change: RosterChange, more: int = 0) -> bool:
    """Whether a page would take too long for a roster."""
    lines: int = sum(change.counts.get(name, 0) for name in (NEW, CHANGED, MOVED))
    return lines + more > FEW


@bp.post("/impor/<key:key>/tidak-ada")
@requires(is_overseer)
def choose_missing(key: int) -> ResponseReturnValue:
    """Note who of the missing people on a page is closed."""
    found, form = permitted(queries.change_at(key), can_handle), ReasonForm()
    listed, ticked = keys_in(request.form, "baris"), keys_in(request.form, "pilih")
    if ticked and not form.validate_on_submit():
        return plan_page(found, form, ticked), 422
    operations.choose_missing(found.change, listed, ticked, form.alasan.data or "")
    db.session.commit()
    flash(_("Noted. The accounts are closed when the roster is applied."), "success")
    after = key_in(request.form, "setelah")
    return redirect(url_for(".roster", key=key, tampil=MISSING, setelah=after or None))


@bp.get("/impor/<key:key>/tidak-ada/semua")
@requires(is_overseer)
def ask_all_missing(key: int) -> ResponseReturnValue:
    """Ask before everybody missing is closed."""
    return all_missing_page(own_change(key), ReasonForm())


def all_missing_page(change: RosterChange, form: ReasonForm) -> str:
    """Return the question."""
    return render_template("staff/all_missing.html", change=change, form=form)


@bp.post("/impor/<key:key>/tidak-ada/semua")
@requires(is_overseer)
def choose_all_missing(key: int) -> ResponseReturnValue:
    """Note that everybody missing is closed."""
    change, form = own_change(key), ReasonForm()
    if not form.validate_on_submit():
        return all_missing_page(change, form), 422
    operations.choose_all_missing(change, form.alasan.data or "")
    db.session.commit()
    flash(_("Noted. The accounts are closed when the roster is applied."), "success")
    return redirect(url_for(".roster", key=key, tampil=MISSING))


@bp.post("/impor/<key:key>/terapkan")
@requires(is_overseer)
def apply_roster(key: int) -> ResponseReturnValue:
    """Apply a checked roster as one change."""
    change = own_change(key)
    if is_large(change, queries.chosen_count(key)):
        job = begin_job(work.APPLY, _("Applying %(name)s", name=change.filename), key)
        db.session.commit()
        return redirect(url_for("jobs.job", job_key=job.id))
    apply(change, officer_at(current_user.id), clock.now(), own_today())
    digest = operations.let_file_go(change)
    db.session.commit()
    operations.remove_file(digest, clock.now())
    flash(work.applied_sentence(change), "success")
    return redirect(url_for(".roster", key=key))


@bp.get("/impor/<key:key>/urungkan")
@requires(is_overseer)
def ask_undo(key: int) -> ResponseReturnValue:
    """Ask before a roster is taken back."""
    return render_template("staff/undo.html", change=own_change(key))


@bp.post("/impor/<key:key>/urungkan")
@requires(is_overseer)
def undo_roster(key: int) -> ResponseReturnValue:
    """Take a roster back."""
    change = own_change(key)
    if is_large(change):
        job = begin_job(work.UNDO, _("Undoing %(name)s", name=change.filename), key)
        db.session.commit()
        return redirect(url_for("jobs.job", job_key=job.id))
    undo(change, officer_at(current_user.id), clock.now())
    db.session.commit()
    return redirect(url_for(".roster", key=key))


@bp.get("/impor/<key:key>/masalah.xlsx")
@requires(is_overseer)
def problems(key: int) -> ResponseReturnValue:
    """Send everything that is wrong with a roster as a sheet."""
    with reading():
        change = own_change(key)
        levels = {"error": _("Error"), "warning": _("Note")}
        found = queries.every_problem(change.id)
        content = sheet_of([p.line, p.column, p.message, levels[p.level]] for p in found)
    mimetype = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return attachment(content, "masalah-impor.xlsx", mimetype)


def sheet_of(rows: Iterable[list[object]]) -> bytes:
    """Return a workbook of problems."""
    columns = (
        Column(_("Row"), "int", 8),
        Column(_("Column"), "text", 24),
        Column(_("Problem"), "text", 90),
        Column(_("Level"), "text", 12),
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "masalah.xlsx"
        write_xlsx(rows, columns, path, _("Problems"))
        return path.read_bytes()
