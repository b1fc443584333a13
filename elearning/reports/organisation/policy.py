"""Who changes the organisation: HR inside its subtree, the administrator everywhere."""

from typing import Any

from elearning.accounts.models import Unit
from elearning.accounts.policy import is_admin, oversees

#: The administrator's reach.
EVERYTHING = "/"


def can_see_unit(person: Any, unit: Unit) -> bool:
    """An officer sees the units of their subtree and adds units below them."""
    return oversees(person, unit.path)


def can_change_unit(person: Any, unit: Unit) -> bool:
    """Who oversees what lies above a unit changes it; agencies are the administrator's."""
    return oversees(person, above(unit.path))


def above(path: str) -> str:
    """Return the path above one; above an agency lies everything."""
    return path[:-1].rpartition("/")[0] + "/"


def reach(person: Any) -> tuple[str, ...]:
    """Return the subtrees whose organisation somebody sees."""
    return (EVERYTHING,) if is_admin(person) else tuple(person.hr_paths)
