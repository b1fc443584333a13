"""Reading people for the HR office; every statement is bound to subtrees by their paths."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, func, select, tuple_
from sqlalchemy.orm import aliased

from elearning.accounts.models import Employment, Person, Unit
from elearning.accounts.names import full_name
from elearning.accounts.ranks import rank_label
from elearning.accounts.searching import found_by
from elearning.core.db import db
from elearning.courses.models import Enrolment
from elearning.records.models import PersonYear, UnitMonth
from elearning.reports.policy import within

AnySelect = Select[*tuple[Any, ...]]

#: People on a page.
PAGE = 50
#: Units offered in a filter: the highest ones of a large organisation.
OFFERED = 1_000


class PeopleFilter(NamedTuple):
    """Whom a list shows; an empty text means everyone."""

    paths: tuple[str, ...]
    year: int
    #: JP of the year from which a person has reached the target.
    target: int
    words: str = ""
    status: str = ""
    #: "reached", "below" or "none".
    state: str = ""


class PersonLine(NamedTuple):
    """A line of the list."""

    id: int
    nip: str
    front_title: str
    name: str
    back_title: str
    status: str
    legal_standing: str
    unit: str
    unit_path: str
    jp: int

    @property
    def full_name(self) -> str:
        """The name with its titles."""
        return full_name(self.front_title, self.name, self.back_title)


class Figures(NamedTuple):
    """Totals of some subtrees in a year; shares count people by their legal standing."""

    counted: int
    reached: int
    excluded: int
    learning: int
    completed: int

    @property
    def active(self) -> int:
        """Every active person, whatever their legal standing."""
        return self.counted + self.excluded

    @property
    def share(self) -> int:
        """Percent of those who count that have reached the target, rounded down."""
        return self.reached * 100 // self.counted if self.counted else 0


class Record(NamedTuple):
    """What is held about a person now."""

    id: int
    nip: str
    front_title: str
    name: str
    back_title: str
    status: str
    rank: str
    position: str
    position_kind: str
    legal_standing: str
    email: str | None
    siasn_id: str
    active: bool
    unit_path: str
    supervisor: str | None

    @property
    def full_name(self) -> str:
        """The name with its titles."""
        return full_name(self.front_title, self.name, self.back_title)

    @property
    def rank_label(self) -> str:
        """The rank as it is printed."""
        return rank_label(self.status, self.rank)


class Period(NamedTuple):
    """What a person was, where, and between which days."""

    nip: str
    status: str
    rank: str
    position: str
    unit: str
    valid_from: date
    valid_until: date | None

    @property
    def rank_label(self) -> str:
        """The rank as it is printed."""
        return rank_label(self.status, self.rank)


class UnitChoice(NamedTuple):
    """A unit of a filter, with how deep it lies below the officer's own."""

    id: int
    path: str
    name: str
    depth: int


_supervisor = aliased(Person)
_jp = func.coalesce(PersonYear.jp, 0)


# The list


def people_page(wanted: PeopleFilter, after: int | None = None) -> list[PersonLine]:
    """Return a page of active people by name, and one more when there are more."""
    found = _narrowed(_people(wanted), wanted)
    name = _name_at(after, wanted.paths) if after else None
    if name is not None:
        found = found.where(tuple_(Person.name, Person.id) > tuple_(name, after))
    rows = db.session.execute(found.order_by(Person.name, Person.id).limit(PAGE + 1))
    return [PersonLine(*row) for row in rows]


def _name_at(key: int, paths: Sequence[str]) -> str | None:
    """Return the name of somebody in some subtrees, open account or closed; None for others."""
    found = select(Person.name).join(Unit, Unit.id == Person.unit_id)
    return db.session.scalar(found.where(Person.id == key, within(Unit.path, paths)))


def _people(wanted: PeopleFilter) -> AnySelect:
    """Return the select of the active people of some subtrees with their JP of the year."""
    columns = (Person.id, Person.nip, Person.front_title, Person.name, Person.back_title)
    of_year = and_(PersonYear.person_id == Person.id, PersonYear.year == wanted.year)
    people: AnySelect = (
        select(
            *columns, Person.status, Person.legal_standing, Unit.name, Unit.path, _jp.label("jp")
        )
        .select_from(Person)
        .join(Unit, Unit.id == Person.unit_id)
        .outerjoin(PersonYear, of_year)
        .where(Person.active.is_(True), Person.nip.is_not(None), within(Unit.path, wanted.paths))
    )
    return people


def _narrowed(found: AnySelect, wanted: PeopleFilter) -> AnySelect:
    """Apply the filters."""
    found = found.where(found_by(wanted.words))
    if wanted.status:
        found = found.where(Person.status == wanted.status)
    if wanted.state:
        found = found.where(_in_state(wanted.state, wanted.target))
    return found


def _in_state(state: str, target: int) -> ColumnElement[bool]:
    """Return the condition that JP have reached the target, are below it, or are none."""
    states = {"reached": _jp >= target, "below": and_(_jp > 0, _jp < target), "none": _jp == 0}
    return states[state]


def departments_of(paths: Iterable[str]) -> dict[str, str]:
    """Return the name of the Perangkat Daerah that each unit belongs to, by the unit's path."""
    paths = set(paths)
    keys = {int(key) for path in paths for key in path.strip("/").split("/")}
    found = select(Unit.path, Unit.name).where(Unit.kind == "department", Unit.id.in_(keys))
    departments = db.session.execute(found).all()
    return {path: name for path in paths for root, name in departments if path.startswith(root)}


def figures(wanted: PeopleFilter, standings: Sequence[str]) -> Figures:
    """Return the totals of some subtrees, in one statement."""
    people = _people(wanted).subquery()
    counts = people.c.legal_standing.in_(standings)
    reached = and_(counts, people.c.jp >= wanted.target)
    row = db.session.execute(
        select(
            func.count(case((counts, 1))),
            func.count(case((reached, 1))),
            func.count(case((~counts, 1))),
            _learners(wanted).scalar_subquery(),
            _completed(wanted).scalar_subquery(),
        ).select_from(people)
    ).one()
    return Figures(*row)


def _learners(wanted: PeopleFilter) -> AnySelect:
    """Return the select that counts the people with a course in progress."""
    return (
        select(func.count(Enrolment.person_id.distinct()))
        .join(Person, Person.id == Enrolment.person_id)
        .join(Unit, Unit.id == Person.unit_id)
        .where(
            Enrolment.completed_at.is_(None),
            Person.active.is_(True),
            within(Unit.path, wanted.paths),
        )
    )


def _completed(wanted: PeopleFilter) -> AnySelect:
    """Return the select that sums the completions of the year, by the unit at completion."""
    of_year = (UnitMonth.year == wanted.year, within(UnitMonth.unit_path, wanted.paths))
    return select(func.coalesce(func.sum(UnitMonth.completions), 0)).where(*of_year)


def unit_choices(paths: Sequence[str]) -> list[UnitChoice]:
    """Return the units of some subtrees as a tree, each below the one that holds it, by name."""
    columns = (Unit.id, Unit.path, Unit.name)
    found = select(*columns).where(within(Unit.path, paths), Unit.active.is_(True))
    rows = db.session.execute(
        found.order_by(func.length(Unit.path), Unit.path).limit(OFFERED)
    ).all()
    names = {row.id: row.name for row in rows}
    ordered = sorted(rows, key=lambda row: _way(row.path, names))
    return [UnitChoice(*row, len(_way(row.path, names)) - 1) for row in ordered]


def _way(path: str, names: Mapping[int, str]) -> tuple[tuple[str, int], ...]:
    """Return the names from the highest known unit down to the unit at a path."""
    keys = (int(key) for key in path.strip("/").split("/"))
    return tuple((names[key], key) for key in keys if key in names)


# One person


def record_of(person_id: int) -> Record | None:
    """Return what is held about a person who has a NIP and a unit."""
    columns = (Person.id, Person.nip, Person.front_title, Person.name, Person.back_title)
    more = (Person.status, Person.rank, Person.position, Person.position_kind)
    last = (Person.legal_standing, Person.email, Person.siasn_id, Person.active)
    found: AnySelect = select(*columns, *more, *last, Unit.path, _supervisor.name)
    row = db.session.execute(
        found.join(Unit, Unit.id == Person.unit_id)
        .outerjoin(_supervisor, _supervisor.id == Person.supervisor_id)
        .where(Person.id == person_id, Person.nip.is_not(None))
    ).first()
    return Record(*row) if row else None


def units_on(path: str) -> list[str]:
    """Return the names of the units from the agency down to the one at a path."""
    keys = [int(key) for key in path.strip("/").split("/")]
    named = select(Unit.name).where(Unit.id.in_(keys)).order_by(func.length(Unit.path))
    return list(db.session.scalars(named))


def periods_of(person_id: int) -> list[Period]:
    """Return a person's employment history, the present first."""
    columns = (Employment.nip, Employment.status, Employment.rank, Employment.position, Unit.name)
    found = (
        select(*columns, Employment.valid_from, Employment.valid_until)
        .join(Unit, Unit.id == Employment.unit_id)
        .where(Employment.person_id == person_id)
    )
    rows = db.session.execute(found.order_by(Employment.valid_from.desc()))
    return [Period(*row) for row in rows]


def unit_at(paths: Sequence[str]) -> int | None:
    """Return the unit whose subtree some paths are; None when they are several."""
    if len(paths) != 1:
        return None
    return db.session.scalar(select(Unit.id).where(Unit.path == paths[0]))
