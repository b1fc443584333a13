"""Reading what was answered: sums only, of subtrees by path range and of courses."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Select, func, literal, select

from elearning.accounts.models import Unit
from elearning.core.db import db
from elearning.courses.models import CourseRevision
from elearning.records.policy import within
from elearning.records.rollup_models import UnitCourseYear
from elearning.surveys.instrument import instrument
from elearning.surveys.models import SurveySum, SurveyText
from elearning.surveys.satisfaction import Satisfaction, Spread

AnySelect = Select[*tuple[Any, ...]]

_COUNTS = tuple(
    func.sum(column)
    for column in (SurveySum.n1, SurveySum.n2, SurveySum.n3, SurveySum.n4, SurveySum.n5)
)
_ANSWERS = func.sum(SurveySum.n1 + SurveySum.n2 + SurveySum.n3 + SurveySum.n4 + SurveySum.n5)
_COMPLETIONS = func.sum(UnitCourseYear.completions)


class Revision(NamedTuple):
    """A revision of a course in which somebody answered."""

    id: int
    number: int
    answers: int


# Units


def of_units(paths: Sequence[str], year: int) -> Satisfaction:
    """Return what people of some subtrees said of the courses that they completed in a year."""
    found = _summed(literal(0)).join(Unit, Unit.id == SurveySum.unit_id)
    return _one(found.where(SurveySum.year == year, within(Unit.path, paths)))


def completions_in(paths: Sequence[str], year: int) -> int:
    """Return how many completions people of some subtrees could be asked about."""
    found = select(_COMPLETIONS).join(Unit, Unit.id == UnitCourseYear.unit_id)
    return (
        db.session.scalar(found.where(UnitCourseYear.year == year, within(Unit.path, paths))) or 0
    )


# Courses


def answers_by_course(paths: Sequence[str], year: int) -> dict[int, int]:
    """Return how many people of some subtrees answered, by course."""
    found = _answers_by(SurveySum.course_id).join(Unit, Unit.id == SurveySum.unit_id)
    return _numbers(found.where(SurveySum.year == year, within(Unit.path, paths)))


def of_course(course_id: int, year: int, revision_id: int | None = None) -> Satisfaction:
    """Return what people of all units said of a course, or of one revision of it."""
    found = _summed(literal(0)).where(SurveySum.course_id == course_id, SurveySum.year == year)
    if revision_id is not None:
        found = found.where(SurveySum.revision_id == revision_id)
    return _one(found)


def completions_of(course_id: int, year: int) -> int:
    """Return how many people completed a course in a year."""
    here = (UnitCourseYear.course_id == course_id, UnitCourseYear.year == year)
    return db.session.scalar(select(_COMPLETIONS).where(*here)) or 0


def years_of(course_id: int) -> list[int]:
    """Return the years whose completions were answered for, the newest first."""
    found = select(SurveySum.year).where(SurveySum.course_id == course_id).distinct()
    return sorted(db.session.scalars(found), reverse=True)


def revisions_of(course_id: int, year: int) -> list[Revision]:
    """Return the revisions in which people answered, the newest first."""
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


def _summed(key: Any) -> AnySelect:
    """Return the select of answers by a key and item."""
    return select(key, SurveySum.item, *_COUNTS).group_by(key, SurveySum.item)


def _answers_by(key: Any) -> AnySelect:
    """Return the select of how many answered by a key."""
    return select(key, _ANSWERS).where(SurveySum.item == instrument().overall).group_by(key)


def _many(found: AnySelect) -> dict[int, Satisfaction]:
    """Return the answers of several groups by their keys."""
    spreads: dict[int, dict[str, Spread]] = {}
    for key, item, *counts in db.session.execute(found):
        spreads.setdefault(key, {})[item] = Spread(tuple(map(int, counts)))
    return {key: Satisfaction(each) for key, each in spreads.items()}


def _one(found: AnySelect) -> Satisfaction:
    """Return the answers of one group."""
    return _many(found).get(0, Satisfaction({}))


def _numbers(found: AnySelect) -> dict[int, int]:
    """Return numbers by key."""
    return {key: int(number) for key, number in db.session.execute(found)}
