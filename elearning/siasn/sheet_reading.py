"""An uploaded file read into rows with their verdicts; nothing is stored here."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, BinaryIO, TypeVar

from flask_babel import gettext as _

from elearning.core.tables import Record, TableRefused, read_table, records
from elearning.siasn import sheet_queries as queries
from elearning.siasn.list_plans import plan_list
from elearning.siasn.people_plans import plan_people
from elearning.siasn.sheet_operations import PEOPLE, STATES, Upload
from elearning.siasn.sheet_rows import (
    LIST_COLUMNS,
    PEOPLE_COLUMNS,
    STATE_COLUMNS,
    list_row,
    person_row,
    state_row,
)
from elearning.siasn.state_plans import Planned, plan_states

#: Rows of one sheet: it is read and applied within a request.
MOST_ROWS = 20_000

Found = TypeVar("Found")


def planned_rows(
    upload: Upload, file: BinaryIO, paths: tuple[str, ...], *, as_sent: bool
) -> Iterator[Planned]:
    """Read a file of a kind and yield what each row would change within some subtrees."""
    if upload.kind == STATES:
        required = ("nip", "number") if as_sent else ("nip", "number", "state")
        states = _rows(file, upload.name, STATE_COLUMNS, required, state_row)
        return plan_states(states, paths, as_sent=as_sent)
    if upload.kind == PEOPLE:
        people = _rows(file, upload.name, PEOPLE_COLUMNS, ("nip", "siasn_id"), person_row)
        return plan_people(people, paths)
    listed = _rows(file, upload.name, LIST_COLUMNS, ("nip", "number", "title"), list_row)
    year = upload.year or 0
    held = queries.held_in(year, paths, MOST_ROWS)
    if len(held) > MOST_ROWS:
        raise TableRefused(
            _("Your units have more than %(count)s records in this year.", count=MOST_ROWS)
            + " "
            + _("Ask the officers of each Perangkat Daerah to compare theirs.")
        )
    return plan_list(listed, held, year, paths)


def _rows(
    file: BinaryIO,
    name: str,
    columns: dict[str, tuple[str, ...]],
    required: tuple[str, ...],
    read: Callable[[Record], Found],
) -> list[Found]:
    """Read the rows below the header, as many as one request can deal with."""
    found: Any = records(read_table(file, name), columns, required)
    rows = [read(record) for record in islice(found, MOST_ROWS + 1)]
    if len(rows) > MOST_ROWS:
        raise TableRefused(
            _(
                "The sheet has more than %(count)s rows. Divide it into several files.",
                count=MOST_ROWS,
            )
        )
    return rows
