"""Reading who looked at a person's data, and which exports of their units left the house."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, String, cast, exists, literal, or_, select
from sqlalchemy.orm import aliased

from elearning.accounts.merged import accounts_of
from elearning.accounts.models import Person, Unit
from elearning.accounts.names import full_name
from elearning.accounts.privacy_models import AccessEvent
from elearning.assignments.models import Assignment
from elearning.core.audit import AuditEntry
from elearning.core.db import db
from elearning.courses.models import Course
from elearning.records.models import ExportLog

PAGE = 25
#: Exports of assignments among which those of the person's part are looked for.
MOST = 500


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
    """A file of a unit in which the person works: completions, or who must complete a course."""

    at: datetime
    unit: str | None
    year: int | None
    rows: int | None
    #: The mandatory course; empty for completions.
    course: str = ""


def views_of(person_id: int, before: int = 0) -> list[View]:
    """Return a page of who looked at somebody's data, the newest first, and one more.

    Who looked at two accounts of the person at once, to compare them, looked once.
    """
    accounts = accounts_of(person_id)
    found = (
        select(
            *(AccessEvent.id, AccessEvent.at, AccessEvent.page),
            *(Person.front_title, Person.name, Person.back_title, Unit.name),
        )
        .outerjoin(Person, Person.id == AccessEvent.viewer_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(AccessEvent.person_id.in_(accounts), ~_told_already(accounts))
    )
    if before:
        found = found.where(AccessEvent.id < before)
    page = found.order_by(AccessEvent.id.desc()).limit(PAGE + 1)
    return [View._make(row) for row in db.session.execute(page)]


def _told_already(accounts: Select[int]) -> ColumnElement[bool]:
    """Whether an older line tells the same of another account."""
    told = aliased(AccessEvent)
    return exists().where(
        *(told.person_id.in_(accounts), told.viewer == AccessEvent.viewer),
        *(told.page == AccessEvent.page, told.hour == AccessEvent.hour),
        told.id < AccessEvent.id,
    )


def exports_of(path: str) -> list[Export]:
    """Return the newest exports of units that hold the place at a path, the newest first."""
    keys = [int(key) for key in path.strip("/").split("/") if key]
    found = [*_completions(keys), *_mandatory(path, keys)]
    return sorted(found, key=lambda each: each.at, reverse=True)[:PAGE]


def _completions(keys: list[int]) -> list[Export]:
    """Return the newest exports of completions of some units."""
    found = (
        select(ExportLog.at, Unit.name, ExportLog.year, ExportLog.rows)
        .outerjoin(Unit, Unit.id == ExportLog.unit_id)
        .where(or_(ExportLog.unit_id.is_(None), ExportLog.unit_id.in_(keys)))
    )
    newest = found.order_by(ExportLog.at.desc(), ExportLog.id.desc()).limit(PAGE)
    return [Export(*row) for row in db.session.execute(newest)]


def _mandatory(path: str, keys: list[int]) -> list[Export]:
    """Return the newest exports of who must complete a course, of subtrees that hold a place."""
    subject = literal("assignment:").concat(cast(Assignment.id, String))
    found = (
        select(AuditEntry.at, Unit.name, Course.title, AuditEntry.details)
        .select_from(Assignment)
        .join(AuditEntry, AuditEntry.subject == subject)
        .join(Unit, Unit.id == Assignment.unit_id)
        .join(Course, Course.id == Assignment.course_id)
        .where(Assignment.unit_id.in_(keys), AuditEntry.action == "assignment.exported")
    )
    newest = db.session.execute(found.order_by(AuditEntry.id.desc()).limit(MOST))
    return [
        Export(at, unit, None, None, course)
        for at, unit, course, details in newest
        if path.startswith(tuple(details["paths"].split()))
    ]
