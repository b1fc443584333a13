"""Whom the worker reminds, in the order of their keys, with what they were told last."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import and_, select

from elearning.accounts.models import Person, Unit
from elearning.assignments import conditions
from elearning.assignments.duty_queries import standings
from elearning.assignments.models import Assignment, Reminder
from elearning.assignments.policy import within
from elearning.core.db import db


class Reminded(NamedTuple):
    """Somebody whom an assignment means, where they stand, and what they were told last."""

    person: Person
    state: str
    told_due_on: date | None
    told_step: int | None
    own_due_on: date | None


def next_walk(at: datetime) -> Assignment | None:
    """Return the assignment whose walk is due longest, locked; what others hold is passed."""
    due = select(Assignment).where(Assignment.ended_at.is_(None), Assignment.walk_at <= at)
    ordered = due.order_by(Assignment.walk_at, Assignment.id).limit(1)
    return db.session.scalars(ordered.with_for_update(skip_locked=True)).first()


def people_after(rule: Assignment, after: int, limit: int) -> list[Reminded]:
    """Return the next people whom an assignment means and does not exempt."""
    path = db.session.scalars(select(Unit.path).where(Unit.id == rule.unit_id)).one()
    told = and_(Reminder.assignment_id == rule.id, Reminder.person_id == Person.id)
    found = (
        select(
            Person, conditions.state_in(rule), Reminder.due_on, Reminder.step, Reminder.own_due_on
        )
        .join(Unit, Unit.id == Person.unit_id)
        .outerjoin(Reminder, told)
        .where(
            Person.id > after,
            within(Unit.path, (path,)),
            conditions.is_obliged(rule, standings()),
            ~conditions.is_exempt(rule),
        )
    )
    rows = db.session.execute(found.order_by(Person.id).limit(limit))
    return [Reminded(*row) for row in rows]


def people_at(keys: Sequence[int]) -> Sequence[Person]:
    """Return some people."""
    return db.session.scalars(select(Person).where(Person.id.in_(keys)).order_by(Person.id)).all()
