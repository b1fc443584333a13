"""Reading who looked at a person's data, and which exports of their units left the house."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import or_, select

from elearning.accounts.models import Person, Unit
from elearning.accounts.names import full_name
from elearning.accounts.privacy_models import AccessEvent
from elearning.core.db import db
from elearning.records.models import ExportLog

PAGE = 25


class View(NamedTuple):
    """A view of somebody's data."""

    id: int
    at: datetime
    page: str
    front_title: str | None
    name: str | None
    back_title: str | None
    unit: str | None

    @property
    def viewer(self) -> str:
        """Who it was; empty for whoever holds a shared link."""
        return full_name(self.front_title or "", self.name or "", self.back_title or "")


class Export(NamedTuple):
    """An export of completions of a unit in which the person works."""

    at: datetime
    unit: str | None
    year: int | None
    rows: int | None


def views_of(person_id: int, before: int = 0) -> list[View]:
    """Return a page of who looked at somebody's data, the newest first, and one more."""
    found = (
        select(
            *(AccessEvent.id, AccessEvent.at, AccessEvent.page),
            *(Person.front_title, Person.name, Person.back_title, Unit.name),
        )
        .outerjoin(Person, Person.id == AccessEvent.viewer_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(AccessEvent.person_id == person_id)
    )
    if before:
        found = found.where(AccessEvent.id < before)
    page = found.order_by(AccessEvent.id.desc()).limit(PAGE + 1)
    return [View._make(row) for row in db.session.execute(page)]


def exports_of(path: str) -> list[Export]:
    """Return the newest exports of units that hold the place at a path, the newest first."""
    keys = [int(key) for key in path.strip("/").split("/") if key]
    found = (
        select(ExportLog.at, Unit.name, ExportLog.year, ExportLog.rows)
        .outerjoin(Unit, Unit.id == ExportLog.unit_id)
        .where(or_(ExportLog.unit_id.is_(None), ExportLog.unit_id.in_(keys)))
    )
    newest = found.order_by(ExportLog.at.desc(), ExportLog.id.desc()).limit(PAGE)
    return [Export._make(row) for row in db.session.execute(newest)]
