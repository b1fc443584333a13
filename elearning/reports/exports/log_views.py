"""The exports that were made: the list, one with its files, and the files for some days."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from elearning.accounts.own_time import own_zone
from elearning.accounts.policy import is_hr
from elearning.core import clock, jobs
from elearning.core.access import permitted, requires
from elearning.core.addresses import key_asked
from elearning.core.attachments import attachment
from elearning.core.db import db, reading, retrying, writing
from elearning.core.settings import current_settings
from elearning.reports.blueprint import bp
from elearning.reports.exports import files, log_queries, operations
from elearning.reports.exports.choice_words import address_of, words_of
from elearning.reports.exports.exporting import read_to_end
from elearning.reports.exports.log_queries import PAGE
from elearning.reports.exports.models import ExportFile
from elearning.reports.exports.policy import can_fetch, can_see_export

LOG = "/kepegawaian/ekspor/catatan"


@bp.get(LOG)
@requires(is_hr)
def past_exports() -> ResponseReturnValue:
    """List the exports of one's units, or find the one that a file came from by its hash."""
    digest = "".join(request.args.get("hash", "").split()).lower()[:64]
    is_hash = len(digest) >= 12 and set(digest) <= set("0123456789abcdef")
    before = key_asked("sebelum")
    wanted = digest if is_hash else ""
    is_known = is_hash or not digest
    found = log_queries.past_exports(current_user, before or None, wanted) if is_known else []
    shown = found[:PAGE]
    more = shown[-1].id if len(found) > PAGE else None
    return render_template(
        "reports/past_exports.html",
        exports=shown,
        digest=digest,
        zone=own_zone(),
        next_page=more and url_for(".past_exports", sebelum=more, hash=digest or None),
        first_page=url_for(".past_exports") if before else None,
    )


@bp.get(f"{LOG}/<key:export_id>")
@requires(is_hr)
def past_export(export_id: int) -> ResponseReturnValue:
    """Show one export: who, when, what, its job and its files."""
    export = permitted(log_queries.export_at(export_id), can_see_export)
    return render_template(
        "reports/past_export.html",
        export=export,
        words=words_of(export.choice),
        again=address_of(export.choice),
        job=jobs.job_at(export.job_id) if export.job_id else None,
        files=log_queries.files_of(export.id),
        fetchable=can_fetch(current_user, export),
        days=current_settings().export_days,
        zone=own_zone(),
    )


@bp.get("/kepegawaian/ekspor/berkas/<key:file_id>")
@requires(is_hr)
def export_file(file_id: int) -> ResponseReturnValue:
    """Send a file of an export to those who still reach all that is in it; it is noted."""
    with reading():
        file = fetched(file_id)
    path = files.path_of(file.digest)
    if file.removed_at is not None or not path.is_file():
        flash(_("This file is no longer kept. Make the export again."), "info")
        return redirect(url_for(".past_export", export_id=file.export_id))
    with writing():
        retrying(lambda: note_fetching(file))
    response = attachment(read_to_end(path.open("rb")), file.name, "application/octet-stream")
    response.headers["Content-Length"] = str(file.size)
    response.headers["Cache-Control"] = "no-store"
    return response


def fetched(file_id: int) -> ExportFile:
    """Return a file that the officer may fetch; 404 for every other."""
    file = log_queries.file_at(file_id)
    if file is None:
        abort(404)
    permitted(log_queries.export_at(file.export_id), can_fetch)
    return file


def note_fetching(file: ExportFile) -> None:
    """Note in a short transaction of its own that the officer fetches a file."""
    operations.note_fetching(current_user.id, file, clock.now())
    db.session.commit()
