"""What the totals of dashboards should be, by the rows that they count, and where they differ."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    Date,
    Select,
    cast,
    extract,
    func,
    literal,
    or_,
    select,
    type_coerce,
    union,
    union_all,
)

from elearning.accounts.models import Person, Unit
from elearning.core.db import db, is_postgresql
from elearning.courses.models import Enrolment
from elearning.records.models import Completion, PersonYear
from elearning.records.queries import walk
from elearning.records.rollup_models import (
    EVERYONE,
    OpenCourses,
    PeopleByJp,
    UnitCourseYear,
    UnitMonth,
)

#: Differences of each kind that are told.
TOLD = 10
#: Units counted anew in one transaction.
COUNTED = 200

#: A person counts who is active and has a NIP and a unit.
COUNTS = (Person.active.is_(True), Person.nip.is_not(None), Person.unit_id.is_not(None))

AnySelect = Select[*tuple[Any, ...]]


class Span(NamedTuple):
    """Units from one key or path to another, or years; both included."""

    first: Any
    last: Any


class Difference(NamedTuple):
    """A total that is not what the rows say."""

    name: str
    place: str
    counted: int
    kept: int


def everyone(span: Span | None = None) -> AnySelect:
    """Return the select of how many people each unit has, whatever their JP."""
    columns = (Person.unit_id, Person.status, Person.legal_standing)
    found = select(
        Person.unit_id,
        literal(EVERYONE).label("year"),
        literal(0).label("jp"),
        *columns[1:],
        func.count().label("people"),
    )
    return found.where(*COUNTS, *_in(Person.unit_id, span)).group_by(*columns)


def with_jp(span: Span | None = None) -> AnySelect:
    """Return the select of how many people of each unit have so many JP in a year."""
    columns = (
        *(Person.unit_id, PersonYear.year, PersonYear.jp),
        *(Person.status, Person.legal_standing),
    )
    return (
        select(*columns, func.count().label("people"))
        .join(PersonYear, PersonYear.person_id == Person.id)
        .where(*COUNTS, PersonYear.jp != 0, *_in(Person.unit_id, span))
        .group_by(*columns)
    )


def seen_on() -> Any:
    """Return the day (UTC) on which a course was last opened."""
    if is_postgresql():
        return cast(func.timezone("UTC", Enrolment.seen_at), Date)
    return type_coerce(func.date(Enrolment.seen_at), Date)


def open_courses(span: Span | None = None) -> AnySelect:
    """Return the select of how many open courses each unit's people opened last on a day."""
    columns = (Person.unit_id, seen_on().label("seen_on"), Person.status)
    return (
        select(*columns, func.count().label("courses"))
        .join(Enrolment, Enrolment.person_id == Person.id)
        .where(*COUNTS, Enrolment.completed_at.is_(None), *_in(Person.unit_id, span))
        .group_by(*columns)
    )


def months(span: Span | None = None) -> AnySelect:
    """Return the select of completions and JP by unit, month and kind of competency."""
    columns = (
        Completion.unit_path,
        Completion.year,
        extract("month", Completion.completed_on).label("month"),
        Completion.competency_kind,
    )
    return (
        select(*columns, func.count().label("completions"), func.sum(Completion.jp).label("jp_sum"))
        .where(Completion.reversed_at.is_(None), *_in(Completion.unit_path, span))
        .group_by(*columns)
    )


def course_years(span: Span | None = None) -> AnySelect:
    """Return the select of completions by unit, year and course; a span is one of years."""
    columns = (leaf_unit().label("unit_id"), Completion.year, Completion.course_id)
    return (
        select(*columns, func.count().label("completions"))
        .where(Completion.reversed_at.is_(None), *_in(Completion.year, span))
        .group_by(*columns)
    )


def leaf_unit() -> Any:
    """Return the key of a completion's unit: the last one of its path."""
    path = func.rtrim(Completion.unit_path, "/")
    above = func.rtrim(path, "0123456789")
    return cast(func.substr(path, func.length(above) + 1), BigInteger)


def _in(column: Any, span: Span | None) -> tuple[Any, ...]:
    return () if span is None else (column.between(span.first, span.last),)


# Where they differ


def differences() -> Iterator[Difference]:
    """Yield the first totals of each kind that are not what the rows say."""
    people = union_all(everyone(), with_jp()).subquery()
    yield from _differing(people, PeopleByJp.__table__, people=people.c.people)
    courses = open_courses().subquery()
    yield from _differing(courses, OpenCourses.__table__, courses=courses.c.courses)
    month = months().subquery()
    sums = {"completions": month.c.completions, "jp": month.c.jp_sum}
    yield from _differing(month, UnitMonth.__table__, **sums)
    course = course_years().subquery()
    yield from _differing(course, UnitCourseYear.__table__, completions=course.c.completions)


def _differing(true: Any, table: Any, **amounts: Any) -> Iterator[Difference]:
    """Yield where the sums over some rows are not those of a table."""
    columns = {*table.c.keys()} - {"id", "folded", *amounts}
    keys = [name for name in table.c.keys() if name in columns]  # noqa: SIM118
    nothing = [literal(0) for _name in amounts]
    counted = select(*(true.c[key] for key in keys), *amounts.values(), *nothing)
    kept = select(*(table.c[key] for key in keys), *nothing, *(table.c[name] for name in amounts))
    both = union_all(counted, kept).subquery()
    parts = list(both.c)
    places, sums = parts[: len(keys)], [func.sum(part) for part in parts[len(keys) :]]
    pairs = list(zip(sums[: len(amounts)], sums[len(amounts) :], strict=True))
    found = select(*places, *sums).group_by(*places).order_by(*places).limit(TOLD)
    differing = found.having(or_(*(one != other for one, other in pairs)))
    for row in db.session.execute(differing):
        place = ", ".join(f"{key} {value}" for key, value in zip(keys, row, strict=False))
        for number, name in enumerate(amounts, start=len(keys)):
            counted_now, kept_now = row[number], row[number + len(amounts)]
            if counted_now != kept_now:
                yield Difference(f"{table.name}.{name}", place, counted_now, kept_now)


# What is counted anew together


def unit_spans() -> list[Span]:
    """Return every unit, some at a time, by its key."""
    return _spans(select(Unit.id).order_by(Unit.id))


def path_spans() -> list[Span]:
    """Return every unit in which something was completed, some at a time, by its path then."""
    paths = union(
        select(Completion.unit_path).group_by(Completion.unit_path),
        select(UnitMonth.unit_path).group_by(UnitMonth.unit_path),
    ).subquery()
    return _spans(select(paths.c.unit_path).order_by(paths.c.unit_path))


def year_spans() -> list[Span]:
    """Return every year in which something was completed, each by itself."""
    years = union(
        select(Completion.year).group_by(Completion.year),
        select(UnitCourseYear.year).group_by(UnitCourseYear.year),
    ).subquery()
    return [Span(year, year) for year in db.session.scalars(select(years.c.year))]


def _spans(places: AnySelect | Select[int]) -> list[Span]:
    """Return the first and the last of each few hundred."""
    spans: list[Span] = []
    for number, (place,) in enumerate(walk(places)):
        if number % COUNTED:
            spans[-1] = Span(spans[-1].first, place)
        else:
            spans.append(Span(place, place))
    return spans


# Folding


def pending_units(table: Any, most: int) -> list[int]:
    """Return some units that have rows of single changes."""
    found = select(table.c.unit_id).where(~table.c.folded).group_by(table.c.unit_id)
    return list(db.session.scalars(found.order_by(table.c.unit_id).limit(most)))
