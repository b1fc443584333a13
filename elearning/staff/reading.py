"""A roster file before it is read: its headings, some values below them, and what they may mean."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from elearning.accounts.roster import COLUMNS, MERGED
from elearning.core.tables import Cell, Header, Row, guess_header, key_of_title, titles_of

#: Rows at the top among which the headings are looked for.
SEARCHED = 50
#: Values shown of a column.
SAMPLES = 3


class Sheet(NamedTuple):
    """The headings of a file and what each field was found in."""

    header_line: int
    titles: list[str]
    mapping: dict[str, int]


def look_at(rows: Iterable[Row], line: int = 0) -> Sheet:
    """Find the headings: in a row that somebody names, else in the likeliest."""
    top = list(islice(rows, SEARCHED))
    header = guess_header(top, COLUMNS, line)
    mapping = {field: column for field, (column, _title) in header.columns.items()}
    return Sheet(header.line, titles_of(top, header), mapping)


def samples_in(rows: Iterable[Row], line: int, columns: int) -> list[list[str]]:
    """Return the first different values of each column below the headings."""
    found: list[list[str]] = [[] for _column in range(columns)]
    for row in islice((row for row in rows if row.number > line), SEARCHED):
        for values, value in zip(found, row.values, strict=False):
            text = Cell(value, row.number, "").text
            if text and text not in values and len(values) < SAMPLES:
                values.append(text)
    return found


def header_of(line: int, titles: Sequence[str], mapping: Mapping[str, int]) -> Header:
    """Return the header in which each field stands in the column chosen for it."""
    columns = {
        field: (column, titles[column])
        for field, column in mapping.items()
        if field in COLUMNS and 0 <= column < len(titles)
    }
    return Header(line, columns, MERGED)


def hash_of(titles: Sequence[str]) -> str:
    """Return what tells files of the same headings."""
    keys = "\n".join(key_of_title(title) for title in titles)
    return hashlib.sha256(keys.encode()).hexdigest()
