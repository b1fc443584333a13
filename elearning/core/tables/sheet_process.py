"""A process that reads one workbook from standard input and prints its rows as JSON lines.

A line is a row's cells, and its columns that a cell merged downwards covers with what that shows.

A few kilobytes of XLSX can ask for 512 GB (one value in the last cell); the reader then aborts the
whole process, so it must not be the web server's. Started by `sheets.py`; imports nothing of ours.
"""

import io
import json
import resource
import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

MEMORY = 1 << 30
SECONDS = 10
#: What is beyond in a row or a cell is no table's: it is cut, so that a line stays small.
COLUMNS, CHARACTERS = 512, 8_192
UNREADABLE, LOCKED = 3, 4


def main() -> int:
    """Print the rows of the first visible sheet that holds anything."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        _print_rows(
            _first_sheet(CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read())))
        )
    except PasswordError:
        return LOCKED
    except CalamineError:
        return UNREADABLE
    return 0


def _first_sheet(book: CalamineWorkbook) -> CalamineSheet | None:
    """Return the first visible worksheet with a value in it."""
    sheets = (
        book.get_sheet_by_index(n)
        for n, sheet in enumerate(book.sheets_metadata)
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
    )
    return next((sheet for sheet in sheets if sheet.end is not None), None)


def _print_rows(sheet: CalamineSheet | None) -> None:
    """Print each row as a JSON line; a day stands in a list of its own."""
    merges = _merges(sheet)
    covering: dict[int, tuple[int, Any]] = {}
    for number, row in enumerate(_rows(sheet)):
        cells = [_plain(value) for value in row[:COLUMNS]]
        covering = {column: cover for column, cover in covering.items() if number <= cover[0]}
        covered = [(column, value) for column, (_last, value) in covering.items()]
        sys.stdout.write(json.dumps([cells, covered]) + "\n")
        begun = [(column, last) for column, last in merges.get(number, ()) if column < len(cells)]
        covering |= {column: (last, cells[column]) for column, last in begun}
    sys.stdout.flush()


def _merges(sheet: CalamineSheet | None) -> dict[int, list[tuple[int, int]]]:
    """Return by their first row the cells merged over several rows: column and last row."""
    merges: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for (first, column), (last, _right) in (sheet and sheet.merged_cell_ranges) or ():
        if first < last:
            merges[first].append((column, last))
    return merges


def _rows(sheet: CalamineSheet | None) -> Iterator[list[Any]]:
    """Yield the rows of a sheet, none when there is no sheet."""
    return sheet.iter_rows() if sheet else iter(())


def _plain(value: Any) -> Any:
    """Return what JSON can carry."""
    if isinstance(value, datetime):
        return [value.date().isoformat()]
    if isinstance(value, date):
        return [value.isoformat()]
    return value if isinstance(value, int | float) else str(value)[:CHARACTERS]


if __name__ == "__main__":
    sys.exit(main())
