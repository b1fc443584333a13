"""Who may change people: the HR office of their part of the organisation, or the administrator."""

from typing import Any

from elearning.accounts.policy import oversees


def can_handle(officer: Any, found: Any) -> bool:
    """A roster belongs to whoever oversees the unit that it covers."""
    return oversees(officer, found.unit_path)


def can_change(officer: Any, person: Any) -> bool:
    """A person's data are changed by whoever oversees their unit; nobody changes their own."""
    return oversees(officer, person.path) and officer.id != person.id
