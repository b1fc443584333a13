"""A checked roster becomes one change: everything of it in the caller's transaction, or nothing.

The plan was made before, so what is left are plain statements over some lines at a time: a crash
leaves no half of it, and memory does not grow with the roster.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import insert, select, update

from elearning.accounts import operations
from elearning.accounts.models import ActivationCode, Employment, Person, SignIn, Unit
from elearning.accounts.operations import EMPLOYMENT_FIELDS
from elearning.accounts.policy import oversees
from elearning.core import audit
from elearning.core.db import db
from elearning.core.errors import Refused
from elearning.staff.comparing import GUARDED
from elearning.staff.histories import History, begun_period
from elearning.staff.models import (
    APPLIED,
    CHANGED,
    CHECKED,
    MISSING,
    MOVED,
    NEW,
    RosterChange,
    RosterUnit,
)
from elearning.staff.officers import Officer, holders_beyond
from elearning.staff.plan import Line, clashing, forget_unchanged, parts_of, save_lines
from elearning.staff.present import (
    FIELDS,
    TEXTS,
    Present,
    keys_by_email,
    keys_by_nip,
    people_by,
    people_by_nips,
    present_periods,
)

Step = Callable[[int], object]


def apply(
    change: RosterChange,
    officer: Officer,
    at: datetime,
    today: date,
    step: Step = lambda _done: None,
) -> None:
    """Bring the accounts to what a checked roster says; `today` dates what has no date."""
    _require_ready(change, officer)
    units, done = _make_units(change), 0
    for part in parts_of(change.id, (NEW,)):
        _add(part, units, at, today)
        step(done := done + len(part))
    for part in parts_of(change.id, (CHANGED, MOVED)):
        _change(part, units, officer, today)
        step(done := done + len(part))
    for part in parts_of(change.id, (MISSING,), only_chosen=True):
        _close(part, officer, at)
        step(done := done + len(part))
    _set_bosses(change.id)
    forget_unchanged(change.id)
    change.state, change.applied_at = APPLIED, at
    facts = {name: change.counts.get(name, 0) for name in (NEW, CHANGED, MOVED)}
    subject = f"unit:{change.unit_id}"
    facts |= {"change_id": change.id, "lines": done}
    audit.record("people.imported", subject, at, actor_id=officer.id, **facts)
    db.session.expire_all()  # plain statements changed what the session holds


def _require_ready(change: RosterChange, officer: Officer) -> None:
    """Only a roster without errors is applied, once, by whoever oversees its unit still."""
    db.session.flush()  # the row is read anew
    db.session.refresh(change, with_for_update=True)  # of two who apply it, one is refused
    if change.state != CHECKED:
        raise Refused(_("This roster is not waiting to be applied. Look at its page again."))
    if change.counts.get("error"):
        raise Refused(_("Mend the rows with an error in the file and upload it again."))
    root = db.session.get_one(Unit, change.unit_id)
    if not oversees(officer, root.path):
        raise Refused(_("You no longer look after this unit. Ask the HR office of the agency."))


def stale(name: str) -> Refused:
    """Say that somebody was changed since the dry run."""
    sentence = _(
        "The data of %(name)s changed since the check. Nothing was applied: check the file again.",
        name=name,
    )
    return Refused(sentence)


def _make_units(change: RosterChange) -> dict[int, int]:
    """Make the units that the roster adds; return their keys by those of the plan."""
    made: dict[int, int] = {}
    planned = select(RosterUnit).where(RosterUnit.change_id == change.id).order_by(RosterUnit.id)
    for unit in db.session.scalars(planned).all():
        above = made[unit.above_id] if unit.above_id is not None else unit.parent_id
        parent = db.session.get_one(Unit, above)
        made[unit.id] = operations.add_unit(parent, unit.kind, unit.code, unit.name).id
        unit.unit_id = made[unit.id]
    db.session.flush()  # what follows are plain statements
    return made


def _placed(line: Line, units: dict[int, int]) -> dict[str, Any]:
    """Return what a line states, with the key of a unit that was just made."""
    own = {"unit_id": units[line.new_unit_id]} if line.new_unit_id is not None else {}
    return {**line.after, **own}


def _add(part: Sequence[Line], units: dict[int, int], at: datetime, today: date) -> None:
    """Add new people with the start of their history."""
    taken = keys_by_nip({line.nip for line in part})
    emails = keys_by_email({line.after.get("email", "") for line in part})
    empty = dict.fromkeys(FIELDS) | dict.fromkeys(TEXTS, "")
    rows = []
    for line in part:
        if line.nip in taken or line.after.get("email") in emails:
            raise stale(line.name)
        rows.append(empty | _placed(line, units) | {"created_at": at})
    made = db.session.execute(insert(Person).returning(Person.nip, Person.id), rows).all()
    keys = {nip: key for nip, key in made if nip}
    periods = [
        begun_period(keys[line.nip], row, line.since or today)
        for line, row in zip(part, rows, strict=True)
        if row["unit_id"] is not None
    ]
    _insert(Employment, periods)
    save_lines(
        {"id": line.id, "person_id": keys[line.nip], "after": _placed(line, units)} for line in part
    )


def _change(part: Sequence[Line], units: dict[int, int], officer: Officer, today: date) -> None:
    """Change people, unless somebody else did since the check; history keeps what was."""
    ids = {line.person_id for line in part}
    people = {person.id: person for person in people_by(Person.id, ids)}
    beyond, clashes = holders_beyond(officer, set(people)), clashing(part, "after")
    periods, histories, rows = present_periods(people), History(), []
    for line in part:
        now, after = people.get(line.person_id or 0), _placed(line, units)
        if now is None or line.id in clashes or not _is_as_checked(line, now, officer):
            raise stale(line.name)
        if now.id in beyond and after.keys() & set(GUARDED):
            raise stale(line.name)
        new = now.values() | after
        free = {"released_at": None} if line.outcome == MOVED else {}
        rows.append({"id": now.id, **new, **free})
        if after.keys() & set(EMPLOYMENT_FIELDS):
            histories.turn(line, periods.get(now.id), now, new, line.since or today)
    for outcome_rows in _alike(rows):
        db.session.execute(update(Person), outcome_rows)
    made = histories.write()
    save_lines(
        {
            "id": line.id,
            "after": _placed(line, units),
            "period": histories.of(line, made),
        }
        for line in part
    )


def _is_as_checked(line: Line, now: Present, officer: Officer) -> bool:
    """Whether a person is as the dry run saw them, and the officer's to change."""
    same = all(getattr(now, field) == value for field, value in line.before.items())
    return same and now.merged_into_id is None and (now.is_released or oversees(officer, now.path))


def _alike(rows: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Divide rows by whether they end a release: a statement changes the same columns of all."""
    freed = [row for row in rows if "released_at" in row]
    others = [row for row in rows if "released_at" not in row]
    return [group for group in (freed, others) if group]


def _insert(model: type[Any], rows: list[dict[str, Any]]) -> None:
    """Add rows in one statement."""
    if rows:
        db.session.execute(insert(model), rows)


def _close(part: Sequence[Line], officer: Officer, at: datetime) -> None:
    """Close the accounts of chosen people who are missing from the file."""
    people = {person.id: person for person in people_by(Person.id, {x.person_id for x in part})}
    spared = holders_beyond(officer, set(people)) | {officer.id}
    for line in part:
        now = people.get(line.person_id or 0)
        if now is None or not now.active or not oversees(officer, now.path) or now.id in spared:
            raise stale(line.name)
    close_accounts(list(people), at)
    save_lines({"id": line.id, "after": {"active": False}} for line in part)


def close_accounts(ids: list[int], at: datetime) -> None:
    """Close some accounts: nobody signs in with them and their records stay."""
    unrevoked = (SignIn.person_id.in_(ids), SignIn.revoked_at.is_(None))
    unused = (ActivationCode.person_id.in_(ids), ActivationCode.used_at.is_(None))
    db.session.execute(update(Person).where(Person.id.in_(ids)).values(active=False))
    db.session.execute(update(SignIn).where(*unrevoked).values(revoked_at=at))
    db.session.execute(update(ActivationCode).where(*unused).values(used_at=at))


def _set_bosses(change_id: int) -> None:
    """Set supervisors who were made or renumbered by the same roster."""
    for part in parts_of(change_id, (NEW, CHANGED, MOVED), only_bossed=True):
        bosses = people_by_nips({line.boss_nip for line in part})
        people = {x.id: x for x in people_by(Person.id, {line.person_id for line in part})}
        settled = [
            (line, bosses[line.boss_nip], people[line.person_id])
            for line in part
            if line.person_id in people and bosses.get(line.boss_nip) not in (None, line.person_id)
        ]
        if settled:
            rows = [{"id": now.id, "supervisor_id": boss} for _line, boss, now in settled]
            db.session.execute(update(Person), rows)
        save_lines(
            {
                "id": line.id,
                "before": {**line.before, "supervisor_id": now.supervisor_id},
                "after": {**line.after, "supervisor_id": boss},
                "boss_nip": "",
            }
            for line, boss, now in settled
        )
