"""How people are searched, wherever a list of them has a search field."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, true, tuple_
from sqlalchemy.orm import aliased

from elearning.accounts import nip
from elearning.accounts.models import Person, Unit
from elearning.core.db import db

AFTER_DIGITS = ":"
#: Joined accounts that a search looks at.
MOST_JOINED = 100
_former, _remaining = aliased(Person), aliased(Person)


def found_by(typed: str) -> ColumnElement[bool]:
    """Return whom a search finds: digits begin the NIP of any account of the person, words stand
    in the name of any of them with its titles.
    """
    digits = nip.bare(typed)
    if digits.isascii() and digits.isdigit():
        return _of_any_account(lambda account: _begins(account, digits))
    words = typed.lower().replace(",", " ").split()
    return _of_any_account(lambda account: _named(account, words)) if words else true()


def comes_after(key: int, reach: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether people come after somebody of a reach in a list by name; everyone for key 0.

    A key beyond the reach begins the list anew, so that it tells nothing of anybody's name.
    """
    of_key = select(Person.name).join(Unit, Unit.id == Person.unit_id).where(Person.id == key)
    name = db.session.scalar(of_key.where(reach)) if key else None
    return true() if name is None else tuple_(Person.name, Person.id) > tuple_(name, key)


def _begins(account: Any, digits: str) -> ColumnElement[bool]:
    """Whether the NIP of an account begins with some digits."""
    return and_(account.nip >= digits, account.nip < digits + AFTER_DIGITS)


def _named(account: Any, words: Sequence[str]) -> ColumnElement[bool]:
    """Whether words stand in the name of an account with its titles."""
    back = func.replace(account.back_title, ",", "")
    titled = func.lower(account.front_title + " " + account.name + " " + back)
    return and_(*(titled.contains(word, autoescape=True) for word in words))


def _of_any_account(fits: Callable[[Any], ColumnElement[bool]]) -> ColumnElement[bool]:
    """Return the condition that an account fits, or one that is joined with it."""
    joined = _joined(or_(fits(_former), fits(_remaining)))
    return or_(fits(Person), Person.id.in_(joined)) if joined else fits(Person)


def _joined(either: ColumnElement[bool]) -> list[int]:
    """Return the joined accounts of people of whom one fits.

    They are few, found by the index of what was joined, and a list of keys lets the database use
    its indexes.
    """
    found = (
        select(_former.id, _remaining.id)
        .join(_remaining, _remaining.id == _former.merged_into_id)
        .where(_former.merged_into_id > 0, either)
        .limit(MOST_JOINED)
    )
    return [key for pair in db.session.execute(found) for key in pair]
