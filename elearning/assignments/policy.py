"""Who makes assignments, who sees them and for which part of the organisation."""

from collections.abc import Sequence
from typing import Any, Protocol

from sqlalchemy import ColumnElement, false, or_

from elearning.accounts.models import Unit
from elearning.accounts.policy import below, is_admin, is_overseer, oversees

#: The subtree of everything.
EVERYWHERE = "/"


class Placed(Protocol):
    """Whatever is made for the subtree of a unit."""

    @property
    def unit_path(self) -> str:
        """Path of the unit."""


def office_paths(officer: Any) -> tuple[str, ...]:
    """Return the subtrees that somebody oversees; the administrator everything."""
    if is_admin(officer):
        return (EVERYWHERE,)
    return tuple(officer.hr_paths) if officer.is_authenticated else ()


def can_change(officer: Any, assignment: Placed) -> bool:
    """Whoever oversees the whole subtree changes and ends an assignment."""
    return bool(officer.is_authenticated) and oversees(officer, assignment.unit_path)


def can_see(officer: Any, assignment: Placed) -> bool:
    """Whoever oversees a part of the subtree sees it, with the people of that part."""
    return bool(seen_paths(officer, assignment.unit_path))


def seen_paths(officer: Any, path: str) -> tuple[str, ...]:
    """Return the subtrees below an assignment's unit that an officer oversees."""
    if not is_overseer(officer):
        return ()
    own = office_paths(officer)
    if any(path.startswith(each) for each in own):
        return (path,)
    return tuple(each for each in own if each.startswith(path))


def visible(officer: Any) -> ColumnElement[bool]:
    """The `where` twin of `can_see`, for a select of assignments with their units."""
    paths = office_paths(officer)
    above = {int(key) for path in paths for key in path.split("/") if key}
    return or_(Unit.id.in_(above), *(below(Unit.path, path) for path in paths))


def within(column: Any, paths: Sequence[str]) -> ColumnElement[bool]:
    """Return the condition that a path lies in one of some subtrees."""
    return or_(false(), *(below(column, path) for path in paths))
