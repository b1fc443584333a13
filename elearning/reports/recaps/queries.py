"""Reading people with their JP by kind of competency, as a recap states them on a day."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Engine, Select, and_, case, exists, func, select

from elearning.accounts.merged import whose
from elearning.accounts.models import Person, Unit
from elearning.accounts.names import full_name
from elearning.accounts.ranks import rank_label
from elearning.certificates.models import Signatory
from elearning.certificates.template_queries import signs_on
from elearning.core.db import db, reading
from elearning.records.importing import COMPETENCY_KINDS
from elearning.records.models import HistoryEntry
from elearning.records.rollup_queries import COUNTS
from elearning.reports.exports.queries import stream
from elearning.reports.policy import within

AnySelect = Select[*tuple[Any, ...]]

#: JP of training whose kind is not known stands in the last place.
KINDS = (*COMPETENCY_KINDS, "")


class RecapFilter(NamedTuple):
    """Whose JP are stated: people who are in some subtrees now, and what they completed by a day."""

    paths: tuple[str, ...]
    #: The year is the day's.
    until: date
    status: str = ""
    #: Only who counts and has fewer JP than this; None for everybody.
    below: int | None = None
    standings: tuple[str, ...] = ()


class PersonLine(NamedTuple):
    """A person as a recap states them."""

    nip: str
    full_name: str
    status: str
    rank: str
    position: str
    legal_standing: str
    unit: str
    department: str
    #: Path of the Perangkat Daerah: two may have the same name.
    department_path: str
    #: JP of each of `KINDS`.
    kinds: tuple[int, ...]

    @property
    def jp(self) -> int:
        """Their JP of the year."""
        return sum(self.kinds)


def people(engine: Engine, wanted: RecapFilter) -> Iterator[PersonLine]:
    """Yield people by department, unit and name, in constant memory."""
    with reading():
        departments = _departments(wanted.paths)
    return (_line(row, departments) for row in stream(engine, _people(wanted)))


def has_more_than(paths: tuple[str, ...], most: int) -> bool:
    """Whether more people than some are in some subtrees, without counting all."""
    return db.session.execute(_active(paths, Person.id).offset(most).limit(1)).first() is not None


def count(paths: tuple[str, ...]) -> int:
    """Return how many people a recap of some subtrees looks at."""
    return db.session.scalar(_active(paths, func.count())) or 0


def _active(paths: tuple[str, ...], column: Any) -> AnySelect:
    """Return a select over the active people of some subtrees."""
    found: AnySelect = select(column).select_from(Person).join(Unit, Unit.id == Person.unit_id)
    return found.where(*COUNTS, within(Unit.path, paths))


def _line(row: Any, departments: dict[str, str]) -> PersonLine:
    nip, front, name, back, status, rank, position, standing, unit, path, *kinds = row
    return PersonLine(
        *(nip, full_name(front, name, back), status, rank_label(status, rank), position),
        *(standing, unit, *department_of(path, departments)),
        tuple(jp or 0 for jp in kinds),
    )


def department_of(path: str, departments: dict[str, str]) -> tuple[str, str]:
    """Return name and path of the Perangkat Daerah that holds a unit; empty for the agency's own."""
    keys = path.strip("/").split("/")
    above = ("/" + "/".join(keys[: n + 1]) + "/" for n in range(len(keys)))
    return next(((departments[place], place) for place in above if place in departments), ("", ""))


def _departments(paths: tuple[str, ...]) -> dict[str, str]:
    """Return the names of the departments that hold or lie in some subtrees, by their paths."""
    rows = db.session.execute(select(Unit.path, Unit.name).where(Unit.kind == "department"))
    return {p: n for p, n in rows if any(p.startswith(own) or own.startswith(p) for own in paths)}


def _people(wanted: RecapFilter) -> AnySelect:
    """Return the select of the active people of some subtrees with their JP by kind."""
    earned = _earned(wanted)
    sums = [earned.c[f"kind_{number}"] for number in range(len(KINDS))]
    columns = (Person.nip, Person.front_title, Person.name, Person.back_title, Person.status)
    more = (Person.rank, Person.position, Person.legal_standing, Unit.name, Unit.path)
    found: AnySelect = (
        select(*columns, *more, *sums)
        .join(Unit, Unit.id == Person.unit_id)
        .outerjoin(earned, earned.c.person_id == Person.id)
        .where(*COUNTS, within(Unit.path, wanted.paths))
        .order_by(Unit.path, Person.name, Person.id)
    )
    if wanted.status:
        found = found.where(Person.status == wanted.status)
    if wanted.below is not None:
        low = func.coalesce(earned.c.jp, 0) < wanted.below
        found = found.where(Person.legal_standing.in_(wanted.standings), low)
    return found


def _earned(wanted: RecapFilter) -> Any:
    """Return the JP of the year that each person had completed by the day, by kind.

    What a former account earned counts for the one that remains, whose unit it shares.
    """
    kinds = []
    for number, kind in enumerate(KINDS):
        known = HistoryEntry.competency_kind == kind
        is_kind = known if kind else HistoryEntry.competency_kind.not_in(COMPETENCY_KINDS)
        kinds.append(func.sum(case((is_kind, HistoryEntry.jp), else_=0)).label(f"kind_{number}"))
    return (
        select(whose().label("person_id"), func.sum(HistoryEntry.jp).label("jp"), *kinds)
        .join(Person, Person.id == HistoryEntry.person_id)
        .join(Unit, Unit.id == Person.unit_id)
        .where(
            and_(HistoryEntry.year == wanted.until.year, HistoryEntry.completed_on <= wanted.until),
            within(Unit.path, wanted.paths),
        )
        .group_by(whose())
        .subquery()
    )


def agency_of(paths: tuple[str, ...]) -> Unit:
    """Return the agency to which some subtrees belong."""
    key = int(paths[0].strip("/").partition("/")[0])
    return db.session.get_one(Unit, key)


def signing_unit(agency: Unit, day: date) -> Unit:
    """Return the agency or else the highest unit below it for which somebody signs on a day."""
    signs = exists().where(Signatory.organiser_id == Unit.id, Signatory.name != "", *signs_on(day))
    found = select(Unit).where(within(Unit.path, (agency.path,)), signs)
    ordered = found.order_by(func.length(Unit.path), Unit.id).limit(1)
    return db.session.scalars(ordered).first() or agency
