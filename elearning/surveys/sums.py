"""Adding answers to the sums of a cell, and taking all that wait in one."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Table, delete, select

from elearning.core.db import db, insert_into
from elearning.surveys.instrument import VALUES, instrument
from elearning.surveys.models import SurveySum, SurveyUnitSum, SurveyWaiting

WAITING: Table = SurveyWaiting.__table__  # type: ignore[assignment]
RELEASED: Table = SurveySum.__table__  # type: ignore[assignment]
OF_UNITS: Table = SurveyUnitSum.__table__  # type: ignore[assignment]
#: How often each value was given, from the lowest on.
COLUMNS = tuple(f"n{value}" for value in VALUES)
#: Whoever changes a cell touches the row of this item first: it is the cell's lock.
FIRST = min(item.code for item in instrument().items)
MONTHS = 12
#: How often each value was given, by item.
Counts = Mapping[str, tuple[int, ...]]


class Cell(NamedTuple):
    """What answers are counted by."""

    unit_id: int
    year: int
    course_id: int
    revision_id: int


class Waited(NamedTuple):
    """What waited in a cell, and in which month the last of it came."""

    month: int
    counts: Counts

    @property
    def number(self) -> int:
        """How many people answered every item."""
        return min(map(sum, self.counts.values()))


def number_in(table: Table) -> ColumnElement[int]:
    """Return how many answers a row of a table holds."""
    first, *others = (table.c[name] for name in COLUMNS)
    return sum(others, first)


def month_of(at: datetime) -> int:
    """Return the number of a month."""
    return at.year * MONTHS + at.month


def add(table: Table, place: Mapping[str, int], counts: Counts, **stated: int) -> None:
    """Add answers to the sums of a place, always in the same order, so that nobody waits in a circle.

    What is stated besides replaces what was stated before.
    """
    rows = [
        {**place, **stated, "item": item} | dict(zip(COLUMNS, counts[item], strict=True))
        for item in sorted(counts)
    ]
    added = insert_into(table).values(rows)
    grown = {name: table.c[name] + added.excluded[name] for name in COLUMNS}
    replaced = {name: added.excluded[name] for name in stated}
    keys = table.primary_key.columns
    db.session.execute(added.on_conflict_do_update(index_elements=keys, set_=grown | replaced))


def take(cell: Cell) -> Waited | None:
    """Take everything that waits in a cell out of it; None when another worker has done so."""
    here = [WAITING.c[name] == key for name, key in cell._asdict().items()]
    lock = select(WAITING.c.month).where(*here, WAITING.c.item == FIRST).with_for_update()
    month = db.session.scalar(lock)
    if month is None:
        return None
    taken = (
        delete(WAITING)
        .where(*here)
        .returning(WAITING.c.item, *(WAITING.c[name] for name in COLUMNS))
    )
    counts = {item: tuple(numbers) for item, *numbers in db.session.execute(taken)}
    return Waited(month, counts)
