"""Reading what people must complete: their own duties, and those of a supervisor's people."""

from datetime import date
from functools import reduce
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Date, String, bindparam, cast, exists, func, literal, select

from elearning.accounts.models import Person, Unit
from elearning.accounts.names import full_name
from elearning.assignments.conditions import (
    DONE,
    Scope,
    awaits_word,
    due_in,
    has_finished,
    in_scope,
    is_exempt,
    is_obliged,
    is_running,
    part_of,
    state_in,
)
from elearning.assignments.duties import FIELD, LINE, Duty, one_a_course
from elearning.assignments.models import Assignment
from elearning.core.db import db, first_row, rows
from elearning.core.settings import current_settings
from elearning.courses.models import Course

#: Duties on a page, and duties of a team: nobody can read more.
MOST, MOST_LINES = 50, 500


class TeamLine(NamedTuple):
    """A duty of one of a supervisor's people."""

    person_id: int
    nip: str
    front_title: str
    name: str
    back_title: str
    assignment_id: int
    title: str
    slug: str
    due_on: date
    state: str

    @property
    def full_name(self) -> str:
        """The name with its titles."""
        return full_name(self.front_title, self.name, self.back_title)


def standings() -> str:
    """Return the legal standings whose holders may learn, as a part of a rule is stored."""
    return part_of(current_settings().counted_standings)


_standings, _today = bindparam("standings", type_=String), bindparam("today", type_=Date)


def _duties(*columns: Any) -> Any:
    """Return a select over people with what they must complete and are not exempt from."""
    return (
        select(*columns)
        .select_from(Person)
        .join(Unit, Unit.id == Person.unit_id)
        .join(Assignment, Assignment.agency_id == Unit.agency_id)
        .join(Scope, Scope.id == Assignment.unit_id)
        .join(Course, Course.id == Assignment.course_id)
        .where(*_means())
    )


def _means() -> tuple[ColumnElement[bool], ...]:
    """Return the conditions under which a running assignment is somebody's duty."""
    obliged = is_obliged(Assignment, _standings)
    is_told = ~awaits_word(Assignment, _today)
    return (in_scope(), obliged, ~is_exempt(Assignment), is_running(_today), is_told)


def _with_field(text: Any, field: Any) -> Any:
    """Return a text with one more field."""
    return text.concat(literal(FIELD)).concat(field)


_carried = (
    *(cast(Assignment.id, String), cast(Assignment.course_id, String), Course.slug, Course.title),
    *(cast(due_in(Assignment), String), cast(Assignment.starts_on, String), state_in(Assignment)),
)
#: What the person of a statement must still complete, for pages that ask one statement for all;
#: `duties.carried` reads it. It needs `standings` and `today`.
OPEN_DUTIES = (
    select(func.coalesce(func.aggregate_strings(reduce(_with_field, _carried), LINE), ""))
    .select_from(Unit)
    .join(Assignment, Assignment.agency_id == Unit.agency_id)
    .join(Scope, Scope.id == Assignment.unit_id)
    .join(Course, Course.id == Assignment.course_id)
    .where(Unit.id == Person.unit_id, *_means(), ~has_finished(Assignment))
    .correlate(Person)
    .scalar_subquery()
)
_OWN = (
    _duties(
        *(Assignment.id, Assignment.course_id, Course.slug, Course.title),
        due_in(Assignment),
        *(Assignment.starts_on, Assignment.basis, Scope.name, state_in(Assignment)),
    )
    .where(Person.id == bindparam("person_id"))
    .order_by(Assignment.due_on, Assignment.id)
    .limit(MOST)
)
_IN_COURSE = _OWN.where(Assignment.course_id == bindparam("course_id"))
_TEAM = _duties(
    *(Person.id, Person.nip, Person.front_title, Person.name, Person.back_title),
    *(Assignment.id, Course.title, Course.slug, due_in(Assignment), state_in(Assignment)),
).where(Person.supervisor_id == bindparam("person_id"))
_HAS_TEAM = select(
    exists().where(Person.supervisor_id == bindparam("person_id"), Person.active.is_(True))
)


def duties_of(person_id: int, today: date) -> list[Duty]:
    """Return what somebody must complete, the nearest deadline first; of a course what is open."""
    found = rows(_OWN, person_id=person_id, today=today, standings=standings())
    duties = sorted((Duty(*row) for row in found), key=lambda duty: duty.state == DONE)
    return sorted(one_a_course(duties), key=lambda duty: (duty.due_on, duty.assignment_id))


def duty_in(person_id: int, course_id: int, today: date) -> Duty | None:
    """Return somebody's duty to complete a course: the first one that is open, if any is."""
    values = {"person_id": person_id, "today": today, "standings": standings()}
    found = [Duty(*row) for row in rows(_IN_COURSE, course_id=course_id, **values)]
    return next((duty for duty in found if duty.state != DONE), found[0] if found else None)


def team_duties(person_id: int, today: date) -> list[TeamLine]:
    """Return what a supervisor's people must complete, by name, the nearest deadline first."""
    ordered = _TEAM.order_by(Person.name, Person.id, Assignment.due_on, Assignment.id)
    values = {"person_id": person_id, "today": today, "standings": standings()}
    return [TeamLine(*row) for row in db.session.execute(ordered.limit(MOST_LINES), values)]


def has_team(person_id: int) -> bool:
    """Whether somebody is the direct supervisor of anybody."""
    row = first_row(_HAS_TEAM, person_id=person_id)
    return bool(row and row[0])
