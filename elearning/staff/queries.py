"""Reading rosters: those of an office, what they would change, what is wrong with them."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from elearning.accounts.models import Person, Unit
from elearning.accounts.names import full_name
from elearning.accounts.policy import overseen
from elearning.core.db import db
from elearning.staff.models import (
    CHECKED,
    CHECKING,
    DISCARDED,
    KEPT,
    MISSING,
    READ,
    RosterChange,
    RosterLine,
    RosterProblem,
    RosterUnit,
)
from elearning.staff.plan import Line
from elearning.staff.present import Present, people_by

#: Lines and problems on a page.
PAGE = 50
#: Rosters on the page of an office.
MOST_SHOWN = 20
#: Units offered to choose from.
MOST_UNITS = 1_000

_maker = aliased(Person)


class PastChange(NamedTuple):
    """A roster as the list of an office shows it."""

    id: int
    filename: str
    unit: str
    state: str
    counts: dict[str, Any]
    made_at: datetime
    made_by: str


class FoundChange(NamedTuple):
    """A roster with the place of its unit, by which rights are judged."""

    change: RosterChange
    unit_path: str
    unit_name: str
    made_by: str


def changes_of(officer: Any) -> list[PastChange]:
    """Return the latest rosters of an officer's units, the newest first."""
    names = (_maker.front_title, _maker.name, _maker.back_title)
    found = (
        select(
            *(RosterChange.id, RosterChange.filename, Unit.name, RosterChange.state),
            *(RosterChange.counts, RosterChange.made_at, *names),
        )
        .join(Unit, Unit.id == RosterChange.unit_id)
        .outerjoin(_maker, _maker.id == RosterChange.made_by_id)
        .where(RosterChange.state != DISCARDED, overseen(officer))
        .order_by(RosterChange.id.desc())
        .limit(MOST_SHOWN)
    )
    rows = db.session.execute(found)
    return [PastChange._make((*row[:6], _named(*row[6:]))) for row in rows]


def change_at(key: int) -> FoundChange | None:
    """Return a roster that was not put away."""
    names = (_maker.front_title, _maker.name, _maker.back_title)
    row = db.session.execute(
        select(RosterChange, Unit.path, Unit.name, *names)
        .join(Unit, Unit.id == RosterChange.unit_id)
        .outerjoin(_maker, _maker.id == RosterChange.made_by_id)
        .where(RosterChange.id == key, RosterChange.state != DISCARDED)
    ).first()
    return FoundChange(*row[:3], _named(*row[3:])) if row else None


def _named(front: str | None, name: str | None, back: str | None) -> str:
    """Return a name with its titles, nothing for the command line."""
    return full_name(front or "", name or "", back or "")


def lines_page(change_id: int, listed: str, after: int = 0) -> list[Line]:
    """Return a page of lines in the order of the file, and one more if there are.

    They have an outcome, or were left by the undoing (`KEPT`).
    """
    columns = [getattr(RosterLine, name) for name in Line._fields]
    is_listed = RosterLine.result == KEPT if listed == KEPT else RosterLine.outcome == listed
    found = select(*columns).where(
        RosterLine.change_id == change_id, is_listed, RosterLine.id > after
    )
    rows = db.session.execute(found.order_by(RosterLine.id).limit(PAGE + 1))
    return [Line._make(row) for row in rows]


def problems_page(change_id: int, level: str, after: int = 0) -> Sequence[RosterProblem]:
    """Return a page of problems of a level in the order they were found, and one more."""
    own = (RosterProblem.change_id == change_id, RosterProblem.level == level)
    found = select(RosterProblem).where(*own, RosterProblem.id > after)
    return db.session.scalars(found.order_by(RosterProblem.id).limit(PAGE + 1)).all()


def every_problem(change_id: int) -> Iterator[RosterProblem]:
    """Yield all problems, errors first, in the order they were found, some at a time."""
    for level in ("error", "warning"):
        after = 0
        while found := problems_page(change_id, level, after):
            after = found[-1].id
            yield from found


def planned_units(change_id: int) -> Sequence[RosterUnit]:
    """Return the units that a roster adds, each after the one that holds it."""
    found = select(RosterUnit).where(RosterUnit.change_id == change_id)
    return db.session.scalars(found.order_by(RosterUnit.id)).all()


def planned_names(keys: Collection[int]) -> dict[int, str]:
    """Return the names of some units that a roster adds."""
    found = select(RosterUnit.id, RosterUnit.name).where(RosterUnit.id.in_(keys))
    return dict(db.session.execute(found).all()) if keys else {}


def people_names(keys: Collection[int]) -> dict[int, str]:
    """Return the names of some people with their titles."""
    columns = (Person.id, Person.front_title, Person.name, Person.back_title)
    rows = db.session.execute(select(*columns).where(Person.id.in_(keys))) if keys else ()
    return {row[0]: full_name(*row[1:]) for row in rows}


def coverable_units(officer: Any) -> Sequence[Unit]:
    """Return the agencies and Perangkat Daerah that an officer oversees, and their own unit."""
    is_broad = or_(Unit.kind.in_(("agency", "department")), Unit.path.in_(officer.hr_paths))
    found = select(Unit).where(is_broad, Unit.active.is_(True), overseen(officer))
    return db.session.scalars(found.order_by(Unit.path).limit(MOST_UNITS)).all()


def chosen_count(change_id: int) -> int:
    """Count the missing people who are to be closed."""
    chosen = (RosterLine.change_id == change_id, RosterLine.outcome == MISSING)
    found = select(func.count(RosterLine.id)).where(*chosen, RosterLine.is_chosen.is_(True))
    return db.session.scalar(found) or 0


def placeable_units(officer: Any) -> Sequence[Unit]:
    """Return the open units that an officer oversees, each after the one that holds it."""
    found = select(Unit).where(Unit.active.is_(True), overseen(officer))
    return db.session.scalars(found.order_by(Unit.path).limit(MOST_UNITS)).all()


def present_at(key: int) -> Present | None:
    """Return a person as they are now."""
    return next(iter(people_by(Person.id, {key})), None)


def present_named(nip: str) -> Present | None:
    """Return the person with a NIP as they are now."""
    return next(iter(people_by(Person.nip, {nip})), None)


def nip_of(key: int | None) -> str:
    """Return somebody's NIP."""
    found = select(Person.nip).where(Person.id == key)
    return (db.session.scalar(found) or "") if key is not None else ""


def forgotten_change(before: datetime) -> RosterChange | None:
    """Return the oldest roster that was brought before a moment and never applied."""
    waiting = (RosterChange.state.in_((READ, CHECKING, CHECKED)), RosterChange.made_at < before)
    found = select(RosterChange).where(*waiting).order_by(RosterChange.id).limit(1)
    return db.session.scalars(found).first()
