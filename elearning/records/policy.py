"""Which completions concern a part of the organisation."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, false, or_

from elearning.accounts.former_paths import widened
from elearning.accounts.models import Unit
from elearning.accounts.policy import Span, below
from elearning.records.models import Completion


def concerns(paths: Sequence[str], path_now: str, path_then: str) -> bool:
    """A completion concerns subtrees when the person is there now, or was when they earned it.

    `path_then` is where the unit of then is now: organisations change, what was earned does not.
    """
    return any(path.startswith(own) for own in paths for path in (path_now, path_then))


def concerning(paths: Sequence[str]) -> ColumnElement[bool]:
    """The `where` twin of `concerns`, for completions beside the person's unit of today."""
    return or_(within(Unit.path, paths), within(Completion.unit_path, widened(paths)))


def within(column: Any, paths: Sequence[str | Span]) -> ColumnElement[bool]:
    """Return the condition that a path lies in one of some subtrees.

    What was earned lies in their `former_paths.widened`.
    """
    return or_(false(), *(below(column, path) for path in paths))
