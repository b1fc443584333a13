"""How people are searched, wherever a list of them has a search field."""

from sqlalchemy import ColumnElement, and_, func, true

from elearning.accounts import nip
from elearning.accounts.models import Person

AFTER_DIGITS = ":"
_titled = func.lower(
    Person.front_title + " " + Person.name + " " + func.replace(Person.back_title, ",", "")
)


def found_by(typed: str) -> ColumnElement[bool]:
    """Return whom a search finds: digits begin the NIP, words stand in the name with its titles."""
    digits = nip.bare(typed)
    if digits.isascii() and digits.isdigit():
        return and_(Person.nip >= digits, Person.nip < digits + AFTER_DIGITS)
    words = typed.lower().replace(",", " ").split()
    return and_(true(), *(_titled.contains(word, autoescape=True) for word in words))
