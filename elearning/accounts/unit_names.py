"""Names of units with the days from which they are valid; records keep the name of their day."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from elearning.accounts.models import Employment, Unit
from elearning.accounts.organisation import note, undone
from elearning.accounts.organisation_models import UnitChange, UnitName
from elearning.accounts.tree_lock import lock_tree
from elearning.core.clock import local_date
from elearning.core.db import db, insert_into, when_due
from elearning.core.errors import Refused
from elearning.core.settings import current_settings

#: Since when the first known name of a unit is valid.
EVER = date.min
#: No zone is further ahead of UTC.
FURTHEST = timedelta(hours=14)


def rename(unit: Unit, name: str, since: date, today: date, at: datetime, *, by_id: int) -> None:
    """Give a unit a name from a day on; one of a later day is taken on that day by the worker."""
    lock_tree(unit)
    ever = {"unit_id": unit.id, "valid_from": EVER, "name": unit.name}
    db.session.execute(insert_into(UnitName.__table__).values(ever).on_conflict_do_nothing())
    before = db.session.get(UnitName, (unit.id, since))
    old = before.name if before else None
    db.session.merge(UnitName(unit_id=unit.id, valid_from=since, name=name))
    db.session.flush()  # the name of today is read from the names
    note(unit, "renamed", at, by_id, old=unit.name, new=name, since=since.isoformat(), there=old)
    unit.name = name_on(unit, today)


def unname(change: UnitChange, unit: Unit, today: date, at: datetime, *, by_id: int) -> None:
    """Take a renaming back."""
    lock_tree(unit)
    details = change.details
    given = db.session.get(UnitName, (unit.id, date.fromisoformat(details["since"])))
    if change.undone_at is not None or given is None or given.name != details["new"]:
        raise Refused(_("This name was changed again since. Rename the unit instead."))
    if details["there"] is None:
        db.session.delete(given)
    else:
        given.name = details["there"]
    db.session.flush()  # the name of today is read from the names
    unit.name = name_on(unit, today)
    undone(change, at, by_id)


def name_on(unit: Unit, day: date) -> str:
    """Return the name that is valid on a day."""
    until = (UnitName.unit_id == unit.id, UnitName.valid_from <= day)
    named = select(UnitName.name).where(*until).order_by(UnitName.valid_from.desc()).limit(1)
    return db.session.scalar(named) or unit.name


def take_due_names(at: datetime) -> int:
    """Give units the names that are valid from today on in their agency's zone; say how many."""
    later, agency = aliased(UnitName), aliased(Unit)
    newest = select(func.max(later.valid_from)).where(
        later.unit_id == UnitName.unit_id, later.valid_from <= (at + FURTHEST).date()
    )
    due = (
        select(Unit, agency.timezone)
        .join(UnitName, UnitName.unit_id == Unit.id)
        .outerjoin(agency, agency.id == Unit.agency_id)
        .where(UnitName.valid_from == newest.scalar_subquery(), UnitName.name != Unit.name)
    )

    def take() -> int:
        db.session.rollback()
        taken = 0
        for unit, zone in db.session.execute(due).all():
            name = name_on(unit, local_date(at, zone or current_settings().timezone))
            unit.name, taken = name, taken + (name != unit.name)
        db.session.commit()
        return taken

    return when_due(lambda: db.session.execute(due).first(), take)


# Reading


class NamedSince(NamedTuple):
    """A name and the first day on which it is valid; None where it is the first known one."""

    name: str
    valid_from: date | None


def names_of(unit_ids: Iterable[int]) -> dict[int, list[NamedSince]]:
    """Return the names of the units that were ever renamed, the first one first."""
    found = select(UnitName).where(UnitName.unit_id.in_(set(unit_ids)))
    names: dict[int, list[NamedSince]] = {}
    for row in db.session.scalars(found.order_by(UnitName.unit_id, UnitName.valid_from)):
        since = None if row.valid_from == EVER else row.valid_from
        names.setdefault(row.unit_id, []).append(NamedSince(row.name, since))
    return names


def name_then(period: Any = Employment, unit: Any = Unit) -> ColumnElement[str]:
    """Return the name that a unit had on the last day of a period; the present one's is today's."""
    valid = (UnitName.unit_id == unit.id, UnitName.valid_from < period.valid_until)
    newest = select(UnitName.name).where(*valid).order_by(UnitName.valid_from.desc()).limit(1)
    return func.coalesce(newest.correlate(period, unit).scalar_subquery(), unit.name)


def replaced_between(
    names: Sequence[NamedSince], first: date, end: date | None
) -> list[tuple[str, date]]:
    """Return the names that a unit lost inside a period, each with the day from which it was."""
    changes = ((old.name, new.valid_from) for old, new in pairwise(names) if new.valid_from)
    return [(name, day) for name, day in changes if first < day < (end or date.max)]
