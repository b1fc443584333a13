"""Reading people for the HR office; every statement is bound to subtrees by their paths."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlalchemy.orm import aliased

from elearning.accounts.merged import accounts_of
from elearning.accounts.models import Employment, Person, Unit
from elearning.accounts.names import full_name
from elearning.accounts.ranks import rank_label
from elearning.accounts.searching import comes_after, found_by
from elearning.accounts.unit_names import name_then, names_of, replaced_between
from elearning.core.db import db, is_postgresql
from elearning.core.shares import share_of
from elearning.courses.models import Enrolment
from elearning.records.models import PersonYear
from elearning.records.rollup_queries import seen_on
from elearning.reports.dashboards import queries as dashboard_queries
from elearning.reports.dashboards.tallies import tally
from elearning.reports.policy import within

AnySelect = Select[*tuple[Any, ...]]

#: People on a page.
PAGE = 50
#: From so many units on, people are found by their names first.
MANY_UNITS = 300


class PeopleFilter(NamedTuple):
    """Whom a list shows; an empty text means everyone."""

    paths: tuple[str, ...]
    year: int
    #: JP of the year from which a person has reached the target.
    target: int
    words: str = ""
    status: str = ""
    #: "reached", "below" or "none"; of those below, "far" has less than half.
    state: str = ""
    #: "counted" at the target, "excluded", or the code of a legal standing.
    standing: str = ""
    #: Codes of the legal standings that count.
    standings: tuple[str, ...] = ()
    #: "open" for people with a course begun; "stuck", one that was last opened before a day.
    courses: str = ""
    stuck_since: date = date.min


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
    def share(self) -> Decimal:
        """Percent of those who count that have reached the target."""
        return share_of(self.reached, self.counted)


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
    merged_into_id: int | None
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
    #: Whether a former account had it last, so that nobody knows when it ended.
    is_former: bool
    #: Names that the unit lost meanwhile, each with the day of the next one.
    former_names: list[tuple[str, date]]

    @property
    def rank_label(self) -> str:
        """The rank as it is printed."""
        return rank_label(self.status, self.rank)


_supervisor = aliased(Person)
_jp = func.coalesce(PersonYear.jp, 0)


# The list


def people_page(wanted: PeopleFilter, after: int = 0) -> list[PersonLine]:
    """Return a page of active people by name, and one more when there are more."""
    found = _narrowed(_people(wanted), wanted)
    found = found.where(comes_after(after, within(Unit.path, wanted.paths)))
    rows = db.session.execute(found.order_by(Person.name, Person.id).limit(PAGE + 1))
    return [PersonLine(*row) for row in rows]


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
        .where(
            Person.active.is_(True),
            Person.nip.is_not(None),
            within(_path_of_unit(wanted.paths), wanted.paths),
        )
    )
    return people


def _path_of_unit(paths: Sequence[str]) -> Any:
    """Return the path that is compared; where units are many, not for looking units up.

    SQLite would sort everyone of a large agency for a page of fifty (measured: 350 ms of 100,000);
    so it walks the names and looks at each one's unit. PostgreSQL knows how many there are.
    """
    if is_postgresql():
        return Unit.path
    units = db.session.scalar(select(func.count()).where(within(Unit.path, paths))) or 0
    return Unit.path.concat("") if units > MANY_UNITS else Unit.path


def _narrowed(found: AnySelect, wanted: PeopleFilter) -> AnySelect:
    """Apply the filters."""
    found = found.where(found_by(wanted.words))
    if wanted.status:
        found = found.where(Person.status == wanted.status)
    if wanted.state:
        found = found.where(_in_state(wanted.state, wanted.target))
    if wanted.standing:
        found = found.where(_of_standing(wanted))
    if wanted.courses:
        found = found.where(_in_course(wanted))
    return found


def _of_standing(wanted: PeopleFilter) -> ColumnElement[bool]:
    """Return the condition that people count at the target, do not, or are of one standing."""
    counts = Person.legal_standing.in_(wanted.standings)
    kinds = {"counted": counts, "excluded": ~counts}
    return kinds.get(wanted.standing, Person.legal_standing == wanted.standing)


def _in_course(wanted: PeopleFilter) -> ColumnElement[bool]:
    """Return the condition that people have a course open, or one that they left lying."""
    begun = exists().where(Enrolment.person_id == Person.id, Enrolment.completed_at.is_(None))
    return begun.where(seen_on() < wanted.stuck_since) if wanted.courses == "stuck" else begun


def _in_state(state: str, target: int) -> ColumnElement[bool]:
    """Return the condition that JP have reached the target, are below it, or are none."""
    states = {
        "reached": _jp >= target,
        "below": and_(_jp > 0, _jp < target),
        "near": and_(_jp * 2 >= target, _jp > 0, _jp < target),
        "far": and_(_jp > 0, _jp * 2 < target),
        "none": _jp == 0,
    }
    return states[state]


def figures(wanted: PeopleFilter, standings: Sequence[str]) -> Figures:
    """Return the totals of some subtrees, from those that are kept."""
    counts = dashboard_queries.people_of(wanted.paths, wanted.year, wanted.target)
    people = tally(counts, standings)
    learning = dashboard_queries.open_courses(wanted.paths, date.min).courses
    earned = dashboard_queries.earned(wanted.paths, [wanted.year])
    return Figures(
        people.counted,
        people.reached,
        people.left_out,
        learning,
        sum(month.completions for month in earned),
    )


# One person


def record_of(person_id: int) -> Record | None:
    """Return what is held about a person who has a NIP and a unit."""
    columns = (Person.id, Person.nip, Person.front_title, Person.name, Person.back_title)
    more = (Person.status, Person.rank, Person.position, Person.position_kind)
    last = (Person.legal_standing, Person.email, Person.siasn_id, Person.active)
    where = (Person.merged_into_id, Unit.path, _supervisor.name)
    found: AnySelect = select(*columns, *more, *last, *where)
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


def periods_of(person_id: int, today: date) -> list[Period]:
    """Return a person's employment history, of all accounts, the newest first, with its names."""
    columns = (Employment.nip, Employment.status, Employment.rank, Employment.position, name_then())
    is_former = Person.merged_into_id.is_not(None)
    days = (Employment.valid_from, Employment.valid_until)
    found: AnySelect = (
        select(*columns, *days, is_former, Employment.unit_id)
        .join(Unit, Unit.id == Employment.unit_id)
        .join(Person, Person.id == Employment.person_id)
        .where(Employment.person_id.in_(accounts_of(person_id)))
    )
    rows = db.session.execute(found.order_by(Employment.valid_from.desc())).all()
    names = names_of(row.unit_id for row in rows)
    tomorrow = today + timedelta(days=1)

    def names_in(row: Any) -> list[tuple[str, date]]:
        """Return the names that the unit lost in a period."""
        until = row.valid_until or tomorrow
        return replaced_between(names.get(row.unit_id, ()), row.valid_from, until)

    return [Period._make((*row[:-1], names_in(row))) for row in rows]
