"""Joining two accounts of one person, and parting them again: what goes over, what stays.

What was earned is sealed and stays with the account that earned it; everything else that each
package names in `MOVED` goes over, by key, so that it can come back (decision 0024).
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import inspect, select, true, update
from sqlalchemy.orm import aliased

from elearning.accounts import personal_data as accounts
from elearning.accounts.merge_models import AccountMerge
from elearning.accounts.models import Person
from elearning.assignments import personal_data as assignments
from elearning.core.db import db
from elearning.core.personal_data import Moved
from elearning.courses import personal_data as courses
from elearning.courses.models import Enrolment
from elearning.development import personal_data as development
from elearning.learning import personal_data as learning
from elearning.notices import personal_data as notices
from elearning.quizzes import personal_data as quizzes

MOVED: tuple[Moved, ...] = (
    *accounts.MOVED,
    *courses.MOVED,
    *quizzes.MOVED,
    *assignments.MOVED,
    *learning.MOVED,
    *notices.MOVED,
    *development.MOVED,
)
#: Fields that the account that remains is lent where it has none, with what empties them.
LENT = {"email": None, "siasn_id": ""}
UNSYNCHRONISED = {"synchronize_session": False}

_former, _remaining = aliased(Enrolment), aliased(Enrolment)


def carry_all(former_id: int, into_id: int) -> dict[str, Any]:
    """Let everything go over that can, and return what did."""
    swapped = _finished_twins(former_id, into_id)
    for finished, begun in swapped:
        _exchange(finished, begun)
    moved = {_name(each): _carry(each, former_id, into_id) for each in MOVED}
    return {"swapped": swapped, "rows": {name: keys for name, keys in moved.items() if keys}}


def bring_back(merge: AccountMerge) -> None:
    """Bring back what went over, but for what was settled since."""
    rows = merge.moved["rows"]
    for each in reversed(MOVED):
        keys = rows.get(_name(each), [])
        _carry(each, merge.into_id, merge.from_id, keys, merge.made_at)
    for finished, begun in merge.moved["swapped"]:
        _exchange(finished, begun)


def lend(former: Person, into: Person) -> dict[str, Any]:
    """Give the account that remains what it lacks to be signed in to and written to."""
    lent = {name: getattr(former, name) for name in LENT if _lacks(into, former, name)}
    for name in lent:
        setattr(former, name, LENT[name])
    db.session.flush()  # an address belongs to one account at a time
    for name, value in lent.items():
        setattr(into, name, value)
    if _lacks(into, former, "password_hash"):
        into.password_hash, into.password_set_at = former.password_hash, former.password_set_at
        lent["password"] = True
    return lent


def _lacks(into: Person, former: Person, name: str) -> bool:
    """Whether the account that remains has nothing where the former one has something."""
    return bool(getattr(former, name)) and not getattr(into, name)


def take_back(former: Person, into: Person, lent: dict[str, Any]) -> bool:
    """Return what was lent and not replaced since; say whether the password went back."""
    back = {
        name: value for name, value in lent.items() if name in LENT and getattr(into, name) == value
    }
    for name in back:
        setattr(into, name, LENT[name])
    db.session.flush()  # an address belongs to one account at a time
    for name, value in back.items():
        setattr(former, name, value)
    is_same = into.password_hash == former.password_hash
    if not ("password" in lent and is_same):
        return False
    into.password_hash = into.password_set_at = None
    return True


# Rows


def _name(each: Moved) -> str:
    """Return what the rows of a table are called in what is kept for undoing."""
    return f"{each.model.__tablename__}.{each.column}"


def _key(each: Moved) -> Any:
    """Return the column that names a row besides its account."""
    names = [column.name for column in inspect(each.model).primary_key]
    (name,) = (name for name in names if name != each.column)
    return getattr(each.model, name)


def _carry(
    each: Moved,
    from_id: int,
    to_id: int,
    among: Iterable[int] | None = None,
    since: datetime | None = None,
) -> list[int]:
    """Let the rows of one table go over that have no twin there; return their keys.

    `among` are the only ones that may; what was settled after `since` stays.
    """
    account, key = getattr(each.model, each.column), _key(each)
    own = [account == from_id]
    if each.model is Person:
        own.append(Person.id != to_id)  # nobody is their own supervisor
    if among is not None:
        own.append(key.in_(list(among)))
    if since is not None and each.settled:
        settled = getattr(each.model, each.settled)
        own.append(settled.is_(None) | (settled <= since))
    going = _without_twin(each, own, to_id)
    moving = update(each.model).where(account == from_id, key.in_(going))
    values = {each.column: to_id}
    db.session.execute(moving.values(**values), execution_options=UNSYNCHRONISED)
    return going


def _without_twin(each: Moved, own: list[Any], to_id: int) -> list[int]:
    """Return the keys of rows of which the other account does not have the same."""
    twin = [getattr(each.model, name) for name in each.twin]
    among = true() if each.twins_among is None else each.twins_among
    account, key = getattr(each.model, each.column), _key(each)
    there: set[Any] = set()
    if twin:
        rows = db.session.execute(select(*twin).where(account == to_id, among))
        there = {tuple(row) for row in rows}
    found = db.session.execute(select(key, among, *twin).where(*own).order_by(key))
    return [row[0] for row in found if not (row[1] and tuple(row[2:]) in there)]


def _finished_twins(former_id: int, into_id: int) -> list[list[int]]:
    """Return courses that the former account has completed and the other one has only begun."""
    found = (
        select(_former.id, _remaining.id)
        .join(
            _remaining,
            (_remaining.course_id == _former.course_id) & (_remaining.cycle == _former.cycle),
        )
        .where(_former.person_id == former_id, _remaining.person_id == into_id)
        .where(_former.completed_at.is_not(None), _remaining.completed_at.is_(None))
        .order_by(_former.id)
    )
    return [list(row) for row in db.session.execute(found)]


def _exchange(one_id: int, other_id: int) -> None:
    """Let two enrolments in the same course and cycle change their accounts."""
    held = dict(
        db.session.execute(
            select(Enrolment.id, Enrolment.person_id).where(Enrolment.id.in_((one_id, other_id)))
        ).all()
    )
    _set(other_id, cycle=-Enrolment.cycle)  # out of the way: a course and cycle are there once
    _set(one_id, person_id=held[other_id])
    _set(other_id, person_id=held[one_id], cycle=-Enrolment.cycle)


def _set(enrolment_id: int, **values: Any) -> None:
    """Change one enrolment."""
    own = update(Enrolment).where(Enrolment.id == enrolment_id)
    db.session.execute(own.values(**values), execution_options=UNSYNCHRONISED)
