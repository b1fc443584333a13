"""A table that cannot be read, and the values of its cells."""

from collections.abc import Mapping
from datetime import date

from elearning.core.errors import Refused

#: A cell as the file holds it: a number stays one, so that a destroyed NIP is told from text.
Value = str | int | float | bool | date | None
#: What merged cells of rows above show in a row, by column.
Covered = Mapping[int, Value]


class TableRefused(Refused):
    """A file cannot be read as the table that was asked for; the message says what to mend."""
