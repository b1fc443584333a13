"""Exports of completed courses: chosen on one page, sent at once or made in the background."""

from datetime import date

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from elearning.accounts.own_time import own_today, own_zone
from elearning.accounts.policy import is_hr
from elearning.accounts.unit_choices import unit_choices
from elearning.core import clock
from elearning.core.access import requires
from elearning.core.addresses import key_in
from elearning.core.attachments import attachment
from elearning.core.db import db
from elearning.records.models import ExportLog
from elearning.reports.blueprint import bp
from elearning.reports.exports import exporting, log_queries, operations, queries
from elearning.reports.exports.choices import BY_JOB, ZIP, Choice
from elearning.reports.exports.forms import ExportForm, values_of
from elearning.reports.exports.keeping import base_name
from elearning.reports.exports.layouts import FORMATS
from elearning.reports.exports.log_queries import unit_at
from elearning.reports.exports.queries import Wanted
from elearning.reports.forms import all_offered

#: Rows that a workbook has at most when somebody waits for it.
AT_ONCE = 50_000
#: The format of somebody who knows that SIASN will not take every row.
KNOWING = "siasn-lanjut"
#: The button that keeps the choice rather than making a file.
KEEPING = "simpan"
MEANT = {KNOWING: "siasn", KEEPING: "xlsx"}
#: People without a pnsOrangId who are named.
NAMED = 20
#: Past exports below the form.
SHOWN = 5


@bp.get("/kepegawaian/ekspor")
@requires(is_hr)
def export() -> ResponseReturnValue:
    """Show the form of an export and the last exports."""
    form = export_form(request.args or None)
    return export_page(form) if all_offered(form) else abort(404)


@bp.post("/kepegawaian/ekspor")
@requires(is_hr)
def make_export() -> ResponseReturnValue:
    """Send the chosen completions as a file, or let the worker make it; it is logged first."""
    form = export_form(request.form)
    asked = request.form.get("format", "")
    is_sound = form.validate_on_submit()  # first: a choice is made of what is offered only
    choice = form.choice(MEANT.get(asked, asked)) if is_sound else None
    if choice is None:
        return export_page(form), 422
    if asked == KEEPING:
        return redirect(url_for("reports.new_saved_export", **values_of(choice)))
    wanted = choice.wanted(form.paths(current_user.hr_paths), own_today())
    if not has_rows(choice, wanted):
        return nothing_found(choice)
    if asked == "siasn" and queries.lacking_siasn_person(wanted):
        return export_page(form, wanted)
    log = begin(choice, wanted)
    if is_long(choice, wanted):
        return started(log, title_of(choice, own_today()), queries.count(wanted))
    db.session.commit()
    return download(log.id, choice, wanted)


def has_rows(choice: Choice, wanted: Wanted) -> bool:
    """Whether there is anything that could leave."""
    asked = queries.any_certificate if choice.format == ZIP else queries.any_of
    return asked(wanted)


def nothing_found(choice: Choice) -> ResponseReturnValue:
    """Say that nothing fits, beside the form as it was."""
    if choice.format == ZIP:
        flash(_("No certificate fits this choice. Choose another year or unit."), "info")
    else:
        flash(_("No completed training fits this choice. Choose another year or unit."), "info")
    return redirect(url_for("reports.export", **values_of(choice)))


def is_long(choice: Choice, wanted: Wanted) -> bool:
    """Whether nobody should wait for it; CSV and JSON lines leave while they are read."""
    if choice.format in BY_JOB:
        return True
    return choice.format == "xlsx" and queries.has_more_than(wanted, AT_ONCE)


def begin(choice: Choice, wanted: Wanted) -> ExportLog:
    """Log who exports what, before anything leaves."""
    unit_id = unit_at(wanted.paths)
    year = choice.year_on(own_today())
    return operations.begin_export(
        current_user.id, unit_id, year, choice, wanted.paths, clock.now()
    )


def started(log: ExportLog, title: str, total: int | None) -> ResponseReturnValue:
    """Let the worker make the files, and show how far it is."""
    operations.start_job(log, title, total, clock.now())
    db.session.commit()
    return redirect(url_for("reports.past_export", export_id=log.id))


def title_of(choice: Choice, today: date) -> str:
    """Return what an export is called: `Sertifikat (ZIP) 2026, Dinas Kesehatan`."""
    year = choice.year_on(today)
    kind = _("Certificates (ZIP)") if choice.format == ZIP else _("Training records")
    return ", ".join(filter(None, [f"{kind} {year}" if year else kind, choice.unit]))


def download(log_id: int, choice: Choice, wanted: Wanted) -> ResponseReturnValue:
    """Send a file: a workbook when it is written, CSV and JSON lines while they are read."""
    layout, rows = choice.layout, exporting.rows_for(db.engine, wanted)
    finish = exporting.finishing(current_app._get_current_object(), log_id)  # type: ignore[attr-defined]
    suffix, mimetype = FORMATS[layout.format]
    if layout.format == "xlsx":
        file, tally = exporting.temporary_file(rows, layout)
        finish(tally)
        chunks = exporting.read_to_end(file)
    else:
        chunks = exporting.streamed(rows, layout, finish)
    fixed = choice._replace(year=str(wanted.year or ""))
    return attachment(chunks, base_name(fixed) + suffix, mimetype)


def export_form(values: MultiDict[str, str] | None) -> ExportForm:
    """Return the form with what the officer can choose from."""
    form = ExportForm(values)
    form.offer(
        unit_choices(current_user.hr_paths, key_in(values, "unit")),
        own_today().year,
        queries.courses_offered(),
    )
    return form


def export_page(form: ExportForm, lacking: Wanted | None = None) -> str:
    """Return the page of exports, first with who lacks a pnsOrangId in what is to leave."""
    names = queries.lacking_names(lacking, NAMED) if lacking else []
    exports = log_queries.past_exports(current_user, limit=SHOWN)
    return render_template(
        "reports/export.html",
        form=form,
        lacking=queries.lacking_siasn_person(lacking) if lacking else 0,
        lacking_names=names,
        exports=exports[:SHOWN],
        zone=own_zone(),
    )
