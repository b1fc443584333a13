"""Reading the totals of dashboards; every statement is bound to subtrees by their paths.

Only totals are read, never the people or completions themselves: a page costs as much as there
are units, however much is learnt.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, case, func, literal, select
from sqlalchemy.orm import aliased

from elearning.accounts.former_paths import widened
from elearning.accounts.models import Unit
from elearning.accounts.policy import AFTER_SLASH
from elearning.core.db import db
from elearning.records.rollup_models import EVERYONE, OpenCourses, PeopleByJp, UnitMonth
from elearning.reports.policy import within

AnySelect = Select[*tuple[Any, ...]]

#: Steps towards the target, from nothing on; the first is who has no row in a year.
NONE, FAR, NEAR, REACHED = range(4)


class Place(NamedTuple):
    """A unit whose totals are shown."""

    id: int
    path: str
    name: str


class Count(NamedTuple):
    """People of a unit who mean the same: of one status and legal standing on one step."""

    #: The unit, or the one below it in which they are.
    place_id: int
    status: str
    standing: str
    year: int
    step: int
    people: int
    jp: int


class Open(NamedTuple):
    """Courses that were begun and are not completed, and how many of them nobody opens."""

    courses: int
    stuck: int


class Earned(NamedTuple):
    """What was earned in a month in one kind of competency."""

    year: int
    month: int
    kind: str
    completions: int
    jp: int


def place_at(key: int) -> Place | None:
    """Return a unit by its key."""
    row = db.session.execute(select(Unit.id, Unit.path, Unit.name).where(Unit.id == key)).first()
    return Place(*row) if row else None


def places_at(paths: Sequence[str]) -> list[Place]:
    """Return the units at some paths, by name."""
    found = select(Unit.id, Unit.path, Unit.name).where(Unit.path.in_(paths))
    return [Place(*row) for row in db.session.execute(found.order_by(Unit.name, Unit.id))]


def places_below(place: Place) -> list[Place]:
    """Return the units right below one, by name."""
    found = select(Unit.id, Unit.path, Unit.name).where(Unit.parent_id == place.id)
    return [Place(*row) for row in db.session.execute(found.order_by(Unit.name, Unit.id))]


def way_to(place: Place) -> list[Place]:
    """Return the units from the agency down to one."""
    keys = [int(key) for key in place.path.strip("/").split("/")]
    found = select(Unit.id, Unit.path, Unit.name).where(Unit.id.in_(keys))
    return [Place(*row) for row in db.session.execute(found.order_by(func.length(Unit.path)))]


# People


_leaf, _top = aliased(Unit), aliased(Unit)


def _counts(place_id: Any, year: int, target: int) -> AnySelect:
    """Return the select of people by place and step, before it names its units."""
    steps = (
        (PeopleByJp.jp >= target, REACHED),
        (PeopleByJp.jp * 2 >= target, NEAR),
        (PeopleByJp.jp > 0, FAR),
    )
    step = case(*steps, else_=NONE).label("step")
    keys = (
        place_id.label("place"),
        PeopleByJp.status,
        PeopleByJp.legal_standing,
        PeopleByJp.year,
        step,
    )
    people, jp = func.sum(PeopleByJp.people), func.sum(PeopleByJp.people * PeopleByJp.jp)
    return (
        select(*keys, people, jp)
        .join_from(_leaf, PeopleByJp, PeopleByJp.unit_id == _leaf.id)
        .where(PeopleByJp.year.in_((EVERYONE, year)))
        .group_by(*keys)
    )


def people_below(place: Place, year: int, target: int) -> list[Count]:
    """Return the people of a unit, each counted in the unit right below it or in itself."""
    prefix = func.substr(_top.path, 1, func.length(_top.path) - 1)
    in_subtree = and_(_leaf.path >= _top.path, _leaf.path < prefix.concat(AFTER_SLASH))
    below = _counts(_top.id, year, target).join(_top, in_subtree)
    here = _counts(_leaf.id, year, target).where(_leaf.id == place.id)
    rows = db.session.execute(below.where(_top.parent_id == place.id)).all()
    return [Count(*row) for row in (*rows, *db.session.execute(here))]


def people_of(paths: Sequence[str], year: int, target: int) -> list[Count]:
    """Return the people of some subtrees, as of one place."""
    found = _counts(literal(0), year, target).where(within(_leaf.path, paths))
    return [Count(*row) for row in db.session.execute(found)]


# Courses


def open_courses(paths: Sequence[str], stuck_since: date) -> Open:
    """Return how many courses are open in some subtrees; stuck: last opened before a day."""
    stuck = case((OpenCourses.seen_on < stuck_since, OpenCourses.courses), else_=0)
    sums = (func.sum(OpenCourses.courses), func.sum(stuck))
    found = select(*sums).join(Unit, Unit.id == OpenCourses.unit_id)
    courses, stuck_ones = db.session.execute(found.where(within(Unit.path, paths))).one()
    return Open(courses or 0, stuck_ones or 0)


def earned(paths: Sequence[str], years: Sequence[int]) -> list[Earned]:
    """Return what was earned in some subtrees by month and kind, by the unit at completion."""
    keys = (UnitMonth.year, UnitMonth.month, UnitMonth.competency_kind)
    sums = (func.sum(UnitMonth.completions), func.sum(UnitMonth.jp))
    here = (UnitMonth.year.in_(years), within(UnitMonth.unit_path, widened(paths)))
    rows = db.session.execute(select(*keys, *sums).where(*here).group_by(*keys).order_by(*keys))
    return [Earned(*row) for row in rows]
