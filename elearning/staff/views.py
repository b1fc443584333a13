"""Rosters of an office: upload, columns, dry run."""

from collections.abc import Collection, Mapping

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from elearning.accounts.own_time import own_zone
from elearning.accounts.policy import is_overseer
from elearning.accounts.roster import REQUIRED
from elearning.accounts.throttling import count_try, throttle_keys
from elearning.core import clock, files, jobs
from elearning.core.access import accepts, permitted, requires
from elearning.core.addresses import key_in
from elearning.core.db import db, reading
from elearning.core.errors import Refused
from elearning.core.forms import accepted
from elearning.core.settings import current_settings
from elearning.core.tables import read_table
from elearning.staff import operations, queries, work
from elearning.staff.blueprint import bp
from elearning.staff.columns import chosen_in, fault_in
from elearning.staff.forms import ReasonForm, UploadForm
from elearning.staff.models import (
    CHECKED,
    CHECKING,
    KEPT,
    MISSING,
    OUTCOMES,
    READ,
    UNCHANGED,
    RosterChange,
)
from elearning.staff.policy import can_handle
from elearning.staff.queries import FoundChange
from elearning.staff.reading import SEARCHED, Sheet, look_at, samples_in
from elearning.staff.showing import COLUMN_LABELS, shown

#: Bytes that an upload may have with its form, whatever the setting says.
LARGEST = 33 << 20
#: A file of so many bytes is compared at once, a larger one by the worker.
SMALL = 200 << 10
#: Uploads of a person in a quarter of an hour.
MOST_UPLOADS = 60
#: Whatever is refused while a file is read is told at the field of the file.
AT_FILE = {"": "berkas"}
#: What the page of a dry run can show.
LISTS = {
    **{name: name for name in OUTCOMES if name != UNCHANGED},
    "error": "error",
    "warning": "warning",
    KEPT: KEPT,
}


@bp.get("/impor")
@requires(is_overseer)
def rosters() -> ResponseReturnValue:
    """Show the form of a new roster and the latest ones."""
    return rosters_page(offered(UploadForm()))


def rosters_page(form: UploadForm) -> str:
    """Return the page of rosters."""
    return render_template(
        "staff/rosters.html",
        form=form,
        changes=queries.changes_of(current_user),
        most=current_settings().roster_mb,
        zone=own_zone(),
    )


def offered(form: UploadForm) -> UploadForm:
    """Fill the form with the units that one oversees."""
    form.offer(queries.coverable_units(current_user))
    return form


@bp.post("/impor")
@accepts(LARGEST)
@requires(is_overseer)
def upload() -> ResponseReturnValue:
    """Take a file in; it is looked at before anything is locked."""
    if max(count_try(throttle_keys(f"roster:{current_user.id}", ""), clock.now())) > MOST_UPLOADS:
        raise Refused(_("Too many uploads. Wait 15 minutes."))
    db.session.commit()
    with reading():
        form = offered(UploadForm())
        if not form.validate_on_submit():
            return rosters_page(form), 422
    name = form.berkas.data.filename
    read = accepted(form, lambda: kept_and_read(form.berkas.data.read(), name), AT_FILE)
    if read is None:
        return rosters_page(form), 422
    digest, sheet = read
    unit = next(u for u in queries.coverable_units(current_user) if str(u.id) == form.unit.data)
    change = operations.bring(
        unit,
        name,
        sheet,
        clock.now(),
        made_by_id=current_user.id,
        digest=digest,
        is_complete=form.lengkap.data,
    )
    db.session.commit()
    return redirect(url_for(".roster", key=change.id))


def kept_and_read(content: bytes, name: str) -> tuple[str, Sheet]:
    """Keep an uploaded file and find its headings; refuse one that is too large, empty or no table."""
    most = current_settings().roster_mb
    if len(content) > most << 20:
        raise Refused(_("The file is larger than %(size)s MB.", size=most))
    digest = files.store(content)
    sheet = look_at(read_table(files.path_of(digest), name))
    if not any(sheet.titles):
        raise Refused(_("The file is empty. Choose the file with the staff list."))
    return digest, sheet


@bp.get("/impor/<key:key>")
@requires(is_overseer)
def roster(key: int) -> ResponseReturnValue:
    """Show where a roster stands: its columns, its dry run, or what it did."""
    found = permitted(queries.change_at(key), can_handle)
    job = work.open_job(key)
    if job is not None:
        return redirect(url_for("jobs.job", job_key=job.id))
    is_unread = found.change.state in (READ, CHECKING) or "kolom" in request.args
    if is_unread and found.change.file_digest:
        return columns_page(found, known_columns(found.change))
    return plan_page(found)


def columns_page(found: FoundChange, fields: Mapping[int, str], fault: str = "") -> str:
    """Return the page that says which column holds what, with values as they stand in the file."""
    change = found.change
    rows = work.rows_of(change)
    return render_template(
        "staff/columns.html",
        found=found,
        change=change,
        samples=samples_in(rows, change.header_line, len(change.headings)),
        labels=COLUMN_LABELS,
        fields=fields,
        fault=fault,
        required=REQUIRED,
    )


def known_columns(change: RosterChange) -> dict[int, str]:
    """Return what each column was taken for so far."""
    return {column: field for field, column in change.mapping.items()}


def plan_page(
    found: FoundChange, form: ReasonForm | None = None, ticked: Collection[int] = ()
) -> str:
    """Return the page of a dry run or of what was done, one list at a time.

    A form that was refused stands among the missing people, as it was filled in.
    """
    change = found.change
    chosen = queries.chosen_count(change.id)
    counts = {name: change.counts.get(name, 0) for name in LISTS}
    if change.state != CHECKED:
        counts[MISSING] = chosen
    default = next((name for name in ("error", KEPT, *LISTS) if counts[name]), "new")
    listed = MISSING if form else LISTS.get(request.args.get("tampil", ""), default)
    is_problems = listed in ("error", "warning")
    after = key_in(request.values, "setelah")
    problems = queries.problems_page(change.id, listed, after) if is_problems else []
    lines = [] if is_problems else queries.lines_page(change.id, listed, after)
    entries = problems or lines
    return render_template(
        "staff/roster.html",
        found=found,
        change=change,
        counts=counts,
        listed=listed,
        problems=problems[: queries.PAGE],
        lines=shown(lines[: queries.PAGE]),
        units=queries.planned_units(change.id),
        chosen=chosen,
        is_missing=listed == MISSING,
        form=form or ReasonForm(formdata=None, alasan=change.reason),
        ticked=ticked if form else {line.id for line in lines if line.is_chosen},
        further=entries[queries.PAGE - 1].id if len(entries) > queries.PAGE else None,
    )


def waiting_change(key: int) -> RosterChange:
    """Return a roster that can still be read: it was not applied and nobody works on it."""
    change = permitted(queries.change_at(key), can_handle).change
    if not change.file_digest or work.open_job(key):
        raise Refused(_("This roster is not waiting to be applied. Look at its page again."))
    return change


@bp.post("/impor/<key:key>/judul")
@requires(is_overseer)
def choose_header(key: int) -> ResponseReturnValue:
    """Take the headings from the row that the officer names."""
    with reading():
        change = waiting_change(key)
        line = min(max(request.form.get("baris", 0, int), 0), SEARCHED)
        sheet = look_at(work.rows_of(change), line)
    change = waiting_change(key)
    operations.look_elsewhere(change, sheet)
    db.session.commit()
    return redirect(url_for(".roster", key=key, kolom=1))


@bp.post("/impor/<key:key>/kolom")
@requires(is_overseer)
def check_roster(key: int) -> ResponseReturnValue:
    """Note which column holds what and compare the file with the accounts."""
    with reading():
        change = waiting_change(key)
        is_small = files.path_of(change.file_digest).stat().st_size <= SMALL
        rows = list(work.rows_of(change)) if is_small else []
    change = waiting_change(key)
    fields = chosen_in(request.form, len(change.headings))
    fault = fault_in(fields)
    if fault:
        return columns_page(permitted(queries.change_at(key), can_handle), fields, fault), 422
    operations.name_columns(change, fields, clock.now())
    if not is_small:
        job = begin_job(work.CHECK, _("Check of %(name)s", name=change.filename), key)
        db.session.commit()
        return redirect(url_for("jobs.job", job_key=job.id))
    work.check_now(change, rows, current_user.id, clock.now())
    db.session.commit()
    return redirect(url_for(".roster", key=key))


def begin_job(kind: str, title: str, key: int) -> jobs.Job:
    """Let the worker carry out what takes longer than a page."""
    return jobs.start(
        kind,
        title,
        {"change_id": key, "zone": current_user.timezone},
        clock.now(),
        person_id=current_user.id,
        subject=work.subject_of(key),
        link=url_for("staff.roster", key=key),
    )


@bp.post("/impor/<key:key>/buang")
@requires(is_overseer)
def discard(key: int) -> ResponseReturnValue:
    """Put a roster away that is not wanted."""
    change = permitted(queries.change_at(key), can_handle).change
    digest = operations.discard(change)
    db.session.commit()
    operations.remove_file(digest, clock.now())
    flash(_("The file was discarded. Nothing was changed."), "success")
    return redirect(url_for(".rosters"))
