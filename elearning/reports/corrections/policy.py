"""Who corrects a history: HR officers of the subtree where the person is now, and the administrator."""

from typing import Any, Protocol

from elearning.accounts.policy import oversees


class Placed(Protocol):
    """Something about a person who works in a unit."""

    @property
    def unit_path(self) -> str:
        """Path of the unit where the person is now."""


def can_correct(person: Any, thing: Placed) -> bool:
    """An officer corrects the histories of their subtree, the administrator every one."""
    return oversees(person, thing.unit_path)
