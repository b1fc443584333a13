"""Units to choose from in a filter or a form, as an indented tree."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import false, func, or_, select

from elearning.accounts.models import Unit
from elearning.accounts.policy import below
from elearning.core.db import db

#: Units offered: the highest ones of a large organisation.
OFFERED = 1_000


class UnitChoice(NamedTuple):
    """A unit of a filter, with how deep it lies below the officer's own."""

    id: int
    path: str
    name: str
    depth: int


def unit_choices(paths: Sequence[str], asked: int = 0) -> list[UnitChoice]:
    """Return the units of some subtrees as a tree, each below the one that holds it, by name.

    The one that is asked for is among them, however deep it lies, and when it is closed too.
    """
    columns = (Unit.id, Unit.path, Unit.name)
    reached = or_(false(), *(below(Unit.path, path) for path in paths))
    found = select(*columns).where(reached, or_(Unit.active.is_(True), Unit.id == asked))
    first = (Unit.id != asked, func.length(Unit.path), Unit.path)
    rows = db.session.execute(found.order_by(*first).limit(OFFERED)).all()
    names = {row.id: row.name for row in rows}
    ordered = sorted(rows, key=lambda row: _way(row.path, names))
    return [UnitChoice(*row, len(_way(row.path, names)) - 1) for row in ordered]


def _way(path: str, names: Mapping[int, str]) -> tuple[tuple[str, int], ...]:
    """Return the names from the highest known unit down to the unit at a path."""
    keys = (int(key) for key in path.strip("/").split("/"))
    return tuple((names[key], key) for key in keys if key in names)
