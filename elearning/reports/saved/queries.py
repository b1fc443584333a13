"""Reading kept exports: one's own, and those for the officers of one's units."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, or_, select

from elearning.accounts.models import Person, Unit
from elearning.accounts.names import full_name
from elearning.accounts.policy import is_hr, reaches
from elearning.core.db import db
from elearning.reports.exports.choices import Choice
from elearning.reports.policy import within
from elearning.reports.saved.models import SavedExport

#: Kept exports on the page.
MOST = 100


class SavedLine(NamedTuple):
    """A kept export."""

    saved: SavedExport
    person: str
    #: The unit whose officers use it too, empty for one's own.
    unit: str
    unit_path: str

    @property
    def choice(self) -> Choice:
        """What it holds."""
        return Choice.of(self.saved.choice)


_LINES: Select[Any, Any, Any, Any, Any, Any] = (
    select(
        SavedExport,
        *(Person.front_title, Person.name, Person.back_title),
        *(func.coalesce(Unit.name, ""), func.coalesce(Unit.path, "")),
    )
    .join(Person, Person.id == SavedExport.person_id)
    .outerjoin(Unit, Unit.id == SavedExport.unit_id)
    .where(SavedExport.removed_at.is_(None))
)


def can_use(officer: Any, line: SavedLine) -> bool:
    """A kept export is used by whoever made it, and by officers who reach its unit."""
    if not is_hr(officer):
        return False
    is_own = bool(line.saved.person_id == officer.id)
    return is_own or bool(line.unit_path and reaches(officer, line.unit_path))


def usable(officer: Any) -> ColumnElement[bool]:
    """The `where` twin of `can_use`, for officers."""
    return or_(SavedExport.person_id == officer.id, within(Unit.path, officer.hr_paths))


def can_remove(officer: Any, line: SavedLine) -> bool:
    """Only whoever made it removes it."""
    return is_hr(officer) and bool(line.saved.person_id == officer.id)


def _line(row: Any) -> SavedLine:
    saved, front, name, back, unit, path = row
    return SavedLine(saved, full_name(front, name, back), unit, path)


def saved_exports(officer: Any) -> list[SavedLine]:
    """Return the kept exports that an officer uses, by name."""
    found = _LINES.where(usable(officer)).order_by(SavedExport.name, SavedExport.id)
    return [_line(row) for row in db.session.execute(found.limit(MOST))]


def saved_at(key: int) -> SavedLine | None:
    """Return one kept export."""
    row = db.session.execute(_LINES.where(SavedExport.id == key)).first()
    return _line(row) if row else None


def name_is_taken(name: str, person_id: int) -> bool:
    """Whether somebody keeps an export under a name, in capitals or not."""
    own = (SavedExport.person_id == person_id, SavedExport.removed_at.is_(None))
    same = func.lower(SavedExport.name) == name.lower()
    return db.session.scalar(select(SavedExport.id).where(*own, same).limit(1)) is not None


def next_due(at: datetime) -> SavedExport | None:
    """Return the schedule that is due longest, locked; None when nothing is due."""
    due = (SavedExport.next_at <= at, SavedExport.removed_at.is_(None))
    found = select(SavedExport).where(*due).order_by(SavedExport.next_at, SavedExport.id)
    locked = found.limit(1).with_for_update(skip_locked=True)
    return db.session.scalars(locked.execution_options(populate_existing=True)).first()
