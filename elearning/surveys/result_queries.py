"""Reading what was answered: sums of released batches, by levels of the organisation and by course.

An answer that waits is in none of them.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Select,
    Table,
    and_,
    case,
    exists,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from elearning.accounts.models import Unit
from elearning.accounts.policy import AFTER_SLASH
from elearning.core.db import db
from elearning.courses.models import CourseRevision
from elearning.records.rollup_models import UnitCourseYear
from elearning.surveys.instrument import instrument
from elearning.surveys.models import SurveySum, SurveyText
from elearning.surveys.satisfaction import Satisfaction, Spread, rate, together
from elearning.surveys.sums import COLUMNS, OF_UNITS, RELEASED, number_in

AnySelect = Select[*tuple[Any, ...]]

_ANSWERS = func.sum(number_in(RELEASED))
_COMPLETIONS = func.sum(UnitCourseYear.completions)


class Revision(NamedTuple):
    """A revision of a course with what was released of it."""

    id: int
    number: int
    answers: int


class Group(NamedTuple):
    """What people of a part of the organisation said, and how many completions there were.

    A unit that moves takes its completions along, but not the answers that have gone up before: where
    more people answered than completed, the one cannot be held against the other.
    """

    said: Satisfaction
    completions: int

    @property
    def is_comparable(self) -> bool:
        """Whether those who answered are among those who completed."""
        return self.said.number <= self.completions

    @property
    def rate(self) -> Decimal | None:
        """Per cent of completions whose answers are told here; None where that cannot be told."""
        is_told = self.said.number and self.is_comparable
        return rate(self.said.number, self.completions) if is_told else None


# Levels of the organisation


_leaf, _top = aliased(Unit), aliased(Unit)
#: A unit that was merged lies closed below the one that took it in, and counts there.
_open_top: ColumnElement[int] = case((_top.active, _top.id), else_=_top.parent_id)


def below(unit_id: int, year: int) -> dict[int, Group]:
    """Return what was said in a year by the units right below one, each with all below it.

    Under its own key stands what is told of the unit as a whole only.
    """
    return _levels(_open_top, _top.parent_id == unit_id, unit_id, year)


def of_each(paths: Sequence[str], year: int) -> dict[int, Group]:
    """Return what was said in a year by the units at some paths, each with all below it."""
    return _levels(_top.id, _top.path.in_(paths), 0, year)


def _levels(key: Any, tops: ColumnElement[bool], itself: int, year: int) -> dict[int, Group]:
    """Return the groups of some units and of one by itself: one statement for each total."""
    said = _many(_union(_answers_in(year), key, tops, itself))
    asked: Counter[int] = Counter()
    for unit_id, number in db.session.execute(_union(_completions_in(year), key, tops, itself)):
        asked[unit_id] += int(number)
    return {
        key: Group(said.get(key, Satisfaction({})), asked.get(key, 0))
        for key in said.keys() | asked.keys()
    }


def _union(
    grouped: Callable[[Any], AnySelect], key: Any, tops: ColumnElement[bool], itself: int
) -> Any:
    """Return the select of a total by the units that are compared, by a key of each."""
    prefix = func.substr(_top.path, 1, func.length(_top.path) - 1)
    in_subtree = and_(_leaf.path >= _top.path, _leaf.path < prefix.concat(AFTER_SLASH))
    compared = grouped(key).join(_top, in_subtree).where(tops)
    return union_all(compared, grouped(_leaf.id).where(_leaf.id == itself))


def _answers_in(year: int) -> Callable[[Any], AnySelect]:
    """Return how answers of leaf units are summed by a key."""
    return lambda key: (
        _summed(key, OF_UNITS)
        .join_from(_leaf, OF_UNITS, OF_UNITS.c.unit_id == _leaf.id)
        .where(OF_UNITS.c.year == year)
    )


def _completions_in(year: int) -> Callable[[Any], AnySelect]:
    """Return how completions of leaf units are summed by a key."""
    return lambda key: (
        select(key, _COMPLETIONS)
        .join_from(_leaf, UnitCourseYear, UnitCourseYear.unit_id == _leaf.id)
        .where(UnitCourseYear.year == year)
        .group_by(key)
    )


# Courses


def of_course(course_id: int, year: int, revision_id: int | None = None) -> Satisfaction:
    """Return what people of all units said of a course, or of one revision of it."""
    found = _summed(literal(0), RELEASED).where(
        SurveySum.course_id == course_id, SurveySum.year == year
    )
    if revision_id is not None:
        found = found.where(SurveySum.revision_id == revision_id)
    return _one(found)


def completions_of(course_id: int, year: int) -> int:
    """Return how many people completed a course in a year."""
    here = (UnitCourseYear.course_id == course_id, UnitCourseYear.year == year)
    return db.session.scalar(select(_COMPLETIONS).where(*here)) or 0


def years_of(course_id: int) -> list[int]:
    """Return the years of which something was released, the newest first."""
    found = select(SurveySum.year).where(SurveySum.course_id == course_id).distinct()
    return sorted(db.session.scalars(found), reverse=True)


def has_answers(course_id: int, revision_id: int) -> bool:
    """Whether something was released of a revision of a course, in any year."""
    here = exists().where(SurveySum.course_id == course_id, SurveySum.revision_id == revision_id)
    return bool(db.session.scalar(select(here)))


def revisions_of(course_id: int, year: int) -> list[Revision]:
    """Return the revisions of which something was released, the newest first."""
    here = (SurveySum.course_id == course_id, SurveySum.year == year)
    keys = (CourseRevision.id, CourseRevision.number)
    found = (
        select(*keys, _ANSWERS)
        .join(CourseRevision, CourseRevision.id == SurveySum.revision_id)
        .where(*here, SurveySum.item == instrument().overall)
        .group_by(*keys)
        .order_by(CourseRevision.number.desc())
    )
    return [Revision._make(row) for row in db.session.execute(found)]


def texts_of(course_id: int, year: int) -> list[tuple[str, str]]:
    """Return what was written about a course and mixed with others, by question, in no order."""
    here = (SurveyText.course_id == course_id, SurveyText.year == year, ~SurveyText.fresh)
    rows = db.session.execute(select(SurveyText.question, SurveyText.text).where(*here))
    return [(question, text) for question, text in rows]


# What all have in common


def _summed(key: Any, table: Table) -> AnySelect:
    """Return the select of a table's answers by a key and item."""
    counts = (func.sum(table.c[name]) for name in COLUMNS)
    return select(key, table.c.item, *counts).group_by(key, table.c.item)


def _many(found: Any) -> dict[int, Satisfaction]:
    """Return the answers of several groups by their keys, which may come more than once."""
    spreads: dict[int, dict[str, Spread]] = {}
    for key, item, *counts in db.session.execute(found):
        said, more = spreads.setdefault(key, {}), Spread(tuple(map(int, counts)))
        said[item] = together((said[item], more)) if item in said else more
    return {key: Satisfaction(each) for key, each in spreads.items()}


def _one(found: Any) -> Satisfaction:
    """Return the answers of one group."""
    return _many(found).get(0, Satisfaction({}))
