"""A roster is taken back: everybody whom nobody has changed since is as they were before.

Who was changed since is left alone and listed. An account that the roster made is closed, never
deleted; the units that it added stay.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import update

from elearning.accounts.models import Person, Unit
from elearning.accounts.policy import oversees
from elearning.core import audit
from elearning.core.db import db
from elearning.core.errors import Refused
from elearning.staff.applying import close_accounts
from elearning.staff.histories import is_untouched, turn_back
from elearning.staff.models import (
    APPLIED,
    CHANGED,
    KEPT,
    MISSING,
    MOVED,
    NEW,
    RESTORED,
    UNDONE,
    RosterChange,
)
from elearning.staff.officers import Officer, holders_beyond
from elearning.staff.plan import Line, clashing, closed_units, parts_of, save_lines
from elearning.staff.present import Present, people_by, present_periods

Step = Callable[[int], object]


def undo(
    change: RosterChange, officer: Officer, at: datetime, step: Step = lambda _done: None
) -> None:
    """Take an applied roster back in the caller's transaction."""
    db.session.flush()  # the row is read anew
    db.session.refresh(change, with_for_update=True)  # of two who undo it, one is refused
    root = db.session.get_one(Unit, change.unit_id)
    if change.state != APPLIED:
        raise Refused(_("Only an import that was applied can be undone, and only once."))
    if not oversees(officer, root.path):
        raise Refused(_("You no longer look after this unit. Ask the HR office of the agency."))
    restored = kept = 0
    for outcomes in ((NEW, CHANGED, MOVED), (MISSING,)):
        for part in parts_of(change.id, outcomes, only_chosen=outcomes == (MISSING,)):
            back = _undo_part(part, officer, at)
            restored, kept = restored + back, kept + len(part) - back
            step(restored + kept)
    change.state, change.undone_at = UNDONE, at
    change.counts = {**change.counts, RESTORED: restored, KEPT: kept}
    facts = {"change_id": change.id, RESTORED: restored, KEPT: kept}
    audit.record("people.import_undone", f"unit:{root.id}", at, actor_id=officer.id, **facts)
    db.session.flush()
    db.session.expire_all()  # plain statements changed what the session holds


def _undo_part(part: Sequence[Line], officer: Officer, at: datetime) -> int:
    """Take some lines back; return how many."""
    people = {x.id: x for x in people_by(Person.id, {line.person_id for line in part})}
    periods, beyond = present_periods(people), holders_beyond(officer, set(people))
    clashes, closed = clashing(part, "before"), closed_units(part)
    back = list[tuple[Line, Present]]()
    for line in part:
        now = people.get(line.person_id or 0)
        if now is None or now.id in beyond or not _is_as_left(line, now, officer):
            continue
        if line.id in clashes or line.before.get("unit_id") in closed:
            continue
        if is_untouched(line, periods.get(now.id), now):
            back.append((line, now))
    _restore(back, at)
    kept = {line.id for line in part} - {line.id for line, _now in back}
    save_lines({"id": line.id, "result": KEPT if line.id in kept else RESTORED} for line in part)
    return len(back)


def _is_as_left(line: Line, now: Present, officer: Officer) -> bool:
    """Whether a person is as the roster left them, and the officer's to change.

    Somebody new who has set a password works here already, and a merged account stays merged.
    """
    same = all(getattr(now, field) == value for field, value in line.after.items())
    begun = line.outcome == NEW and now.has_password
    stays = begun or now.merged_into_id is not None
    return same and not stays and oversees(officer, now.path)


def _restore(back: list[tuple[Line, Present]], at: datetime) -> None:
    """Give people back what they were before; new accounts are closed."""
    new = [now.id for line, now in back if line.outcome == NEW]
    missing = [now.id for line, now in back if line.outcome == MISSING]
    changed = [(line, now) for line, now in back if line.outcome in (CHANGED, MOVED)]
    if new:
        close_accounts(new, at)
    if missing:
        db.session.execute(update(Person).where(Person.id.in_(missing)).values(active=True))
    rows: list[dict[str, Any]] = [
        {"id": now.id, **now.values(), **line.before} for line, now in changed
    ]
    if rows:
        db.session.execute(update(Person), rows)
    turn_back([line for line, _now in changed])
