"""What the dashboard shows, each kind in one statement that was built once."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import Executable, Integer, and_, bindparam, case, func, select

from elearning.accounts.models import Person
from elearning.certificates.models import Certificate
from elearning.core.db import rows
from elearning.courses.models import Course, Enrolment
from elearning.courses.queries import CARDS, CourseCard
from elearning.learning.feedback_queries import UNREAD
from elearning.records.models import Completion, PersonYear


class Achievement(NamedTuple):
    """A course completed, with its certificate if there is a valid one."""

    title: str
    completed_on: date
    jp: int
    certificate_id: int | None


class Year(NamedTuple):
    """JP of a year, and what was completed last, in any year."""

    jp: int
    #: Answers of trainers that the person has not read.
    unread: int
    recent: tuple[Achievement, ...]


_jp = (
    select(PersonYear.jp)
    .where(PersonYear.person_id == Person.id, PersonYear.year == bindparam("year"))
    .scalar_subquery()
)
_YEAR = (
    select(
        func.coalesce(_jp, 0),
        UNREAD,
        Completion.course_title,
        Completion.completed_on,
        Completion.jp,
        Certificate.id,
    )
    .select_from(Person)
    .outerjoin(
        Completion, and_(Completion.person_id == Person.id, Completion.reversed_at.is_(None))
    )
    .outerjoin(
        Certificate,
        and_(Certificate.completion_id == Completion.id, Certificate.status == "valid"),
    )
    .where(Person.id == bindparam("person_id"))
    .order_by(Completion.completed_on.desc(), Completion.id.desc())
    .limit(bindparam("limit"))
)
_begun = (
    select(Enrolment.id)
    .where(Enrolment.course_id == Course.id, Enrolment.person_id == bindparam("person_id"))
    .exists()
)
_missing = bindparam("missing", type_=Integer)
_NEXT: Executable = (
    CARDS.where(~_begun)
    .order_by(
        case((Course.jp <= _missing, _missing - Course.jp), else_=1000 + Course.jp),
        Course.title,
        Course.id,
    )
    .limit(bindparam("limit"))
)


def year_of(person_id: int, year: int, limit: int) -> Year:
    """Return a person's JP of a year with unread answers and last completions, the newest first."""
    found = rows(_YEAR, person_id=person_id, year=year, limit=limit)
    recent = tuple(Achievement(*row[2:]) for row in found if row[2] is not None)
    return Year(found[0][0], found[0][1], recent)


def not_begun(person_id: int, missing: int, limit: int) -> list[CourseCard]:
    """Return courses that a person has not begun, those closest to the missing JP first.

    Courses that give more than is missing come last, the shortest of them first.
    """
    found = rows(_NEXT, person_id=person_id, missing=missing, limit=limit)
    return [CourseCard(*row) for row in found]
