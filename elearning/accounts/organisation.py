"""Changing the organisation: adding, moving, closing; each change is kept and audited.

Keys stay, paths change: whatever is bound to a unit goes with it, and what was earned there keeps
its text and the path of its day (`former_paths`).
"""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, literal, select, update

from elearning.accounts import operations
from elearning.accounts.models import Person, Unit
from elearning.accounts.organisation_models import FormerPath, UnitChange
from elearning.accounts.policy import below
from elearning.accounts.tree_lock import lock_tree
from elearning.core import audit
from elearning.core.db import db, insert_into
from elearning.core.errors import Refused

# Adding and describing


def add(
    parent: Unit | None, kind: str, code: str, name: str, at: datetime, *, by_id: int, **more: str
) -> Unit:
    """Add a unit below an open one, or an agency; a code is unique below one unit."""
    lock_tree(*([parent] if parent else []))
    if parent is not None and not parent.active:
        raise Refused(_("“%(name)s” is closed. Reopen it first.", name=parent.name))
    require_free(parent, code)
    unit = operations.add_unit(parent, kind, code, name, **more)
    note(unit, "added", at, by_id, name=name, code=code)
    return unit


def change(unit: Unit, at: datetime, *, by_id: int, **values: str) -> bool:
    """Change a unit's code, kind, organiser name, zone or place; say whether anything changed."""
    lock_tree(unit)
    old = {name: getattr(unit, name) for name in values if getattr(unit, name) != values[name]}
    if "code" in old:
        parent = db.session.get(Unit, unit.parent_id) if unit.parent_id else None
        require_free(parent, values["code"], but=unit.id)
    for name in old:
        setattr(unit, name, values[name])
    if old:
        note(unit, "changed", at, by_id, old=old, new={name: values[name] for name in old})
    return bool(old)


def require_free(parent: Unit | None, code: str, *, but: int = 0) -> None:
    """Refuse a code that another unit below the same one has."""
    siblings = Unit.parent_id == parent.id if parent else Unit.parent_id.is_(None)
    same = (siblings, func.lower(Unit.code) == code.lower(), Unit.id != but)
    other = db.session.scalar(select(Unit.name).where(*same).limit(1))
    if other is not None:
        raise Refused(
            _("The code %(code)s belongs to “%(name)s” there. Use another.", code=code, name=other),
            about="code",
        )


# Moving


def move(unit: Unit, parent: Unit, at: datetime, *, by_id: int) -> None:
    """Put a unit with everything below it under another unit."""
    lock_tree(unit, parent)
    require_movable(unit, parent)
    details = {"from": unit.parent_id, "to": parent.id, "old_path": unit.path}
    hang(unit, parent, at)
    note(unit, "moved", at, by_id, **details)


def require_movable(unit: Unit, parent: Unit) -> None:
    """Refuse a place below the unit itself, below a closed unit, or where its code is taken."""
    if unit.kind == "agency":
        raise Refused(_("An agency stands at the top; it cannot be moved or merged."))
    if parent.path.startswith(unit.path):
        raise Refused(_("A unit cannot lie below itself. Choose a place outside of it."))
    if parent.id == unit.parent_id:
        raise Refused(_("The unit is there already."))
    if not parent.active:
        raise Refused(_("“%(name)s” is closed. Reopen it first.", name=parent.name))
    require_free(parent, unit.code)


def move_back(change: UnitChange, unit: Unit, at: datetime, *, by_id: int) -> None:
    """Put a unit back where it was before a move."""
    parent = db.session.get_one(Unit, change.details["from"])
    lock_tree(unit, parent)
    if change.undone_at is not None or unit.parent_id != change.details["to"]:
        raise Refused(_("The unit was moved again since. Move it instead."))
    require_movable(unit, parent)
    hang(unit, parent, at)
    undone(change, at, by_id)


def hang(unit: Unit, parent: Unit, at: datetime) -> None:
    """Hang a unit below another and carry the paths of its subtree along."""
    carry(unit.path, f"{parent.path}{unit.id}/", parent.agency_id, at)
    unit.parent_id = parent.id
    db.session.flush()  # what follows reads the tree


def carry(old: str, new: str, agency_id: int | None, at: datetime, *, but: int = 0) -> None:
    """Change the paths of a subtree and keep the former ones, in two statements.

    No new path is taken: each begins with its own unit's key below a place where it was not.
    """
    db.session.flush()  # statements see what objects hold
    moved = (below(Unit.path, old), Unit.id != but)
    former = select(Unit.path, Unit.id, literal(at, FormerPath.until.type)).where(*moved)
    kept = insert_into(FormerPath.__table__).from_select(["path", "unit_id", "until"], former)
    db.session.execute(
        kept.on_conflict_do_update(index_elements=["path"], set_={"until": kept.excluded.until})
    )
    path = new + func.substr(Unit.path, len(old) + 1)
    db.session.execute(
        update(Unit).where(*moved).values(path=path, agency_id=agency_id),
        execution_options={"synchronize_session": False},
    )
    forget_units()


def forget_units() -> None:
    """Let the units that were read before be read again."""
    for thing in db.session.identity_map.values():
        if isinstance(thing, Unit):
            db.session.expire(thing)


# Closing


def close(unit: Unit, at: datetime, *, by_id: int) -> None:
    """Close a unit in which nobody works and below which nothing is open."""
    lock_tree(unit)
    working = (Person.unit_id == unit.id, Person.active.is_(True))
    if db.session.scalar(select(Person.id).where(*working).limit(1)) is not None:
        raise Refused(_("People still work in this unit. Move them or merge the unit first."))
    open_below = (Unit.parent_id == unit.id, Unit.active.is_(True))
    if db.session.scalar(select(Unit.id).where(*open_below).limit(1)) is not None:
        raise Refused(_("Units below this one are still open. Move, merge or close them first."))
    unit.active = False
    note(unit, "closed", at, by_id)


def reopen(unit: Unit, at: datetime, *, by_id: int) -> None:
    """Open a closed unit again."""
    lock_tree(unit)
    parent = db.session.get(Unit, unit.parent_id) if unit.parent_id else None
    if parent is not None and not parent.active:
        raise Refused(_("“%(name)s” is closed. Reopen it first.", name=parent.name))
    unit.active = True
    note(unit, "reopened", at, by_id)


# What was done


def note(unit: Unit, kind: str, at: datetime, by_id: int, **details: Any) -> UnitChange:
    """Keep a change, for the page of the unit and the audit log."""
    made = UnitChange(unit_id=unit.id, kind=kind, at=at, by_id=by_id, details=details)
    db.session.add(made)
    db.session.flush()  # its key may be needed, and its order is the order of deeds
    audit.record(f"unit.{kind}", f"unit:{unit.id}", at, actor_id=by_id, **details)
    return made


def undone(change: UnitChange, at: datetime, by_id: int) -> None:
    """Note that a change was taken back."""
    change.undone_at = at
    subject = f"unit:{change.unit_id}"
    audit.record(f"unit.{change.kind}.undone", subject, at, actor_id=by_id, change=change.id)
