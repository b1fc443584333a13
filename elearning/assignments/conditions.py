"""To whom an assignment applies and how far they are, as conditions for `where`.

`rule` is the table, whose columns are compared, or one assignment that need not be stored yet:
every page, figure and reminder asks the same conditions.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, false, func, literal, or_, select, true
from sqlalchemy.orm import aliased

from elearning.accounts.models import Person, Unit
from elearning.assignments.models import AssignedPerson, Assignment, Exemption, Reminder
from elearning.courses.models import Enrolment
from elearning.records.models import Completion

#: Where somebody stands.
DONE, LEARNING, WAITING = "done", "now", "todo"
STATES = (DONE, LEARNING, WAITING)

#: An account that was merged into the person's.
_former = aliased(Person)
#: The unit whose subtree an assignment is for.
Scope = aliased(Unit)


def in_scope() -> ColumnElement[bool]:
    """Whether a person's unit lies in the subtree of an assignment's unit (`Scope`)."""
    above = func.substr(Scope.path, 1, func.length(Scope.path) - 1)
    return and_(Unit.path >= Scope.path, Unit.path < above.concat("0"))


def is_obliged(rule: Any, standings: Any) -> ColumnElement[bool]:
    """Whether the rule means an active person who may learn by their legal standing.

    Who is named but not in the unit's subtree now is not meant. `standings` are codes, a text like
    the parts of a rule or a parameter that holds one.
    """
    return and_(
        Person.active.is_(True),
        Person.nip.is_not(None),
        _has(standings, Person.legal_standing),
        _has(rule.statuses, Person.status),
        _has(rule.ranks, Person.rank),
        _has(rule.position_kinds, Person.position_kind),
        _is_named(rule),
    )


def _any_where(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether any row fits the person and the assignment of the statement, however deep it stands."""
    return exists().where(*conditions).correlate(Person, Assignment)


def _has(values: Any, column: Any) -> ColumnElement[bool]:
    """Whether a part of the rule is empty or holds the person's value."""
    if isinstance(values, str):
        return column.in_(parts_of(values)) if values else true()
    return or_(values == "", values.contains(literal(",").concat(column).concat(",")))


def parts_of(values: str) -> list[str]:
    """Return the values of a part of a rule."""
    return [value for value in values.split(",") if value]


def part_of(values: Iterable[str]) -> str:
    """Return a part of a rule as it is stored."""
    joined = ",".join(values)
    return f",{joined}," if joined else ""


def _is_named(rule: Any) -> ColumnElement[bool]:
    """Whether the assignment names nobody, or the person among others."""
    if rule.is_listed is False:
        return true()
    named = _any_where(
        AssignedPerson.assignment_id == rule.id, AssignedPerson.person_id == Person.id
    )
    return named if rule.is_listed is True else or_(rule.is_listed.is_(False), named)


def is_exempt(rule: Any) -> ColumnElement[bool]:
    """Whether the person need not complete it."""
    return _any_where(
        Exemption.assignment_id == rule.id,
        Exemption.person_id == Person.id,
        Exemption.ended_at.is_(None),
    )


def has_finished(rule: Any) -> ColumnElement[bool]:
    """Whether the person has completed the course since the start, or before if that counts.

    An earlier completion counts only when it is still valid at the deadline.
    """
    earlier = or_(Completion.valid_until.is_(None), Completion.valid_until >= rule.due_on)
    since = Completion.completed_on >= rule.starts_on
    if isinstance(rule.counts_earlier, bool):
        counts = or_(since, earlier) if rule.counts_earlier else since
    else:
        counts = or_(since, and_(rule.counts_earlier.is_(True), earlier))
    finished = (
        Completion.course_id == rule.course_id,
        Completion.reversed_at.is_(None),
        counts,
    )
    own = _any_where(Completion.person_id == Person.id, *finished)
    formerly = (_former.merged_into_id == Person.id, Completion.person_id == _former.id)
    return or_(own, _any_where(*formerly, *finished))


def is_learning(rule: Any) -> ColumnElement[bool]:
    """Whether the person has joined the course and not completed it yet."""
    return _any_where(
        Enrolment.person_id == Person.id,
        Enrolment.course_id == rule.course_id,
        Enrolment.completed_at.is_(None),
    )


def state_in(rule: Any) -> ColumnElement[str]:
    """Return where the person stands."""
    return case((has_finished(rule), DONE), (is_learning(rule), LEARNING), else_=WAITING)


def due_in(rule: Any) -> ColumnElement[date]:
    """Return the person's deadline: the rule's, or the later one of somebody who joined late."""
    own = select(Reminder.own_due_on).where(*_told(rule)).correlate(Person, Assignment)
    later = own.scalar_subquery()
    return case((later > rule.due_on, later), else_=rule.due_on)


def is_late(rule: Any, today: Any) -> ColumnElement[bool]:
    """Whether the person's deadline has passed; somebody who is still to be told has time."""
    if isinstance(rule.due_on, date) and rule.due_on >= today:
        return false()
    has_time = _any_where(*_told(rule), Reminder.own_due_on >= today)
    return and_(rule.due_on < today, ~has_time, ~_is_untold(rule))


def awaits_word(rule: Any, today: Any) -> ColumnElement[bool]:
    """Whether somebody joined after the deadline and is told in the next morning by when."""
    return and_(rule.due_on < today, _is_untold(rule), ~has_finished(rule))


def _is_untold(rule: Any) -> ColumnElement[bool]:
    """Whether the rule gives deadlines of one's own and the person has been told nothing yet."""
    gives_time = rule.grace_days > 0
    if isinstance(gives_time, bool):
        return ~_any_where(*_told(rule)) if gives_time else false()
    return and_(gives_time, ~_any_where(*_told(rule)))


def _told(rule: Any) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Return the condition of what the person was told last."""
    return (Reminder.assignment_id == rule.id, Reminder.person_id == Person.id)


def is_running(today: Any) -> ColumnElement[bool]:
    """Whether an assignment has begun and is not ended."""
    return and_(Assignment.ended_at.is_(None), Assignment.starts_on <= today)


def is_overdue(state: str, due_on: date, today: date) -> bool:
    """Whether the deadline has passed and the course is not completed."""
    return state != DONE and due_on < today
