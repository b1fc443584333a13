"""Making the files of an export in the background, for `elearning worker`.

Each file is kept in the transaction that notes how far the job has come: after a crash the next
worker goes on behind the last whole file.
"""

from collections.abc import Callable
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from elearning.accounts.queries import hr_reach_of
from elearning.core.db import db, reading
from elearning.core.errors import Refused
from elearning.core.job_work import Running
from elearning.core.settings import current_settings
from elearning.notices import told_jobs
from elearning.reports.exports import exporting, operations
from elearning.reports.exports import files as export_files
from elearning.reports.exports.archive_work import make_archives
from elearning.reports.exports.choices import PDF, RECORDS, ZIP, Choice
from elearning.reports.exports.keeping import (
    SUFFIXES,
    Made,
    base_name,
    in_transaction,
    keep,
    stepping,
    wanted_of,
)
from elearning.reports.exports.log_queries import PastExport, export_at, files_of
from elearning.reports.recaps.work import make_papers, make_recap


def exports_due(at: datetime, most: int | None = None) -> int:
    """Make the files of one export that waits; the worker's part."""
    return told_jobs.carry_out(operations.EXPORT, make_files, at, most)


def make_files(job: Running) -> str:
    """Make the files of an export and return the sentence of its end.

    Refused when whoever asked for it no longer has the right to all of it.
    """
    with reading():
        export = export_at(job.details["export"])
        reach = hr_reach_of(job.person_id) if job.person_id is not None else ()
    if (
        export is None
        or not export.paths
        or not all(path.startswith(reach) for path in export.paths)
    ):
        raise Refused(
            _("You no longer have the right to these records. Choose a unit that is yours.")
        )
    maker_of(export.choice)(job, export)
    return _finished(export)


def maker_of(choice: Choice) -> Callable[[Running, PastExport], None]:
    """Return what writes the files of a choice."""
    table = make_table if choice.content == RECORDS else make_recap
    return {ZIP: make_archives, PDF: make_papers}.get(choice.format, table)


def _finished(export: PastExport) -> str:
    """Note the rows and the hash of an export, and say what was made."""
    with reading():
        files = files_of(export.id)
    rows = sum(file.rows for file in files)
    digest = files[0].digest if len(files) == 1 else ""
    in_transaction(lambda: operations.finish_export(export.id, rows, digest))
    told = ngettext("%(num)s file is ready", "%(num)s files are ready", len(files))
    days = ngettext(
        "it is kept for %(num)s day", "it is kept for %(num)s days", current_settings().export_days
    )
    left_out = sum(file.left_out for file in files)
    listed = ngettext(
        "%(num)s certificate could not be enclosed; the list in the ZIP says why.",
        "%(num)s certificates could not be enclosed; the list in the ZIP says why.",
        left_out,
    )
    return f"{told}; {days}." + (f" {listed}" if left_out else "")


def make_table(job: Running, export: PastExport) -> None:
    """Write one table, unless an earlier worker has."""
    if job.reached:
        return
    rows = exporting.rows_for(db.engine, wanted_of(export))
    name = f"{base_name(export.choice)}{SUFFIXES[export.format]}"
    with export_files.temporary() as path:
        tally = exporting.write_file(stepping(job, rows), export.choice.layout, path)
        made = Made(name, "", tally.rows)
        keep(job, export, 1, path, made, done=tally.rows, reached={"number": 1})
