"""The lines of a plan, read and written some at a time."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Literal, NamedTuple

from sqlalchemy import and_, delete, or_, select, update

from elearning.accounts.models import Unit
from elearning.core.db import db
from elearning.staff.models import MISSING, UNCHANGED, RosterLine, RosterProblem, RosterUnit
from elearning.staff.present import keys_by_email, keys_by_nip

#: Lines applied or undone with the same statements.
CHUNK = 1_000


class Line(NamedTuple):
    """What a roster does to one person."""

    id: int
    line: int | None
    nip: str
    name: str
    outcome: str
    person_id: int | None
    before: dict[str, Any]
    after: dict[str, Any]
    new_unit_id: int | None
    boss_nip: str
    since: date | None
    is_chosen: bool
    period: dict[str, Any]
    result: str


_COLUMNS = [getattr(RosterLine, name) for name in Line._fields]


def parts_of(
    change_id: int, outcomes: Iterable[str], *, only_chosen: bool = False, only_bossed: bool = False
) -> Iterator[list[Line]]:
    """Yield the lines with some outcomes, some at a time, by key."""
    wanted = select(*_COLUMNS).where(
        RosterLine.change_id == change_id, RosterLine.outcome.in_(tuple(outcomes))
    )
    if only_chosen:
        wanted = wanted.where(RosterLine.is_chosen.is_(True))
    if only_bossed:
        wanted = wanted.where(RosterLine.boss_nip != "")
    wanted = wanted.order_by(RosterLine.id).limit(CHUNK)
    key = 0
    while rows := db.session.execute(wanted.where(RosterLine.id > key)).all():
        key = rows[-1].id
        yield [Line._make(row) for row in rows]


def save_lines(rows: Iterable[dict[str, Any]]) -> None:
    """Change lines by their keys; every row changes the same columns."""
    changed = list(rows)
    if changed:
        db.session.execute(update(RosterLine), changed)


def clashing(part: Iterable[Line], side: Literal["before", "after"]) -> set[int]:
    """Return the lines on whose way somebody else holds the NIP or the e-mail address by now."""
    lines = list(part)
    values: dict[int, dict[str, Any]] = {line.id: getattr(line, side) for line in lines}
    numbers = keys_by_nip({each.get("nip") or "" for each in values.values()})
    emails = keys_by_email({each.get("email") or "" for each in values.values()})
    found = set[int]()
    for line in lines:
        own = values[line.id]
        holders = {numbers.get(own.get("nip") or ""), emails.get(own.get("email") or "")}
        if holders - {None, line.person_id}:
            found.add(line.id)
    return found


def closed_units(part: Iterable[Line]) -> set[int]:
    """Return the units of some lines before their roster that were closed since."""
    keys = {line.before.get("unit_id") for line in part} - {None}
    closed = select(Unit.id).where(Unit.id.in_(keys), Unit.active.is_(False))
    return set(db.session.scalars(closed)) if keys else set()


def forget_unchanged(change_id: int) -> None:
    """Remove the lines that say nothing of anybody once a roster is applied."""
    silent = or_(
        RosterLine.outcome == UNCHANGED,
        and_(RosterLine.outcome == MISSING, RosterLine.is_chosen.is_(False)),
    )
    db.session.execute(delete(RosterLine).where(RosterLine.change_id == change_id, silent))


def forget_plan(change_id: int) -> None:
    """Remove everything that a dry run kept."""
    db.session.execute(delete(RosterProblem).where(RosterProblem.change_id == change_id))
    db.session.execute(delete(RosterLine).where(RosterLine.change_id == change_id))
    planned = RosterUnit.change_id == change_id
    db.session.execute(update(RosterUnit).where(planned).values(above_id=None))
    db.session.execute(delete(RosterUnit).where(planned))
