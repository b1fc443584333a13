"""What the HR office leaves behind when it exports: the log, the job and the files."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update

from elearning.core import audit, jobs
from elearning.core.db import db
from elearning.core.jobs import Job
from elearning.records.models import ExportLog
from elearning.reports.exports.choices import Choice
from elearning.reports.exports.models import ExportFile

#: The kind of the jobs that make exports.
EXPORT = "export"


def begin_export(
    officer_id: int | None,
    unit_id: int | None,
    year: int | None,
    choice: Choice,
    paths: Sequence[str],
    at: datetime,
) -> ExportLog:
    """Log an export before its first row leaves; a command has no officer.

    `year` is the one that was meant on that day.
    """
    kept = choice.kept() | {"year": str(year or "")}
    log = ExportLog(
        person_id=officer_id,
        at=at,
        unit_id=unit_id,
        year=year,
        format=choice.format,
        choice=kept,
        paths=list(paths),
    )
    db.session.add(log)
    db.session.flush()  # the audit row names the new key
    facts = {"unit_id": unit_id, **kept}
    audit.record("records.exported", f"export:{log.id}", at, actor_id=officer_id, **facts)
    return log


def finish_export(log_id: int, rows: int, digest: str) -> None:
    """Log how many rows an export had and the SHA-256 of its file, empty when it is several."""
    done = update(ExportLog).where(ExportLog.id == log_id)
    db.session.execute(done.values(rows=rows, digest=digest))


def start_job(log: ExportLog, title: str, total: int | None, at: datetime) -> Job:
    """Let the worker make the files of an export."""
    link = f"/kepegawaian/ekspor/catatan/{log.id}"
    subject, details = f"export:{log.id}", {"export": log.id}
    job = jobs.start(
        EXPORT,
        title,
        details,
        at,
        person_id=log.person_id,
        subject=subject,
        link=link,
        total=total,
    )
    log.job_id = job.id
    return job


def keep_file(file: ExportFile) -> None:
    """Keep a file of an export."""
    db.session.add(file)


def note_fetching(officer_id: int, file: ExportFile, at: datetime) -> None:
    """Note that somebody has fetched a file of an export."""
    subject = f"export:{file.export_id}"
    audit.record("export.fetched", subject, at, actor_id=officer_id, number=file.number)
