"""Reminding: once a day the worker walks through the people of each assignment, in chunks.

A chunk's notices, what everybody was told and how far the walk has come are committed together:
wherever it is broken off, nobody is told twice and nobody is left out.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from elearning.accounts.models import Person
from elearning.assignments import reminder_notices as words
from elearning.assignments import reminder_queries as queries
from elearning.assignments.conditions import DONE
from elearning.assignments.models import Assignment, Reminder, SupervisorNotice
from elearning.assignments.reminder_queries import Reminded
from elearning.core import clock
from elearning.core.db import db, insert_into, retrying, writing
from elearning.core.settings import Settings, current_settings
from elearning.notices.kinds import DEADLINE
from elearning.notices.operations import next_digest, tell_all

CHUNK = 200
#: Told, and no reminder is due yet; and: told after the deadline.
FAR, LATE = 32_000, -1


def remind_due(at: datetime) -> int:
    """Tell the next chunk of the assignment whose walk is due longest; say if there was one."""

    def work() -> int:
        db.session.rollback()
        found = queries.next_walk(at)
        if found is not None:
            _walk(found, current_settings(), at)
        db.session.commit()
        return int(found is not None)

    with writing():
        return retrying(work)


def _walk(assignment: Assignment, settings: Settings, at: datetime) -> None:
    """Take the next people of an assignment and tell those to whom something is new."""
    local = at.astimezone(clock.zone(assignment.timezone))
    is_night = local.hour < settings.digest_hour
    chunk = [] if is_night else queries.people_after(assignment, assignment.reached, CHUNK)
    if not chunk:
        assignment.walk_at = next_digest(at, assignment.timezone, settings.digest_hour)
        assignment.reached = assignment.reached if is_night else 0
        return
    assignment.reached, today = chunk[-1].person.id, local.date()
    step = step_at((assignment.due_on - today).days, steps_of(settings.reminder_days))
    missing = [each for each in chunk if each.state != DONE]
    _tell(assignment, missing, step, today, at)
    if step == LATE and today.isoweekday() >= settings.overdue_weekday > 0:
        _tell_supervisors(missing, today, at)


def steps_of(text: str) -> tuple[int, ...]:
    """Return the days before a deadline on which people are reminded."""
    return tuple(int(day) for day in text.split(",") if day.strip())


def step_at(days_left: int, steps: Sequence[int]) -> int:
    """Return the reminder that is due: it only falls while the deadline comes nearer."""
    if days_left < 0:
        return LATE
    return min((step for step in steps if days_left <= step), default=FAR)


def _tell(
    assignment: Assignment, people: Sequence[Reminded], step: int, today: date, at: datetime
) -> None:
    """Tell people of a new duty, of its new deadline, or the reminder that is due; note it."""
    groups: dict[str, list[Person]] = {}
    for each in people:
        what = _news(each, assignment.due_on, step)
        if what:
            groups.setdefault(what, []).append(each.person)
    for what, told in groups.items():
        message = words.message(what, assignment, today)
        tell_all(told, DEADLINE, message, at, link=words.link(assignment))
        _note(assignment, told, step, at)


def _news(each: Reminded, due_on: date, step: int) -> str:
    """Return what is new to somebody; empty when they know."""
    if each.told_due_on is None:
        return words.NEW if step != LATE else words.OVERDUE
    if each.told_due_on != due_on:
        return words.MOVED
    if each.told_step is not None and step < each.told_step:
        return words.OVERDUE if step == LATE else words.NEAR
    return ""


def _note(assignment: Assignment, people: Sequence[Person], step: int, at: datetime) -> None:
    """Note what people were told last."""
    told = {"due_on": assignment.due_on, "step": step, "told_at": at}
    keys = {"assignment_id": assignment.id}
    rows = [{**keys, "person_id": person.id, **told} for person in people]
    fresh = insert_into(Reminder).values(rows)
    columns = [Reminder.assignment_id, Reminder.person_id]
    db.session.execute(fresh.on_conflict_do_update(index_elements=columns, set_=told))


def _tell_supervisors(people: Sequence[Reminded], today: date, at: datetime) -> None:
    """Tell the direct supervisors of overdue people, each once a week."""
    week = today - timedelta(days=today.weekday())
    keys = sorted({each.person.supervisor_id for each in people if each.person.supervisor_id})
    if not keys:
        return
    rows = [{"person_id": key, "week": week, "told_at": at} for key in keys]
    fresh = insert_into(SupervisorNotice).values(rows).on_conflict_do_nothing()
    new = set(db.session.scalars(fresh.returning(SupervisorNotice.person_id)))
    supervisors = queries.people_at(sorted(new))
    tell_all(supervisors, DEADLINE, words.team_message, at, link=words.TEAM)
