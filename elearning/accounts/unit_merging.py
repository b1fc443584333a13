"""Merging a unit into another, and undoing it.

The merged unit is closed and hung below the one it went into, so that what was earned in it counts
there, wherever that unit goes later. Its people begin a new period of their employment history.
"""

from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, delete, exists, false, func, insert, literal, select, true, update
from sqlalchemy.orm import aliased

from elearning.accounts.models import Employment, Person, Unit
from elearning.accounts.organisation import (
    carry,
    forget_units,
    hang,
    note,
    require_free,
    undone,
)
from elearning.accounts.organisation_models import MergedPerson, UnitChange
from elearning.accounts.tree_lock import lock_tree
from elearning.core.db import db
from elearning.core.errors import Refused

#: What a period says besides the unit.
FIELDS = ("person_id", "nip", "status", "rank", "position", "position_kind")
UNSYNCHRONISED = {"synchronize_session": False}


def merge(unit: Unit, into: Unit, day: date, at: datetime, *, by_id: int) -> UnitChange:
    """Merge a unit: people and units below it go over, the unit is closed."""
    lock_tree(unit, into)
    _require_mergeable(unit, into)
    below = list(db.session.scalars(select(Unit.id).where(Unit.parent_id == unit.id)))
    details = {"into": into.id, "from": unit.parent_id, "day": day.isoformat(), "units": below}
    made = note(unit, "merged", at, by_id, **details, name=into.name)
    _take_people(made.id, unit.id, into.id, day)
    _take_units(unit, into, at)
    if unit.parent_id != into.id:
        hang(unit, into, at)
    unit.active = False
    return made


def _require_mergeable(unit: Unit, into: Unit) -> None:
    """Refuse what makes no sense, and units whose codes would meet."""
    if unit.kind == "agency":
        raise Refused(_("An agency stands at the top; it cannot be moved or merged."))
    if into.path.startswith(unit.path):
        raise Refused(_("Choose a unit outside of the one that is merged."))
    if not (unit.active and into.active):
        raise Refused(_("One of the two units is closed. Reopen it first."))
    if unit.parent_id != into.id:
        require_free(into, unit.code)
    own, there = aliased(Unit), aliased(Unit)
    same = (own.parent_id == unit.id, there.parent_id == into.id, there.id != unit.id)
    meeting = select(own.code).join(there, func.lower(there.code) == func.lower(own.code))
    code = db.session.scalar(meeting.where(*same).limit(1))
    if code is not None:
        raise Refused(
            _("Both units hold a unit with the code %(code)s. Change one of them first.", code=code)
        )


def _take_people(change_id: int, unit_id: int, into_id: int, day: date) -> None:
    """Let the people go over on a day; a period that began no earlier is corrected."""
    present = (Employment.person_id == Person.id, Employment.valid_until.is_(None))
    begins = exists().where(*present, Employment.unit_id == unit_id, Employment.valid_from < day)
    people = select(literal(change_id), Person.id, begins).where(Person.unit_id == unit_id)
    columns = ["change_id", "person_id", "begins"]
    db.session.execute(insert(MergedPerson).from_select(columns, people))
    ended = (Employment.person_id.in_(_taken(change_id, True)), Employment.unit_id == unit_id)
    _execute(update(Employment).where(*ended, Employment.valid_until.is_(None)), valid_until=day)
    begun = select(
        *(getattr(Employment, name) for name in FIELDS), literal(into_id), literal(day)
    ).where(*ended, Employment.valid_until == day)
    db.session.execute(insert(Employment).from_select([*FIELDS, "unit_id", "valid_from"], begun))
    corrected = (Employment.person_id.in_(_taken(change_id, False)), Employment.unit_id == unit_id)
    _execute(
        update(Employment).where(*corrected, Employment.valid_until.is_(None)), unit_id=into_id
    )
    _execute(update(Person).where(Person.unit_id == unit_id), unit_id=into_id)
    _forget_people()


def _taken(change_id: int, begins: bool) -> Select[int]:
    """Return the select of the people whom a merge took over in one of the two ways."""
    way = MergedPerson.begins.is_(true() if begins else false())
    return select(MergedPerson.person_id).where(MergedPerson.change_id == change_id, way)


def _take_units(unit: Unit, into: Unit, at: datetime) -> None:
    """Let the units below go over with everything below them."""
    carry(unit.path, into.path, into.agency_id, at, but=unit.id)
    _execute(update(Unit).where(Unit.parent_id == unit.id), parent_id=into.id)
    forget_units()


# Undoing


def unmerge(change: UnitChange, unit: Unit, at: datetime, *, by_id: int) -> None:
    """Undo a merge; people whose data have changed since stay where they are."""
    details = change.details
    into = db.session.get_one(Unit, details["into"])
    parent = db.session.get_one(Unit, details["from"])
    lock_tree(unit, into, parent)
    if change.undone_at is not None or unit.active or unit.parent_id != into.id:
        raise Refused(_("The unit was changed again since, so its merge cannot be undone."))
    if not parent.active:
        raise Refused(_("“%(name)s” is closed. Reopen it first.", name=parent.name))
    if parent.id != into.id:
        require_free(parent, unit.code)
        hang(unit, parent, at)
    _return_units(unit, into, details["units"], at)
    _return_people(change.id, unit.id, into.id, date.fromisoformat(details["day"]))
    unit.active = True
    undone(change, at, by_id)


def _return_units(unit: Unit, into: Unit, keys: list[int], at: datetime) -> None:
    """Hang the units that went over back, those that are still there."""
    there = (Unit.id.in_(keys), Unit.parent_id == into.id)
    for each in db.session.scalars(select(Unit).where(*there).order_by(Unit.id)).all():
        hang(each, unit, at)


def _return_people(change_id: int, unit_id: int, into_id: int, day: date) -> None:
    """Let the people go back for whom nothing has changed since."""
    for begins in (True, False):
        taken = MergedPerson.person_id.in_(_taken(change_id, begins))
        stays = MergedPerson.person_id.not_in(_unchanged(into_id, day, begins))
        gone = delete(MergedPerson).where(MergedPerson.change_id == change_id, taken, stays)
        db.session.execute(gone, execution_options=UNSYNCHRONISED)
    begun = (Employment.person_id.in_(_taken(change_id, True)), Employment.valid_until.is_(None))
    db.session.execute(
        delete(Employment).where(*begun, Employment.unit_id == into_id),
        execution_options=UNSYNCHRONISED,
    )
    before = (Employment.person_id.in_(_taken(change_id, True)), Employment.valid_until == day)
    _execute(update(Employment).where(*before, Employment.unit_id == unit_id), valid_until=None)
    corrected = (Employment.person_id.in_(_taken(change_id, False)), Employment.unit_id == into_id)
    _execute(
        update(Employment).where(*corrected, Employment.valid_until.is_(None)), unit_id=unit_id
    )
    back = select(MergedPerson.person_id).where(MergedPerson.change_id == change_id)
    _execute(update(Person).where(Person.id.in_(back)), unit_id=unit_id)
    _forget_people()


def _unchanged(into_id: int, day: date, begins: bool) -> Select[int]:
    """Return the select of the people of a unit who are still what a merge made them on a day."""
    later, present, before = (aliased(Employment) for _each in range(3))
    people = select(Person.id).where(
        Person.unit_id == into_id,
        ~exists().where(later.person_id == Person.id, later.valid_from > day),
    )
    if not begins:
        return people
    same = (getattr(before, name) == getattr(present, name) for name in FIELDS)
    own = (present.person_id == Person.id, present.valid_from == day, before.valid_until == day)
    return people.where(exists().where(*own, *same))


def _execute(statement: Any, **values: object) -> None:
    """Change rows; objects that were read before are forgotten afterwards."""
    db.session.execute(statement.values(**values), execution_options=UNSYNCHRONISED)


def _forget_people() -> None:
    """Let people and their periods that were read before be read again."""
    for thing in db.session.identity_map.values():
        if isinstance(thing, Person | Employment):
            db.session.expire(thing)
