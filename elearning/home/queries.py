"""What the dashboard shows, each kind in one statement that was built once."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import Executable, Integer, and_, bindparam, case, func, select
from sqlalchemy.orm import aliased

from elearning.accounts.merged import accounts_of
from elearning.accounts.models import Person
from elearning.assignments.duty_queries import OPEN_DUTIES, standings
from elearning.certificates.models import Certificate
from elearning.core.db import rows
from elearning.courses.models import Course, Enrolment
from elearning.courses.queries import CARDS, CourseCard
from elearning.learning.feedback.queries import UNREAD
from elearning.records.models import Completion, PersonYear
from elearning.surveys.queries import OPEN_SURVEY


class Achievement(NamedTuple):
    """A course completed, with its certificate if there is a valid one."""

    title: str
    completed_on: date
    jp: int
    certificate_id: int | None
    #: The enrolment for which the person can still evaluate the course.
    survey: int | None


class Year(NamedTuple):
    """JP of a year, and what was completed last, in any year."""

    jp: int
    #: Answers of trainers that the person has not read.
    unread: int
    #: What the person must complete, as `assignments.duties` reads it.
    duties: str
    #: Whether anybody has the person as direct supervisor.
    has_team: bool
    recent: tuple[Achievement, ...]


_jp = (
    select(PersonYear.jp)
    .where(PersonYear.person_id == Person.id, PersonYear.year == bindparam("year"))
    .scalar_subquery()
)
_member = aliased(Person)
_has_team = (
    select(_member.id).where(_member.supervisor_id == Person.id, _member.active.is_(True)).exists()
)
_YEAR = (
    select(
        func.coalesce(_jp, 0),
        UNREAD,
        OPEN_DUTIES,
        _has_team,
        Completion.course_title,
        Completion.completed_on,
        Completion.jp,
        Certificate.id,
        OPEN_SURVEY,
    )
    .select_from(Person)
    .outerjoin(
        Completion,
        and_(
            Completion.person_id.in_(accounts_of(bindparam("person_id"))),
            Completion.reversed_at.is_(None),
        ),
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


def year_of(person_id: int, today: date, limit: int, since: date) -> Year:
    """Return a person's JP of the year with all that is small, and last completions, newest first.

    Courses completed since a day can still be evaluated.
    """
    values = {"year": today.year, "today": today, "standings": standings(), "since": since}
    found = rows(_YEAR, person_id=person_id, limit=limit, **values)
    recent = tuple(Achievement(*row[4:]) for row in found if row[4] is not None)
    jp, unread, duties, has_team = found[0][:4]
    return Year(jp, unread, duties, bool(has_team), recent)


def not_begun(person_id: int, missing: int, limit: int) -> list[CourseCard]:
    """Return courses that a person has not begun, those closest to the missing JP first.

    Courses that give more than is missing come last, the shortest of them first.
    """
    found = rows(_NEXT, person_id=person_id, missing=missing, limit=limit)
    return [CourseCard(*row) for row in found]
