"""Who has longer time limits in a course, and the open attempts that they touch."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from elearning.accounts.models import Person
from elearning.accounts.names import full_name
from elearning.core.db import db
from elearning.courses.models import Course
from elearning.quizzes.models import Attempt, TimeAllowance

PAGE = 50


class AssessedCourse(NamedTuple):
    """A published course as a trainer assesses it."""

    course_id: int
    slug: str
    title: str


class Allowance(NamedTuple):
    """Somebody's longer time in a course, and since when it ended if it has."""

    id: int
    percent: int
    reason: str
    given_at: datetime
    ended_at: datetime | None
    front_title: str
    name: str
    back_title: str
    nip: str | None

    @property
    def learner(self) -> str:
        """The learner's name with its titles."""
        return full_name(self.front_title, self.name, self.back_title)


def course_at(slug: str) -> AssessedCourse | None:
    """Return a published course."""
    columns = (Course.id, Course.slug, Course.title)
    found = select(*columns).where(Course.slug == slug, Course.revision_id.is_not(None))
    row = db.session.execute(found).first()
    return AssessedCourse._make(row) if row else None


def allowances_in(course_id: int, before: int | None = None) -> list[Allowance]:
    """Return a page of a course's allowances, the newest first, and one more."""
    kept = (TimeAllowance.id, TimeAllowance.percent, TimeAllowance.reason, TimeAllowance.given_at)
    named = (Person.front_title, Person.name, Person.back_title, Person.nip)
    found = (
        select(*kept, TimeAllowance.ended_at, *named)
        .join(Person, Person.id == TimeAllowance.person_id)
        .where(TimeAllowance.course_id == course_id)
    )
    if before is not None:
        found = found.where(TimeAllowance.id < before)
    page = found.order_by(TimeAllowance.id.desc()).limit(PAGE + 1)
    return [Allowance._make(row) for row in db.session.execute(page)]


def allowance_at(course_id: int, allowance_id: int) -> TimeAllowance | None:
    """Return an allowance of a course, locked."""
    one = (TimeAllowance.id == allowance_id, TimeAllowance.course_id == course_id)
    return db.session.scalars(select(TimeAllowance).where(*one).with_for_update()).first()


def in_force(person_id: int, course_id: int) -> Sequence[TimeAllowance]:
    """Return a person's allowances in a course that have not ended."""
    own = (TimeAllowance.person_id == person_id, TimeAllowance.course_id == course_id)
    return db.session.scalars(
        select(TimeAllowance).where(*own, TimeAllowance.ended_at.is_(None)).with_for_update()
    ).all()


def timed_attempts(enrolment_id: int) -> Sequence[Attempt]:
    """Return the open attempts of an enrolment that have a deadline, locked."""
    still_open = (Attempt.closed_at.is_(None), Attempt.deadline_at.is_not(None))
    own = select(Attempt).where(Attempt.enrolment_id == enrolment_id, *still_open)
    return db.session.scalars(own.with_for_update()).all()
