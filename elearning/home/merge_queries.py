"""Reading two accounts side by side before they are joined, and what was joined already."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from elearning.accounts import nip
from elearning.accounts.account_queries import OwnRole, roles_of
from elearning.accounts.merged import accounts_of, whose
from elearning.accounts.models import Person, Unit
from elearning.accounts.names import full_name
from elearning.accounts.policy import oversees
from elearning.core.db import db
from elearning.courses.models import Course, Enrolment
from elearning.records.models import Completion, PersonYear

MOST_COURSES = 20


class Side(NamedTuple):
    """One of two accounts."""

    id: int
    nip: str
    front_title: str
    name: str
    back_title: str
    status: str
    unit: str
    path: str
    email: str | None
    active: bool
    merged_into_id: int | None

    @property
    def full_name(self) -> str:
        """The name with its titles."""
        return full_name(self.front_title, self.name, self.back_title)

    @property
    def born(self) -> date | None:
        """The date of birth that the NIP states."""
        return nip.birth_date(self.nip)

    @property
    def preference(self) -> tuple[bool, bool, str]:
        """What speaks for its remaining: open, of a PNS, of a later appointment."""
        return self.active, not self.status.startswith("PPPK"), self.nip[8:14]


class Holdings(NamedTuple):
    """What an account has."""

    completions: int
    years: list[tuple[int, int]]
    open_courses: list[str]
    roles: list[OwnRole]


class Twin(NamedTuple):
    """A course that both accounts have in the same cycle."""

    title: str
    former_completed: datetime | None
    into_completed: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether one of the accounts has not completed it."""
        return not (self.former_completed and self.into_completed)


def may_join(officer: Any, side: Side) -> bool:
    """Whoever oversees the account, never its own holder."""
    return oversees(officer, side.path) and side.id not in officer.account_ids


_SIDE = (
    select(
        *(Person.id, Person.nip, Person.front_title, Person.name, Person.back_title),
        *(Person.status, func.coalesce(Unit.name, ""), func.coalesce(Unit.path, "")),
        *(Person.email, Person.active, Person.merged_into_id),
    )
    .outerjoin(Unit, Unit.id == Person.unit_id)
    .where(Person.nip.is_not(None))
)


def side_at(person_id: int) -> Side | None:
    """Return an account with a NIP."""
    row = db.session.execute(_SIDE.where(Person.id == person_id)).first()
    return Side._make(row) if row else None


def side_named(number: str) -> Side | None:
    """Return the account that holds a NIP."""
    row = db.session.execute(_SIDE.where(Person.nip == number)).first()
    return Side._make(row) if row else None


def holdings_of(person_id: int) -> Holdings:
    """Return what an account has that the preview shows."""
    completed = select(func.count()).where(
        Completion.person_id.in_(accounts_of(person_id)), Completion.reversed_at.is_(None)
    )
    years = select(PersonYear.year, PersonYear.jp).where(
        PersonYear.person_id == person_id, PersonYear.jp != 0
    )
    begun = (
        select(Course.title)
        .join(Enrolment, Enrolment.course_id == Course.id)
        .where(Enrolment.person_id == person_id, Enrolment.completed_at.is_(None))
        .order_by(Course.title)
        .limit(MOST_COURSES)
    )
    by_year = db.session.execute(years.order_by(PersonYear.year.desc()))
    return Holdings(
        db.session.scalar(completed) or 0,
        [(year, jp) for year, jp in by_year],
        list(db.session.scalars(begun)),
        roles_of(person_id),
    )


def twins_of(former_id: int, into_id: int) -> list[Twin]:
    """Return the courses that both accounts have in the same cycle, by title."""
    other = aliased(Enrolment)
    found = (
        select(Course.title, Enrolment.completed_at, other.completed_at)
        .join(Course, Course.id == Enrolment.course_id)
        .join(other, (other.course_id == Enrolment.course_id) & (other.cycle == Enrolment.cycle))
        .where(Enrolment.person_id == former_id, other.person_id == into_id)
    )
    return [Twin(*row) for row in db.session.execute(found.order_by(Course.title, Course.id))]


def counted_twice(first_id: int, second_id: int) -> list[str]:
    """Return the courses completed in one year with both accounts, or with former ones of them."""
    found = (
        select(Completion.course_title, Completion.course_id, Completion.year, whose())
        .join(Person, Person.id == Completion.person_id)
        .where(whose().in_((first_id, second_id)), Completion.reversed_at.is_(None))
        .order_by(Completion.course_title)
    )
    holders: defaultdict[tuple[int, int, str], set[int]] = defaultdict(set)
    for title, course_id, year, person_id in db.session.execute(found):
        holders[course_id, year, title].add(person_id)
    return [title for (_course, _year, title), both in holders.items() if len(both) > 1]
