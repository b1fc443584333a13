"""Keeping the totals of dashboards: folding single changes into sums, and counting anew."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy import Table, delete, insert, literal, select, text

from elearning.accounts.merged import accounts_of
from elearning.core.db import db, is_postgresql, read_one_moment, reading, retrying, writing
from elearning.records import queries, rollup_queries
from elearning.records.models import PersonYear
from elearning.records.operations import lock_chains
from elearning.records.rollup_models import OpenCourses, PeopleByJp, UnitCourseYear, UnitMonth
from elearning.records.rollup_queries import Span

PEOPLE: Table = PeopleByJp.__table__  # type: ignore[assignment]
COURSES: Table = OpenCourses.__table__  # type: ignore[assignment]
MONTHS: Table = UnitMonth.__table__  # type: ignore[assignment]
YEARS: Table = UnitCourseYear.__table__  # type: ignore[assignment]

#: Units whose changes are folded in one transaction.
FOLDED = 50
#: By which column a total is counted anew in parts.
PLACES = {
    PEOPLE: PEOPLE.c.unit_id,
    COURSES: COURSES.c.unit_id,
    MONTHS: MONTHS.c.unit_path,
    YEARS: YEARS.c.year,
}
#: Completions wait for a moment; whoever counted one before has committed it.
_ALONE = {
    table: text(f"lock table {table.name} in share row exclusive mode") for table in (MONTHS, YEARS)
}


class Recount(NamedTuple):
    """A part of the totals that is counted anew in a transaction of its own."""

    table: Table
    span: Span


# Folding


def fold_due(_at: datetime) -> int:
    """Put the single changes of some units together; return how many; without any, take no lock."""
    with reading():
        if not any(rollup_queries.pending_units(table, 1) for table, _amount in _FOLDS):
            return 0
    with writing():
        return sum(retrying(partial(fold, *each)) for each in _FOLDS)


def fold(table: Table, amount: str) -> int:
    """Put the rows of some units together that mean the same; the sums stay as they are.

    What is taken away is what is put back, so others may add rows, or fold, at the same time.
    """
    db.session.rollback()
    units = rollup_queries.pending_units(table, FOLDED)
    if units:
        columns = [name for name in table.c.keys() if name not in {"id", "folded", amount}]  # noqa: SIM118
        names = [*columns, amount]
        taken = delete(table).where(table.c.unit_id.in_(units))
        sums: Counter[tuple[Any, ...]] = Counter()
        for row in db.session.execute(taken.returning(*(table.c[name] for name in names))):
            sums[tuple(row[:-1])] += row[-1]
        rows = [
            dict(zip(columns, key, strict=True)) | {amount: num, "folded": True}
            for key, num in sorted(sums.items())
            if num
        ]
        if rows:
            db.session.execute(insert(table), rows)
        db.session.commit()
    return len(units)


_FOLDS = ((PEOPLE, "people"), (COURSES, "courses"))


# Counting anew


def recounts() -> list[Recount]:
    """Return what is to be counted anew, in small parts."""
    units, paths = rollup_queries.unit_spans(), rollup_queries.path_spans()
    return [
        *(Recount(table, span) for table in (PEOPLE, COURSES) for span in units),
        *(Recount(MONTHS, span) for span in paths),
        *(Recount(YEARS, span) for span in rollup_queries.year_spans()),
    ]


def recount(part: Recount) -> None:
    """Count a part of the totals anew and commit it, beside people who go on learning.

    It reads and writes as of one moment: what is added to the totals of people and open courses
    meanwhile stays and adds up. Completions are kept waiting while theirs are counted.
    """

    def work() -> None:
        db.session.rollback()
        read_one_moment()
        if part.table in _ALONE and is_postgresql():
            db.session.execute(_ALONE[part.table])
        _counting(part)
        db.session.commit()

    retrying(work)


def _counting(part: Recount) -> None:
    """Replace a part of the totals by what the rows say."""
    table, span = part
    db.session.execute(delete(table).where(PLACES[table].between(span.first, span.last)))
    for names, found in _COUNTS[table](span):
        db.session.execute(insert(table).from_select(names, found))


def _people(span: Span) -> Iterator[tuple[list[str], Any]]:
    names = ["unit_id", "year", "jp", "status", "legal_standing", "people", "folded"]
    folded = literal(True).label("folded")
    for found in (rollup_queries.everyone(span), rollup_queries.with_jp(span)):
        yield names, found.add_columns(folded)


def _courses(span: Span) -> Iterator[tuple[list[str], Any]]:
    names = ["unit_id", "seen_on", "status", "courses", "folded"]
    yield names, rollup_queries.open_courses(span).add_columns(literal(True).label("folded"))


def _months(span: Span) -> Iterator[tuple[list[str], Any]]:
    names = ["unit_path", "year", "month", "competency_kind", "completions", "jp"]
    yield names, rollup_queries.months(span)


def _years(span: Span) -> Iterator[tuple[list[str], Any]]:
    names = ["unit_id", "year", "course_id", "completions"]
    yield names, rollup_queries.course_years(span)


_COUNTS: dict[Table, Callable[[Span], Iterator[tuple[list[str], Any]]]] = {
    PEOPLE: _people,
    COURSES: _courses,
    MONTHS: _months,
    YEARS: _years,
}


def mend_year(person_id: int, year: int) -> None:
    """Count the JP of a person's year anew from their entries and commit it."""

    def work() -> None:
        db.session.rollback()
        lock_chains(accounts_of(person_id))
        jp, entries = queries.earned_by_year(person_id).get(year, (0, 0))
        total = db.session.get(PersonYear, (person_id, year))
        if total is None:
            total = PersonYear(person_id=person_id, year=year)
            db.session.add(total)
        total.jp, total.entries = jp, entries
        db.session.commit()

    retrying(work)


def count_years_anew(person_id: int) -> None:
    """Let the years of the account that remains say what the entries of all accounts say.

    Former accounts have no years of their own. The caller has locked the chains.
    """
    earned = queries.earned_by_year(person_id)
    own = (PersonYear.person_id.in_(accounts_of(person_id)), PersonYear.person_id != person_id)
    db.session.execute(delete(PersonYear).where(*own))
    kept = select(PersonYear).where(PersonYear.person_id == person_id)
    for total in db.session.scalars(kept.execution_options(populate_existing=True)).all():
        if total.year in earned:
            total.jp, total.entries = earned.pop(total.year)
        else:
            db.session.delete(total)
    for year, (jp, entries) in earned.items():
        db.session.add(PersonYear(person_id=person_id, year=year, jp=jp, entries=entries))
    db.session.flush()  # what counts people reads the rows
