"""Who sees an export that was made, and who fetches its files."""

from typing import Any, Protocol

from elearning.accounts.policy import is_hr, reaches


class Made(Protocol):
    """An export: by whom, of which unit and of which subtrees."""

    @property
    def person_id(self) -> int | None:
        """Who made it."""

    @property
    def unit_path(self) -> str | None:
        """Path of the unit of which it was made; None when it was of several."""

    @property
    def paths(self) -> tuple[str, ...]:
        """The subtrees of which it was made."""


def can_see_export(officer: Any, export: Made) -> bool:
    """An officer sees their own exports, and those of units in their reach."""
    if not is_hr(officer):
        return False
    is_own = export.person_id == officer.id
    return is_own or (export.unit_path is not None and reaches(officer, export.unit_path))


def can_fetch(officer: Any, export: Made) -> bool:
    """Its files are for those whose reach still holds everything of which it was made."""
    reached = all(reaches(officer, path) for path in export.paths)
    return can_see_export(officer, export) and bool(export.paths) and reached
