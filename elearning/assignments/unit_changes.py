"""Assignments of a unit that is merged into another: they go over with their people.

In the larger unit the rule would mean everybody there; so the people for whom the assignment is
when the units merge are named. Undoing the merge lets it be the unit's again.
"""

from collections.abc import Mapping

from sqlalchemy import delete, insert, literal, select, update

from elearning.accounts.models import Person, Unit
from elearning.accounts.organisation_models import UnitChange
from elearning.accounts.policy import below
from elearning.assignments.models import AssignedPerson, Assignment
from elearning.core.db import db

UNSYNCHRONISED = {"synchronize_session": False}


def name_people(unit: Unit) -> dict[int, bool]:
    """Name the people of a unit in its running assignments; say of each whether it named some."""
    found = select(Assignment.id, Assignment.is_listed).where(
        Assignment.unit_id == unit.id, Assignment.ended_at.is_(None)
    )
    named = dict(db.session.execute(found).all())
    for key in (key for key, is_listed in named.items() if not is_listed):
        people = select(literal(key), Person.id).join(Unit, Unit.id == Person.unit_id)
        present = people.where(below(Unit.path, unit.path), Person.active.is_(True))
        columns = ["assignment_id", "person_id"]
        db.session.execute(insert(AssignedPerson).from_select(columns, present))
    return named


def go_over(change: UnitChange, named: Mapping[int, bool], into: Unit) -> None:
    """Bind assignments that name their people to the unit into which theirs was merged."""
    if named:
        _bind(named, into, is_listed=True)
        kept = {str(key): is_listed for key, is_listed in named.items()}
        change.details = {**change.details, "assignments": kept}


def come_back(change: UnitChange, unit: Unit) -> None:
    """Bind what went over to its unit again; what was not for named people names nobody."""
    kept: Mapping[str, bool] = change.details.get("assignments", {})
    there = select(Assignment.id).where(Assignment.unit_id == change.details["into"])
    present = set(db.session.scalars(there.where(Assignment.id.in_([int(key) for key in kept]))))
    for is_listed in (True, False):
        keys = {int(key) for key, was_listed in kept.items() if was_listed is is_listed} & present
        _bind(keys, unit, is_listed=is_listed)
        if not is_listed:
            unnamed = delete(AssignedPerson).where(AssignedPerson.assignment_id.in_(keys))
            db.session.execute(unnamed, execution_options=UNSYNCHRONISED)


def _bind(keys: Mapping[int, bool] | set[int], unit: Unit, *, is_listed: bool) -> None:
    """Let assignments be a unit's, for named people or for all."""
    own = update(Assignment).where(Assignment.id.in_(keys))
    values = {"unit_id": unit.id, "agency_id": unit.agency_id or unit.id, "is_listed": is_listed}
    db.session.execute(own.values(**values), execution_options=UNSYNCHRONISED)
