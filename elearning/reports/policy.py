"""What an HR officer sees: the people of their subtree now, and what was earned in it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, false, or_

from elearning.accounts.models import Unit
from elearning.accounts.policy import below, reaches
from elearning.records.models import Completion


def can_see(officer: Any, person: Any) -> bool:
    """An officer sees the people who are in their subtree now, with their full history."""
    return bool(officer.is_authenticated) and reaches(officer, person.unit_path)


def concerns(paths: Sequence[str], path_now: str, path_then: str) -> bool:
    """A completion concerns subtrees when the person is there now, or was when they earned it."""
    return any(path.startswith(own) for own in paths for path in (path_now, path_then))


def concerning(paths: Sequence[str]) -> ColumnElement[bool]:
    """The `where` twin of `concerns`, for completions beside the person's unit of today."""
    columns = (Unit.path, Completion.unit_path)
    return or_(false(), *(below(column, path) for path in paths for column in columns))


def within(column: Any, paths: Sequence[str]) -> ColumnElement[bool]:
    """Return the condition that a path lies in one of some subtrees."""
    return or_(false(), *(below(column, path) for path in paths))
