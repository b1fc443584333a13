"""How people are searched, wherever a list of them has a search field."""

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
_titled = func.lower(
    Person.front_title + " " + Person.name + " " + func.replace(Person.back_title, ",", "")
)


def found_by(typed: str) -> ColumnElement[bool]:
    """Return whom a search finds: digits begin the NIP of any account of the person, words stand
    in the name with its titles.
    """
    digits = nip.bare(typed)
    if digits.isascii() and digits.isdigit():
        joined, own = _joined(digits), _begins(Person, digits)
        return or_(own, Person.id.in_(joined)) if joined else own
    words = typed.lower().replace(",", " ").split()
    return and_(true(), *(_titled.contains(word, autoescape=True) for word in words))


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


def _joined(digits: str) -> list[int]:
    """Return the joined accounts of people of whom a NIP begins with some digits.

    They are few, and a list of keys lets the database use its indexes.
    """
    either = or_(_begins(_former, digits), _begins(_remaining, digits))
    found = (
        select(_former.id, _remaining.id)
        .join(_remaining, _remaining.id == _former.merged_into_id)
        .where(either)
        .limit(MOST_JOINED)
    )
    return [key for pair in db.session.execute(found) for key in pair]
