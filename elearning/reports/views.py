"""The HR office's pages: people and their JP, one person's record, exports."""

from datetime import date
from typing import Any

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from elearning.accounts import nip
from elearning.accounts.policy import is_hr
from elearning.accounts.standings import STANDINGS
from elearning.core import clock
from elearning.core.access import permitted, requires
from elearning.core.db import db, reading, retrying, writing
from elearning.core.languages import local_time
from elearning.core.settings import current_settings
from elearning.development.queries import history_by_year
from elearning.learning.queries import in_progress
from elearning.learning.tiles import progress_in
from elearning.reports import export_queries, exporting, operations, queries
from elearning.reports.desks import desks_of
from elearning.reports.export_queries import Wanted
from elearning.reports.exporting import FORMATS, Layout
from elearning.reports.forms import ExportForm, PeopleForm
from elearning.reports.policy import can_see
from elearning.reports.targets import jp_state

bp = Blueprint("reports", __name__)
bp.add_app_template_filter(nip.grouped, "nip")
bp.add_app_template_filter(local_time)

MOST_COURSES = 50
#: The largest key that a database holds.
MOST_KEY = 2**63 - 1


@bp.get("/kepegawaian/")
@requires(is_hr)
def people() -> ResponseReturnValue:
    """List the people of one's subtree with their JP of the year."""
    settings, paths = current_settings(), current_user.hr_paths
    form = PeopleForm(request.args)
    form.offer(queries.unit_choices(paths), today().year, settings.jp_target)
    if not form.validate():
        abort(404)
    wanted = form.wanted(paths, settings.jp_target)
    found = queries.people_page(wanted, place())
    lines = found[: queries.PAGE]
    more = {"setelah": lines[-1].id} if len(found) > queries.PAGE else None
    return render_template(
        "reports/people.html",
        form=form,
        lines=lines,
        departments=queries.departments_of(line.unit_path for line in lines),
        figures=queries.figures(wanted, settings.learning_standings.split(",")),
        jp_state=jp_state,
        settings=settings,
        desks=desks_of(current_user, settings, clock.now()),
        next_page=more and address_with(more),
        first_page=address_with({}) if "setelah" in request.args else None,
        is_filtered=any(request.args.get(name) for name in ("cari", "unit", "status", "jp")),
    )


@bp.get(f"/kepegawaian/pegawai/<int(max={MOST_KEY}):key>")
@requires(is_hr)
def person(key: int) -> ResponseReturnValue:
    """Show one person's record; every opening is noted in the audit log."""
    with reading():
        record = permitted(queries.record_of(key), can_see)
    with writing():
        retrying(lambda: note_opening(record.id))
    settings = current_settings()
    courses = in_progress(record.id, MOST_COURSES)
    years = history_by_year(record.id)
    jp = next((year.jp for year in years if year.year == today().year), 0)
    return render_template(
        "reports/person.html",
        record=record,
        units=queries.units_on(record.unit_path),
        standing=STANDINGS.get(record.legal_standing, record.legal_standing),
        periods=queries.periods_of(record.id),
        years=years,
        state=jp_state(record.status, record.legal_standing, jp, settings),
        this_year=today().year,
        courses=[(course, progress_in(course)) for course in courses],
    )


def note_opening(person_id: int) -> None:
    """Note in a short transaction of its own that the officer opens a record."""
    operations.note_opening(current_user.id, person_id, clock.now())
    db.session.commit()


@bp.get("/kepegawaian/ekspor")
@requires(is_hr)
def export() -> ResponseReturnValue:
    """Show the form of an export and the exports made before."""
    return export_page(export_form(request.args or None))


@bp.post("/kepegawaian/ekspor")
@requires(is_hr)
def make_export() -> ResponseReturnValue:
    """Send the chosen completions as a file; it is logged before its first byte."""
    form = export_form(request.form)
    layout = form.layout(request.form.get("format", ""))
    if not form.validate_on_submit() or layout is None:
        return export_page(form), 422
    wanted = form.wanted(current_user.hr_paths)
    if not export_queries.any_of(wanted):
        flash(_("No completed training fits this choice. Choose another year or unit."), "info")
        return redirect(url_for(".export", **filter_of(form)))
    log_id = begin_export(form, wanted, layout)
    db.session.commit()
    return download(log_id, wanted, layout, f"riwayat-kursus-{form.year or 'semua'}")


def begin_export(form: ExportForm, wanted: Wanted, layout: Layout) -> int:
    """Log who exports what, before anything leaves."""
    unit_id = queries.unit_at(wanted.paths)
    details = {"period": form.periode.data, "course_id": wanted.course_id}
    log = operations.begin_export(
        current_user.id, unit_id, wanted.year, layout.format, clock.now(), **details
    )
    return log.id


def download(log_id: int, wanted: Wanted, layout: Layout, name: str) -> ResponseReturnValue:
    """Send a file: a workbook when it is written, CSV and JSON lines while they are read."""
    rows = exporting.rows_for(db.engine, wanted)
    finish = exporting.finishing(current_app._get_current_object(), log_id)  # type: ignore[attr-defined]
    suffix, mimetype = FORMATS[layout.format]
    if layout.format == "xlsx":
        file, tally = exporting.temporary_file(rows, layout)
        finish(tally)
        chunks = exporting.read_to_end(file)
    else:
        chunks = exporting.streamed(rows, layout, finish)
    response = current_app.response_class(chunks, mimetype=mimetype)
    response.headers.set("Content-Disposition", "attachment", filename=name + suffix)
    return response


def export_form(values: MultiDict[str, str] | None) -> ExportForm:
    """Return the form with what the officer can choose from."""
    form = ExportForm(values, data={"tahun": str(today().year)})
    form.offer(
        queries.unit_choices(current_user.hr_paths), today().year, export_queries.courses_offered()
    )
    return form


def export_page(form: ExportForm) -> str:
    """Return the page of exports."""
    exports = export_queries.past_exports(current_user)
    return render_template("reports/export.html", form=form, exports=exports, zone=zone_name())


def filter_of(form: ExportForm) -> dict[str, Any]:
    """Return what was chosen, for an address that shows it again."""
    names = ("unit", "tahun", "periode", "pelatihan", "pemisah")
    return {name: form[name].data for name in names if form[name].data}


def place() -> int | None:
    """Return the person after whom the list goes on; None when the address names nobody."""
    key = request.args.get("setelah", 0, int)
    return key if 0 < key <= MOST_KEY else None


def address_with(more: dict[str, int]) -> str:
    """Return this list's address with the same filters, from another place on."""
    kept: dict[str, Any] = {
        name: value for name, value in request.args.items() if value and name != "setelah"
    }
    return url_for(".people", **(kept | more))


def zone_name() -> str:
    """Return the zone of the officer's agency."""
    return current_user.timezone or current_settings().timezone


def today() -> date:
    """Return the day in the officer's zone."""
    return clock.local_date(clock.now(), zone_name())
