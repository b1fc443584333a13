"""Who gives tokens and for which units; what a token reads is bound by `reports.policy`."""

from typing import Any

from sqlalchemy import ColumnElement

from elearning.accounts.models import Person
from elearning.accounts.policy import is_admin
from elearning.records.policy import concerning

#: What a token may read.
RIGHTS = ("completions:read", "people:read", "courses:read", "certificates:read")
#: The administrator reaches every agency.
EVERYTHING = "/"


def reach(person: Any) -> tuple[str, ...]:
    """Return the subtrees for which somebody gives and revokes tokens."""
    return (EVERYTHING,) if is_admin(person) else tuple(person.hr_paths)


def can_revoke(person: Any, token: Any) -> bool:
    """Whoever could give a token can revoke it, whoever gave it."""
    return any(token.unit_path.startswith(path) for path in reach(person))


def readable(path: str) -> ColumnElement[bool]:
    """A completion is read by the units where the person is now and where they earned it.

    What was read once stays readable after a move, and so does the line that takes it back; nobody
    reads what was erased.
    """
    return concerning((path,)) & Person.erased_at.is_(None)
