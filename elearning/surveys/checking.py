"""Whether the sums of answers fit each other: there are no rows of single people to count anew."""

from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from sqlalchemy import case, func, or_, select

from elearning.core.db import db
from elearning.courses.models import Enrolment
from elearning.surveys.instrument import instrument
from elearning.surveys.models import SurveyMark, SurveySum

#: Differences of each kind that are told.
TOLD = 10
_KEYS = (SurveySum.unit_id, SurveySum.year, SurveySum.course_id, SurveySum.revision_id)
_NUMBER = SurveySum.n1 + SurveySum.n2 + SurveySum.n3 + SurveySum.n4 + SurveySum.n5


class Difference(NamedTuple):
    """A sum that does not fit."""

    name: str
    place: str
    expected: int
    found: int


def differences() -> Iterator[Difference]:
    """Yield the first sums that do not fit."""
    return chain(_uneven(), _too_few())


def _uneven() -> Iterator[Difference]:
    """Everybody answers every item, so all items of a place have as many answers as the overall one."""
    items = {item.code for item in instrument().items}
    fewest, most = func.min(_NUMBER), func.max(_NUMBER)
    found = (
        select(*_KEYS, most, case((func.count() < len(items), 0), else_=fewest))
        .where(SurveySum.item.in_(items))
        .group_by(*_KEYS)
        .having(or_(fewest != most, func.count() != len(items)))
        .order_by(*_KEYS)
        .limit(TOLD)
    )
    names = [column.key for column in _KEYS]
    for *keys, expected, number in db.session.execute(found):
        place = ", ".join(f"{name} {key}" for name, key in zip(names, keys, strict=True))
        yield Difference("survey_sum", place, int(expected), int(number))


def _too_few() -> Iterator[Difference]:
    """Whoever is marked has been counted; an erasure takes the mark, never the answers."""
    counted = (
        select(SurveySum.course_id, func.sum(_NUMBER).label("number"))
        .where(SurveySum.item == instrument().overall)
        .group_by(SurveySum.course_id)
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
