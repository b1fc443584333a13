"""Reading the people whom an assignment means: how many, how far they are, unit by unit."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, func, select

from elearning.accounts.merged import named, whose
from elearning.accounts.models import Person, Unit
from elearning.accounts.names import full_name
from elearning.accounts.queries import unit_names
from elearning.accounts.searching import comes_after, found_by
from elearning.assignments import conditions
from elearning.assignments.conditions import DONE, LEARNING, WAITING
from elearning.assignments.models import Assignment
from elearning.assignments.policy import within
from elearning.assignments.queries import Line
from elearning.core.db import db
from elearning.core.shares import share_of

AnySelect = Select[*tuple[Any, ...]]

PAGE = 50
OVERDUE = "overdue"
#: What `Figures` count, in their order.
COUNTED = (DONE, LEARNING, WAITING, "exempt", "late")


class PersonLine(NamedTuple):
    """Somebody whom an assignment means, and where they stand."""

    id: int
    nip: str
    front_title: str
    name: str
    back_title: str
    status: str
    unit: str
    unit_path: str
    state: str
    due_on: date
    is_late: bool

    @property
    def full_name(self) -> str:
        """The name with its titles."""
        return full_name(self.front_title, self.name, self.back_title)


class Figures(NamedTuple):
    """How many people an assignment means, and how far they are."""

    done: int = 0
    learning: int = 0
    waiting: int = 0
    exempt: int = 0
    #: Of those who have not completed it, whose deadline has passed.
    late: int = 0

    @property
    def people(self) -> int:
        """Everybody who must complete it."""
        return self.done + self.learning + self.waiting

    @property
    def missing(self) -> int:
        """Those who have not completed it."""
        return self.learning + self.waiting

    @property
    def share(self) -> Decimal:
        """Per cent who have completed it."""
        return share_of(self.done, self.people)

    def plus(self, other: "Figures") -> "Figures":
        """Return the sum of both."""
        return Figures(*(mine + its for mine, its in zip(self, other, strict=True)))


class Wanted(NamedTuple):
    """Which people of an assignment a list shows."""

    assignment: Line
    paths: tuple[str, ...]
    standings: str
    today: date
    #: A state of `conditions.STATES`, `OVERDUE`, or empty for all.
    state: str = ""
    words: str = ""


def meant(rule: Any, standings: str, paths: Sequence[str], *columns: Any) -> AnySelect:
    """Return a select over the people of some subtrees whom a rule means."""
    found: AnySelect = select(*columns).select_from(Person)
    return found.join(Unit, Unit.id == Person.unit_id).where(
        within(Unit.path, paths), conditions.is_obliged(rule, standings)
    )


def people_of(wanted: Wanted, after: int = 0) -> list[PersonLine]:
    """Return a page of people by name, and one more when there are more."""
    found = _people(wanted).where(comes_after(after, within(Unit.path, wanted.paths)))
    rows = db.session.execute(found.order_by(Person.name, Person.id).limit(PAGE + 1))
    return [PersonLine(*row) for row in rows]


def every_person(wanted: Wanted) -> Iterator[PersonLine]:
    """Yield the same people without end, by unit and name."""
    ordered = _people(wanted).order_by(Unit.path, Person.name, Person.id)
    for row in db.session.execute(ordered.execution_options(yield_per=1_000)):
        yield PersonLine(*row)


def _people(wanted: Wanted) -> AnySelect:
    """Return the select of a list's people."""
    rule = wanted.assignment
    named = (Person.id, Person.nip, Person.front_title, Person.name, Person.back_title)
    is_late = and_(~conditions.has_finished(rule), conditions.is_late(rule, wanted.today))
    stands = (conditions.state_in(rule), conditions.due_in(rule), is_late)
    columns = (*named, Person.status, Unit.name, Unit.path, *stands)
    found = meant(rule, wanted.standings, wanted.paths, *columns)
    found = found.where(~conditions.is_exempt(rule), found_by(wanted.words))
    if wanted.state == DONE:
        return found.where(conditions.has_finished(rule))
    if wanted.state == OVERDUE:
        return found.where(is_late)
    if wanted.state:
        found = found.where(~conditions.has_finished(rule))
    if wanted.state in (LEARNING, WAITING):
        is_learning = conditions.is_learning(rule)
        found = found.where(is_learning if wanted.state == LEARNING else ~is_learning)
    return found


def figures_by_unit(wanted: Wanted) -> dict[str, Figures]:
    """Return the figures by the path of the unit in which people are, in one statement."""
    rule = wanted.assignment
    columns = (
        Unit.path.label("path"),
        conditions.is_exempt(rule).label("exempt"),
        conditions.state_in(rule).label("state"),
        conditions.is_late(rule, wanted.today).label("late"),
    )
    people = meant(rule, wanted.standings, wanted.paths, *columns).subquery()
    kinds = (people.c.path, people.c.exempt, people.c.state, people.c.late)
    found: dict[str, dict[str, int]] = {}
    for path, exempt, state, late, count in db.session.execute(
        select(*kinds, func.count()).group_by(*kinds)
    ):
        sums = found.setdefault(path, dict.fromkeys(COUNTED, 0))
        sums["exempt" if exempt else state] += count
        sums["late"] += count if late and not exempt and state != DONE else 0
    return {path: Figures(*sums.values()) for path, sums in found.items()}


def total(figures: Iterable[Figures]) -> Figures:
    """Return the sum of some figures."""
    found = Figures()
    for each in figures:
        found = found.plus(each)
    return found


class UnitFigures(NamedTuple):
    """The figures of a unit with everything below it; `key` None for those in no unit below."""

    key: int
    name: str
    is_leaf: bool
    figures: Figures


def by_level(paths: Sequence[str], figures: Mapping[str, Figures]) -> list[UnitFigures]:
    """Return the figures of the units right below some subtrees, the least finished first.

    Who is in the subtree's own unit counts there.
    """
    sums: dict[int, Figures] = {}
    deeper: set[int] = set()
    for path, counted in figures.items():
        root = next(each for each in paths if path.startswith(each))
        keys = [int(key) for key in path[len(root) :].strip("/").split("/") if key]
        own = [int(key) for key in root.strip("/").split("/") if key]
        key = keys[0] if keys else own[-1]
        deeper |= {key} if keys else set()
        sums[key] = sums.get(key, Figures()).plus(counted)
    names = unit_names(sums.keys())
    lines = [UnitFigures(key, names[key], key not in deeper, sums[key]) for key in sums]
    return sorted(lines, key=lambda line: (line.figures.share, line.name))


def expected(rule: Assignment, people: Sequence[int], path: str, standings: str) -> Figures:
    """Return the figures that an assignment would have, named people given by their keys."""
    columns = (Person.id, conditions.state_in(rule).label("state"))
    found = meant(rule, standings, (path,), *columns)
    if people:
        found = found.where(Person.id.in_(people))
    counted = found.subquery()
    rows = db.session.execute(select(counted.c.state, func.count()).group_by(counted.c.state)).all()
    kinds: dict[str, int] = dict(rows)
    return Figures(kinds.get(DONE, 0), kinds.get(LEARNING, 0), kinds.get(WAITING, 0))


def keys_of(numbers: Sequence[str], paths: Sequence[str]) -> dict[str, int]:
    """Return the people of some subtrees who hold some NIPs or did in a former account, by NIP."""
    found = (
        select(named.nip, Person.id)
        .join(Person, Person.id == whose(named))
        .join(Unit, Unit.id == Person.unit_id)
        .where(named.nip.in_(numbers), Person.active.is_(True), within(Unit.path, paths))
    )
    return {nip: key for nip, key in db.session.execute(found) if nip}
