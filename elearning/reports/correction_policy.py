"""Who corrects a history: HR officers of the subtree where the person is now, and the administrator."""

from typing import Any, Protocol

from sqlalchemy import ColumnElement, true

from elearning.accounts.policy import is_hr, reached_paths, reaches


class Placed(Protocol):
    """Something about a person who works in a unit."""

    @property
    def unit_path(self) -> str:
        """Path of the unit where the person is now."""


def is_admin(person: Any) -> bool:
    """The administrator."""
    return bool(person.is_authenticated and "admin" in person.roles)


def corrects(person: Any) -> bool:
    """Whoever proposes corrections or decides on them."""
    return is_hr(person) or is_admin(person)


def can_correct(person: Any, thing: Placed) -> bool:
    """An officer corrects the histories of their subtree, the administrator every one."""
    return is_admin(person) or (is_hr(person) and reaches(person, thing.unit_path))


def correctable(person: Any) -> ColumnElement[bool]:
    """The `where` twin of `can_correct`, for a select that holds the person's unit."""
    return true() if is_admin(person) else reached_paths(person)
