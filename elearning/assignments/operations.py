"""Making an assignment, moving its deadline, ending it; each is noted in the audit log."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time

from flask_babel import gettext as _
from sqlalchemy import func, select, update

from elearning.accounts.models import Person, Unit
from elearning.accounts.policy import below
from elearning.assignments.models import AssignedPerson, Assignment
from elearning.assignments.people_queries import Figures
from elearning.assignments.queries import named_by, twins_of
from elearning.core import audit, clock
from elearning.core.db import db, insert_into
from elearning.core.errors import Refused
from elearning.core.settings import current_settings

#: Rows of an insert.
CHUNK = 500


def assign(assignment: Assignment, people: Sequence[int], by: Person, at: datetime) -> Assignment:
    """Make a course mandatory; the worker tells everybody whom it means."""
    require_new(assignment, set(people))
    assignment.made_by_id, assignment.made_at = by.id, at
    assignment.walk_at = first_walk(assignment, at)
    db.session.add(assignment)
    db.session.flush()  # the named people and the audit row carry the new key
    named = dict.fromkeys(people)  # an old and a new NIP may name the same person
    rows = [{"assignment_id": assignment.id, "person_id": key} for key in named]
    for start in range(0, len(rows), CHUNK):
        db.session.execute(insert_into(AssignedPerson).values(rows[start : start + CHUNK]))
    facts = {"course_id": assignment.course_id, "unit_id": assignment.unit_id}
    _note("made", assignment, by, at, due_on=assignment.due_on.isoformat(), **facts)
    return assignment


def require_new(assignment: Assignment, people: set[int]) -> None:
    """Refuse what is asked of the same people already: pressed twice, it is made once."""
    for twin in twins_of(assignment):
        if not assignment.is_listed or named_by(twin) == people:
            raise Refused(
                _(
                    "This is made already: the same course for the same people with the same "
                    "deadline. You find it in the list of mandatory courses."
                )
            )


def move_deadline(assignment: Assignment, due_on: date, by: Person, at: datetime) -> None:
    """Set another deadline; the worker tells it to everybody who has not finished."""
    require_running(assignment)
    if due_on == assignment.due_on:
        raise Refused(_("This is the deadline already. Choose another day."))
    old, assignment.due_on = assignment.due_on, due_on
    assignment.walk_at, assignment.reached = first_walk(assignment, at), 0
    assignment.counted_at = None
    _note("moved", assignment, by, at, due_on=due_on.isoformat(), was=old.isoformat())


def follow_units(path: str) -> None:
    """Let the assignments of a subtree belong to the agency in which it lies now."""
    now = select(func.coalesce(Unit.agency_id, Unit.id)).where(Unit.id == Assignment.unit_id)
    there = Assignment.unit_id.in_(select(Unit.id).where(below(Unit.path, path)))
    moved = update(Assignment).where(there).values(agency_id=now.scalar_subquery())
    db.session.execute(moved)


def first_walk(assignment: Assignment, at: datetime) -> datetime:
    """Return when its people are told: now, or in the morning of the day on which it starts."""
    zone, hour = clock.zone(assignment.timezone), current_settings().digest_hour
    return max(at, datetime.combine(assignment.starts_on, time(hour), zone).astimezone(UTC))


def end(assignment: Assignment, by: Person, at: datetime, figures: Figures) -> None:
    """End an assignment with its last figures: nobody is obliged or reminded any more."""
    require_running(assignment)
    assignment.ended_at = assignment.counted_at = at
    assignment.people, assignment.finished = figures.people, figures.done
    _note("ended", assignment, by, at)


def require_running(assignment: Assignment) -> None:
    """Refuse changes of an assignment that is over."""
    if assignment.ended_at is not None:
        raise Refused(_("This assignment has ended. Make a new one instead."))


def _note(deed: str, assignment: Assignment, by: Person, at: datetime, **facts: int | str) -> None:
    """Append a deed to the audit log."""
    audit.record(f"assignment.{deed}", f"assignment:{assignment.id}", at, actor_id=by.id, **facts)
