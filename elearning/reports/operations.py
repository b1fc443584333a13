"""What the HR office leaves behind when it reads: openings of a record, exports."""

from datetime import datetime

from sqlalchemy import update

from elearning.accounts import access_log
from elearning.core import audit
from elearning.core.db import db
from elearning.records.models import ExportLog


def note_opening(officer_id: int, person_id: int, at: datetime) -> None:
    """Note that an officer has opened a person's record."""
    audit.record("person.opened", f"person:{person_id}", at, actor_id=officer_id)
    access_log.note_view(person_id, officer_id, access_log.RECORD, at)


def begin_export(
    officer_id: int | None,
    unit_id: int | None,
    year: int | None,
    format: str,
    at: datetime,
    **details: int | str | None,
) -> ExportLog:
    """Log an export before its first row leaves; a command has no officer."""
    log = ExportLog(person_id=officer_id, at=at, unit_id=unit_id, year=year, format=format)
    db.session.add(log)
    db.session.flush()  # the audit row names the new key
    facts = {"unit_id": unit_id, "year": year, "format": format, **details}
    audit.record("records.exported", f"export:{log.id}", at, actor_id=officer_id, **facts)
    return log


def finish_export(log_id: int, rows: int, digest: str) -> None:
    """Log how many rows an export had and the SHA-256 of its file."""
    done = update(ExportLog).where(ExportLog.id == log_id)
    db.session.execute(done.values(rows=rows, digest=digest))
