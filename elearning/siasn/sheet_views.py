"""Sheets: uploaded, looked at row by row, then applied as one change."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.datastructures import FileStorage

from elearning.accounts.own_time import own_today, own_zone
from elearning.accounts.policy import is_hr
from elearning.core import clock
from elearning.core.access import permitted, requires
from elearning.core.addresses import key_asked
from elearning.core.db import db, reading
from elearning.siasn import sheet_operations as operations
from elearning.siasn import sheet_queries as queries
from elearning.siasn.models import SiasnSheet
from elearning.siasn.policy import is_own_sheet
from elearning.siasn.sheet_forms import ApplyForm, UploadForm
from elearning.siasn.sheet_operations import LIST, PEOPLE, STATES, Upload
from elearning.siasn.sheet_reading import planned_rows
from elearning.siasn.sheet_words import FIELDS, NAMES, VERDICTS, VERDICTS_OF
from elearning.siasn.states import LABELS
from elearning.siasn.views import bp

UPLOAD = "/kepegawaian/siasn/lembar"
SHEET = f"{UPLOAD}/<key:sheet_id>"


@bp.get(UPLOAD)
@requires(is_hr)
def sheets() -> ResponseReturnValue:
    """Show the form that takes a sheet."""
    kind = request.args.get("isi", STATES)
    form = UploadForm(data={"isi": kind if kind in (STATES, PEOPLE, LIST) else STATES})
    form.offer(own_today().year)
    return render_template("siasn/sheets.html", form=form)


@bp.post(UPLOAD)
@requires(is_hr)
def upload() -> ResponseReturnValue:
    """Read a sheet and keep what it would change; nothing else changes yet."""
    form = UploadForm()
    form.offer(own_today().year)
    if not form.validate_on_submit():
        return render_template("siasn/sheets.html", form=form), 422
    sent: FileStorage = form.berkas.data
    kind = form.isi.data
    new = Upload(kind, sent.filename or "", form.tahun.data if kind == LIST else None)
    with reading():
        as_sent = kind == STATES and bool(form.terkirim.data)
        planned = list(planned_rows(new, sent.stream, current_user.hr_paths, as_sent=as_sent))  # type: ignore[arg-type]
    sheet = operations.keep_sheet(new, planned, current_user.id, clock.now())
    db.session.commit()
    return redirect(url_for(".sheet", sheet_id=sheet.id))


@bp.get(SHEET)
@requires(is_hr)
def sheet(sheet_id: int) -> ResponseReturnValue:
    """Show what a sheet would change, by verdict."""
    return sheet_page(permitted(queries.sheet_at(sheet_id), is_own_sheet))


@bp.post(f"{SHEET}/terapkan")
@requires(is_hr)
def apply_sheet(sheet_id: int) -> ResponseReturnValue:
    """Apply a sheet as one change."""
    found = permitted(queries.sheet_at(sheet_id), is_own_sheet)
    form = ApplyForm()
    if not form.validate_on_submit():
        return sheet_page(found), 422
    changed = applied(found, form)
    db.session.commit()
    flash(ngettext("%(num)s record changed.", "%(num)s records changed.", changed), "success")
    return redirect(url_for(".sheet", sheet_id=found.id))


def applied(sheet: SiasnSheet, form: ApplyForm) -> int:
    """Apply a sheet by its kind and return how much changed."""
    now = clock.now()
    if sheet.kind == STATES:
        return operations.apply_states(sheet, now)
    if sheet.kind == PEOPLE:
        return operations.apply_people(sheet, now)
    return operations.apply_list(sheet, marks_differences=form.wants_marks(), at=now)


def sheet_page(sheet: SiasnSheet) -> str:
    """Return the page of a sheet with the rows of one verdict."""
    verdicts = [each for each in VERDICTS_OF[sheet.kind] if sheet.counts.get(each)]
    asked = request.args.get("hasil", "")
    kept = [each for each in verdicts if each not in operations.COUNTED]
    verdict = asked if asked in kept else next(iter(kept), "")
    after = key_asked("setelah")
    found = queries.rows_of(sheet.id, verdict, after, queries.PAGE + 1) if verdict else []
    shown = found[: queries.PAGE]
    more = shown[-1].number if len(found) > queries.PAGE else None
    return render_template(
        "siasn/sheet.html",
        sheet=sheet,
        form=ApplyForm(),
        verdict=verdict,
        verdicts=verdicts,
        counted=operations.COUNTED,
        words=VERDICTS,
        fields=FIELDS,
        labels=LABELS,
        rows=shown,
        changes=sum(sheet.counts.get(each, 0) for each in operations.CHANGING[sheet.kind]),
        differences=sum(sheet.counts.get(each, 0) for each in operations.DIFFERENCES),
        title=NAMES[sheet.kind],
        next_page=more and url_for(".sheet", sheet_id=sheet.id, hasil=verdict, setelah=more),
        first_page=url_for(".sheet", sheet_id=sheet.id, hasil=verdict) if after else None,
        zone=own_zone(),
    )
