"""Reading the exports that were made: who, when, what, and the files that are still there."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, or_, select

from elearning.accounts.models import Person, Unit
from elearning.accounts.names import full_name
from elearning.accounts.unit_choices import UnitChoice as UnitChoice
from elearning.accounts.unit_choices import unit_choices as unit_choices
from elearning.core.db import db
from elearning.records.models import ExportLog
from elearning.reports.exports.choices import Choice
from elearning.reports.exports.models import ExportFile
from elearning.reports.policy import within

AnySelect = Select[*tuple[Any, ...]]

#: Exports on a page.
PAGE = 30


class PastExport(NamedTuple):
    """An export that left the house, or is about to."""

    id: int
    at: datetime
    person_id: int | None
    #: Of whoever made it; empty for a command.
    person: str
    unit: str | None
    #: Path of the unit of which it was made, empty when it was of several.
    unit_path: str | None
    year: int | None
    format: str
    rows: int | None
    digest: str
    choice: Choice
    paths: tuple[str, ...]
    job_id: int | None


_EXPORTS: AnySelect = (
    select(
        *(ExportLog.id, ExportLog.at, ExportLog.person_id),
        *(Person.front_title, Person.name, Person.back_title, Unit.name, Unit.path),
        *(ExportLog.year, ExportLog.format, ExportLog.rows, ExportLog.digest),
        *(ExportLog.choice, ExportLog.paths, ExportLog.job_id),
    )
    .outerjoin(Person, Person.id == ExportLog.person_id)
    .outerjoin(Unit, Unit.id == ExportLog.unit_id)
)


def _past(row: Any) -> PastExport:
    """Return a row as an export."""
    key, at, person_id, front, name, back, *found = row
    unit, path, year, kind, rows, digest, choice, paths, job_id = found
    chosen = Choice.of({"format": kind} | choice)
    by = full_name(front, name, back) if name else ""
    return PastExport(
        *(key, at, person_id, by, unit, path, year, kind, rows, digest, chosen),
        tuple(paths),
        job_id,
    )


def visible(officer: Any) -> ColumnElement[bool]:
    """The `where` twin of `policy.can_see_export`."""
    own = (ExportLog.person_id == officer.id) & bool(officer.hr_paths)
    return or_(own, within(Unit.path, officer.hr_paths))


def past_exports(
    officer: Any, before: int | None = None, digest: str = "", limit: int = PAGE
) -> list[PastExport]:
    """Return exports of an officer and those of units in their reach, the newest first.

    One more than a page says that there are more. `digest` is the SHA-256 of a file, or its beginning.
    """
    found = _EXPORTS.where(visible(officer))
    if before:
        found = found.where(ExportLog.id < before)
    if digest:
        of_file = select(ExportFile.export_id).where(_begins(ExportFile.digest, digest))
        found = found.where(or_(_begins(ExportLog.digest, digest), ExportLog.id.in_(of_file)))
    rows = db.session.execute(found.order_by(ExportLog.id.desc()).limit(limit + 1))
    return [_past(row) for row in rows]


def _begins(column: Any, digest: str) -> ColumnElement[bool]:
    """Return the condition that a hash begins so, as a range of an index."""
    return and_(column >= digest, column < digest + "g")


def export_at(key: int) -> PastExport | None:
    """Return one export."""
    row = db.session.execute(_EXPORTS.where(ExportLog.id == key)).first()
    return _past(row) if row else None


def files_of(export_id: int) -> list[ExportFile]:
    """Return the files of an export by the name of the Perangkat Daerah, then as they were made."""
    found = select(ExportFile).where(ExportFile.export_id == export_id)
    made = db.session.scalars(found.order_by(ExportFile.number))
    return sorted(made, key=lambda file: file.department.casefold())


def file_at(key: int) -> ExportFile | None:
    """Return one file of an export."""
    return db.session.get(ExportFile, key)


def unit_at(paths: Sequence[str]) -> int | None:
    """Return the unit whose subtree some paths are; None when they are several."""
    if len(paths) != 1:
        return None
    return db.session.scalar(select(Unit.id).where(Unit.path == paths[0]))
