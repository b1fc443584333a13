"""Reminding: once a day the worker walks through the people of each assignment, in chunks.

A chunk's notices, what everybody was told and how far the walk has come are committed together:
wherever it is broken off, nobody is told twice and nobody is left out.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from elearning.accounts.models import Person
from elearning.assignments import reminder_notices as words
from elearning.assignments import reminder_queries as queries
from elearning.assignments.conditions import DONE
from elearning.assignments.models import Assignment, Reminder, SupervisorNotice
from elearning.assignments.reminder_queries import Reminded
from elearning.core import clock
from elearning.core.db import db, insert_into, when_due
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

    return when_due(lambda: queries.next_walk(at), work)


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
    steps = steps_of(settings.reminder_days)
    missing = [_standing(assignment, each, steps, today) for each in chunk if each.state != DONE]
    _tell(assignment, missing, today, at)
    late = [each for each in missing if each.step == LATE]
    if today.isoweekday() >= settings.overdue_weekday > 0:
        _tell_supervisors(late, today, at)


class Standing(NamedTuple):
    """Somebody who has not finished: their deadlines now, and the reminder that is due."""

    told: Reminded
    own_due_on: date | None
    due_on: date
    step: int

    @property
    def news(self) -> str:
        """What is new to them; empty when they know."""
        told = self.told
        if told.told_due_on is None:
            return words.NEW if self.step != LATE else words.OVERDUE
        if told.told_due_on != self.due_on:
            return words.MOVED
        if told.told_step is not None and self.step < told.told_step:
            return words.OVERDUE if self.step == LATE else words.NEAR
        return ""


def _standing(
    assignment: Assignment, each: Reminded, steps: Sequence[int], today: date
) -> Standing:
    """Return where somebody stands before their deadline."""
    own = late_deadline(assignment, today) if each.told_due_on is None else each.own_due_on
    due_on = max(assignment.due_on, own or assignment.due_on)
    return Standing(each, own, due_on, step_at((due_on - today).days, steps))


def late_deadline(assignment: Assignment, today: date) -> date | None:
    """Return the deadline of somebody who joins now; None when the common one leaves the time.

    Nobody has more time than those who were there from the start.
    """
    made_on = clock.local_date(assignment.made_at, assignment.timezone)
    most = (assignment.due_on - max(assignment.starts_on, made_on)).days
    own = today + timedelta(days=min(assignment.grace_days, most))
    return own if assignment.grace_days and own > assignment.due_on else None


def steps_of(text: str) -> tuple[int, ...]:
    """Return the days before a deadline on which people are reminded."""
    return tuple(int(day) for day in text.split(",") if day.strip())


def step_at(days_left: int, steps: Sequence[int]) -> int:
    """Return the reminder that is due: it only falls while the deadline comes nearer."""
    if days_left < 0:
        return LATE
    return min((step for step in steps if days_left <= step), default=FAR)


def _tell(assignment: Assignment, people: Sequence[Standing], today: date, at: datetime) -> None:
    """Tell people of a new duty, of its new deadline, or the reminder that is due; note it."""
    groups: dict[tuple[str, date, date | None, int], list[Person]] = {}
    for each in people:
        if each.news:
            alike = (each.news, each.due_on, each.own_due_on, each.step)
            groups.setdefault(alike, []).append(each.told.person)
    for (what, due_on, own, step), told in groups.items():
        message = words.message(what, assignment, due_on, today)
        tell_all(told, DEADLINE, message, at, link=words.link(assignment))
        _note(assignment, told, {"due_on": due_on, "own_due_on": own, "step": step, "told_at": at})


def _note(assignment: Assignment, people: Sequence[Person], told: dict[str, Any]) -> None:
    """Note what people were told last."""
    keys = {"assignment_id": assignment.id}
    rows = [{**keys, "person_id": person.id, **told} for person in people]
    fresh = insert_into(Reminder).values(rows)
    columns = [Reminder.assignment_id, Reminder.person_id]
    db.session.execute(fresh.on_conflict_do_update(index_elements=columns, set_=told))


def _tell_supervisors(people: Sequence[Standing], today: date, at: datetime) -> None:
    """Tell the direct supervisors of overdue people, each once a week."""
    week = today - timedelta(days=today.weekday())
    above = {each.told.person.supervisor_id for each in people}
    keys = sorted(key for key in above if key)
    if not keys:
        return
    rows = [{"person_id": key, "week": week, "told_at": at} for key in keys]
    fresh = insert_into(SupervisorNotice).values(rows).on_conflict_do_nothing()
    new = set(db.session.scalars(fresh.returning(SupervisorNotice.person_id)))
    supervisors = queries.people_at(sorted(new))
    tell_all(supervisors, DEADLINE, words.team_message, at, link=words.TEAM)
