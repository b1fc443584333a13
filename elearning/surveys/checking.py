"""Whether the sums of answers fit each other: there are no rows of single people to count anew."""

from collections.abc import Iterator
from itertools import chain
from typing import Any, NamedTuple

from sqlalchemy import Select, Table, case, func, or_, select, union_all

from elearning.core.db import db
from elearning.courses.models import Enrolment
from elearning.surveys.instrument import instrument
from elearning.surveys.models import SurveyMark
from elearning.surveys.sums import COLUMNS, OF_UNITS, RELEASED, WAITING, Cell, number_in

#: Differences of each kind that are told.
TOLD = 10


class Difference(NamedTuple):
    """A sum that does not fit."""

    name: str
    place: str
    expected: int
    found: int


def differences() -> Iterator[Difference]:
    """Yield the first sums that do not fit."""
    return chain(_uneven(RELEASED), _uneven(WAITING), _unlike(), _too_few())


def _uneven(table: Table) -> Iterator[Difference]:
    """Everybody answers every item, so all items of a cell have the same number of answers."""
    items = {item.code for item in instrument().items}
    keys, number = [table.c[name] for name in Cell._fields], number_in(table)
    fewest, most = func.min(number), func.max(number)
    found = (
        select(*keys, most, case((func.count() < len(items), 0), else_=fewest))
        .where(table.c.item.in_(items))
        .group_by(*keys)
        .having(or_(fewest != most, func.count() != len(items)))
        .order_by(*keys)
        .limit(TOLD)
    )
    for *cell, expected, counted in db.session.execute(found):
        place = ", ".join(f"{name} {key}" for name, key in zip(Cell._fields, cell, strict=True))
        yield Difference(table.name, place, int(expected), int(counted))


def _unlike() -> Iterator[Difference]:
    """What a unit said of all courses is the sum of what was released of each."""
    names = ("unit_id", "year", "item")
    both = union_all(_signed(RELEASED, 1), _signed(OF_UNITS, -1)).subquery()
    keys = [both.c[name] for name in names]
    found = (
        select(*keys, func.sum(both.c.released), func.sum(both.c.told))
        .group_by(*keys)
        .having(or_(*(func.sum(both.c[name]) != 0 for name in COLUMNS)))
        .order_by(*keys)
        .limit(TOLD)
    )
    for *place, expected, told in db.session.execute(found):
        words = ", ".join(f"{name} {key}" for name, key in zip(names, place, strict=True))
        yield Difference(OF_UNITS.name, words, int(expected), int(told))


def _signed(table: Table, sign: int) -> Select[*tuple[Any, ...]]:
    """Return the select of a table's answers, taken away where the sign says so."""
    is_released = int(sign > 0)
    return select(
        *(table.c[name] for name in ("unit_id", "year", "item")),
        *((table.c[name] * sign).label(name) for name in COLUMNS),
        (number_in(table) * is_released).label("released"),
        (number_in(table) * (1 - is_released)).label("told"),
    )


def _too_few() -> Iterator[Difference]:
    """Whoever is marked has been counted; an erasure takes the mark, never the answers."""
    answers = union_all(*map(_answers, (RELEASED, WAITING))).subquery()
    counted = (
        select(answers.c.course_id, func.sum(answers.c.number).label("number"))
        .group_by(answers.c.course_id)
        .subquery()
    )
    marks, number = func.count(), func.coalesce(func.max(counted.c.number), 0)
    found = (
        select(Enrolment.course_id, marks, number)
        .join(SurveyMark, SurveyMark.enrolment_id == Enrolment.id)
        .outerjoin(counted, counted.c.course_id == Enrolment.course_id)
        .group_by(Enrolment.course_id)
        .having(marks > number)
        .order_by(Enrolment.course_id)
        .limit(TOLD)
    )
    for course_id, expected, answers in db.session.execute(found):
        yield Difference("survey_mark", f"course_id {course_id}", expected, int(answers))


def _answers(table: Table) -> Select[int, int]:
    """Return the select of a table's answers with their courses."""
    found = select(table.c.course_id, number_in(table).label("number"))
    return found.where(table.c.item == instrument().overall)
