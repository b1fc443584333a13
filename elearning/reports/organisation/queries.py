"""Reading the organisation as a tree, what is bound to a part of it, and how it was changed."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from flask_babel import gettext as _
from sqlalchemy import column, func, select, table

from elearning.accounts.models import Person, RoleGrant, Unit
from elearning.accounts.names import full_name
from elearning.accounts.organisation_models import UnitChange
from elearning.accounts.policy import below
from elearning.accounts.queries import unit_names
from elearning.assignments.models import Assignment
from elearning.core.db import db
from elearning.courses.models import Course, CourseRevision
from elearning.reports.policy import within
from elearning.reports.saved.models import SavedExport

#: Units of a tree on one page: the highest ones of a large organisation.
SHOWN = 1_000
#: Changes on the page of a unit.
CHANGES = 30
#: Of a package above; its number stands here because a change of the organisation touches it.
_token = table("api_token", column("unit_id"), column("revoked_at"))


class Branch(NamedTuple):
    """A unit of a tree with the units below it."""

    id: int
    name: str
    code: str
    kind: str
    active: bool
    branches: list["Branch"]


class Bound(NamedTuple):
    """How many things a change of a part of the organisation touches."""

    people: int
    units: int
    roles: int
    organisers: int
    courses: int
    assignments: int
    tokens: int
    exports: int


class Change(NamedTuple):
    """A change of a unit, who made it, and the names of the units that it speaks of."""

    id: int
    kind: str
    at: datetime
    details: dict[str, Any]
    undone_at: datetime | None
    by: str
    names: dict[int, str]

    def name(self, detail: str) -> str:
        """Return the name of today of a unit that a detail names."""
        return self.names.get(self.details.get(detail, 0)) or str(_("(unknown)"))

    @property
    def since(self) -> date:
        """The day from which a name is valid."""
        return date.fromisoformat(self.details["since"])


def unit_at(key: int) -> Unit | None:
    """Return a unit by its key."""
    return db.session.get(Unit, key)


def change_at(key: int) -> UnitChange | None:
    """Return a change by its key."""
    return db.session.get(UnitChange, key)


def tree(paths: Sequence[str], *, with_closed: bool) -> tuple[list[Branch], bool]:
    """Return the units of some subtrees by name, and whether lower ones are left out."""
    columns = (Unit.id, Unit.parent_id, Unit.name, Unit.code, Unit.kind, Unit.active)
    found = select(*columns).where(within(Unit.path, paths))
    if not with_closed:
        found = found.where(Unit.active.is_(True))
    ordered = found.order_by(func.length(Unit.path), Unit.path).limit(SHOWN + 1)
    rows = db.session.execute(ordered).all()
    branches: dict[int, Branch] = {}
    roots: list[Branch] = []
    for row in rows[:SHOWN]:
        branches[row.id] = branch = Branch(row.id, row.name, row.code, row.kind, row.active, [])
        above = branches.get(row.parent_id)
        (above.branches if above else roots).append(branch)
    for siblings in (roots, *(branch.branches for branch in branches.values())):
        siblings.sort(key=lambda each: (each.name.casefold(), each.id))
    return roots, len(rows) > SHOWN


def bound_to(path: str) -> Bound:
    """Return what is bound to a unit and those below it, in one statement."""
    units = select(Unit.id).where(below(Unit.path, path))
    organisers = select(Unit.organiser_name).where(
        below(Unit.path, path), Unit.organiser_name != ""
    )
    named = CourseRevision.facts["organiser"].as_string()
    courses = select(Course.id).join(CourseRevision, CourseRevision.id == Course.revision_id)
    found = (
        select(Person.id).where(Person.unit_id.in_(units), Person.active.is_(True)),
        units.where(Unit.active.is_(True)),
        select(RoleGrant.id).where(RoleGrant.unit_id.in_(units), RoleGrant.role == "kepegawaian"),
        organisers,
        courses.where(named.in_(organisers), Course.withdrawn_at.is_(None)),
        select(Assignment.id).where(Assignment.unit_id.in_(units), Assignment.ended_at.is_(None)),
        select(_token.c.unit_id).where(_token.c.unit_id.in_(units), _token.c.revoked_at.is_(None)),
        select(SavedExport.id).where(
            SavedExport.unit_id.in_(units), SavedExport.removed_at.is_(None)
        ),
    )
    counts = (select(func.count()).select_from(each.subquery()).scalar_subquery() for each in found)
    return Bound(*db.session.execute(select(*counts)).one())


def changes_of(unit_id: int) -> list[Change]:
    """Return the newest changes of a unit, the newest first."""
    titles = (Person.front_title, Person.name, Person.back_title)
    found = (
        select(UnitChange, *titles)
        .outerjoin(Person, Person.id == UnitChange.by_id)
        .where(UnitChange.unit_id == unit_id)
        .order_by(UnitChange.id.desc())
        .limit(CHANGES)
    )
    rows = db.session.execute(found).all()
    named = (row[0].details.get(name) for row in rows for name in ("from", "to", "into"))
    names = unit_names({key for key in named if key is not None})
    return [
        Change(made.id, made.kind, made.at, made.details, made.undone_at, _whole(by), names)
        for made, *by in rows
    ]


def _whole(by: Sequence[str | None]) -> str:
    """Return the name of whoever made a change; empty when nobody is known."""
    front, name, back = by
    return full_name(front or "", name, back or "") if name else ""


def shares_its_code(unit: Unit) -> bool:
    """Whether another open unit of the agency has the same code, as far as imports tell codes apart."""
    agency = f"/{unit.path.strip('/').partition('/')[0]}/"
    is_same = (func.lower(Unit.code) == unit.code.lower(), Unit.id != unit.id, Unit.active)
    found = select(Unit.id).where(within(Unit.path, (agency,)), *is_same).limit(1)
    return db.session.scalar(found) is not None
