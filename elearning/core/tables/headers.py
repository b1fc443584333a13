"""Where a table begins: the header row below titles and merged cells, and the cells under it."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain, islice
from typing import Literal, NamedTuple

from flask_babel import gettext as _

from elearning.core.tables.reading import Row
from elearning.core.tables.refusal import TableRefused, Value

#: Rows at the top among which the header is looked for.
SEARCHED = 50

Wanted = Mapping[str, Sequence[str]]


class Problem(NamedTuple):
    """What is wrong in one cell; an error keeps the row out, a warning does not."""

    line: int
    column: str
    message: str
    level: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        """Return the sentence with its place, `Baris 7, kolom NIP: …`."""
        if not self.column:
            return str(_("Row %(line)s: %(message)s", **self._asdict()))
        return str(_("Row %(line)s, column %(column)s: %(message)s", **self._asdict()))


class Cell(NamedTuple):
    """A value with its place: the row's number in the file and the column's header as written."""

    value: Value
    line: int
    column: str

    @property
    def text(self) -> str:
        """The value as text on one line; a whole number without decimals, a day as 21-11-2025."""
        if isinstance(self.value, float) and self.value.is_integer():
            return str(int(self.value))
        if isinstance(self.value, date):
            return self.value.strftime("%d-%m-%Y")
        return "" if self.value is None else " ".join(str(self.value).split())

    def problem(self, message: object, level: Literal["error", "warning"] = "error") -> Problem:
        """Return a problem of this cell."""
        return Problem(self.line, self.column, str(message), level)


class Header(NamedTuple):
    """The header of a table: its last row's number and, per field, the column and its title."""

    line: int
    columns: Mapping[str, tuple[int, str]]
    #: Fields whose merged cells count in every row that they cover.
    spreading: Collection[str] = ()
    #: One row, or two with merged cells.
    height: int = 1


class Record(NamedTuple):
    """A row below the header, by field."""

    header: Header
    row: Row

    def has(self, field: str) -> bool:
        """Whether the table has a column for the field."""
        return field in self.header.columns

    def cell(self, field: str) -> Cell:
        """Return the cell of a field; empty when the table has no such column."""
        index, title = self.header.columns.get(field, (-1, ""))
        values = self.row.values
        value = values[index] if 0 <= index < len(values) else None
        if field in self.header.spreading:
            value = self.row.covered.get(index, value)
        return Cell(value, self.row.number, title)

    def text(self, field: str) -> str:
        """Return the text of a field."""
        return self.cell(field).text


def records(
    rows: Iterable[Row],
    wanted: Wanted,
    required: Collection[str] = (),
    spreading: Collection[str] = (),
) -> Iterator[Record]:
    """Yield the rows below the header, without blank rows and the row that numbers the columns.

    A merged cell of a `spreading` field counts in every row that it covers.
    """
    rows = iter(rows)
    top = list(islice(rows, SEARCHED))
    header = find_header(top, wanted, required)._replace(spreading=spreading)
    yield from records_below(header, chain(top, rows))


def records_below(header: Header, rows: Iterable[Row]) -> Iterator[Record]:
    """Yield the rows below a known header, without blank rows and the row that numbers the columns."""
    below = (row for row in rows if row.number > header.line and any(_titles(row)))
    first = next(below, None)
    if first is not None and not _numbers_columns(first):
        yield Record(header, first)
    for row in below:
        yield Record(header, row)


def find_header(rows: Sequence[Row], wanted: Wanted, required: Collection[str] = ()) -> Header:
    """Return the first header, of one row or two, that has every required field, else refuse.

    `wanted` gives each field's titles, the best first; case, blanks and punctuation do not count.
    """
    best: Header | None = None
    for first, second in zip(rows, [*rows[1:], None], strict=False):
        candidates = (_header(first, None, wanted), _header(first, second, wanted))
        header = max(candidates, key=lambda header: len(header.columns))
        if header.columns and all(field in header.columns for field in required):
            return header
        if best is None or len(header.columns) > len(best.columns):
            best = header
    raise _missing(rows, best, wanted, required)


def guess_header(rows: Sequence[Row], wanted: Wanted, line: int = 0) -> Header:
    """Return the header that ends in a row, or the likeliest: most known titles, else most texts."""
    pairs = list(zip(rows, [*rows[1:], None], strict=False))
    single = [_header(first, None, wanted) for first, _second in pairs]
    double = [_header(first, second, wanted) for first, second in pairs if second]
    found = [header for header in single + double if line in (0, header.line)]
    texts = {row.number: sum(map(bool, _titles(row))) for row in rows}
    return max(
        found,
        key=lambda header: (len(header.columns), texts[header.line], -header.line),
        default=Header(line, {}),
    )


def titles_of(rows: Sequence[Row], header: Header) -> list[str]:
    """Return the title of each column of a header; of two rows above and below together."""
    above, below = (
        next((row for row in rows if row.number == number), Row(number, ()))
        for number in (header.line - 1, header.line)
    )
    if header.height == 1:
        return _titles(below)
    return [names[0] or names[2] for names in _double(above, below)]


def _header(first: Row, second: Row | None, wanted: Wanted) -> Header:
    """Read one row, or two rows with merged cells, as a header."""
    titles = [(title,) for title in _titles(first)] if second is None else _double(first, second)
    places: dict[str, tuple[int, str]] = {}
    for index, names in enumerate(titles):
        for name in names:
            places.setdefault(key_of_title(name), (index, name))
    found = {
        field: next(
            (places[key] for key in map(key_of_title, (*aliases, field)) if key in places), None
        )
        for field, aliases in wanted.items()
    }
    last = first if second is None else second
    columns = {field: place for field, place in found.items() if place}
    return Header(last.number, columns, height=1 if second is None else 2)


def _double(first: Row, second: Row) -> list[tuple[str, ...]]:
    """Return each column's titles in two header rows: below, above with below, above alone.

    A title above spreads over the empty cells to its right, as merged cells do.
    """
    above, below = _titles(first), _titles(second)
    width = max(len(above), len(below))
    above += [""] * (width - len(above))
    below += [""] * (width - len(below))
    titles: list[tuple[str, ...]] = []
    parent = ""
    for upper, lower in zip(above, below, strict=True):
        parent = upper or (parent if lower else "")
        titles.append((f"{parent} {lower}".strip(), lower, upper))
    return titles


def _titles(row: Row) -> list[str]:
    """Return the texts of a row's cells."""
    return [Cell(value, row.number, "").text for value in row.values]


def key_of_title(title: str) -> str:
    """Return what counts of a title: letters and digits, in lower case."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", title).casefold())


def _numbers_columns(row: Row) -> bool:
    """Whether a row only numbers the columns, `1 2 3` or `(1) (2) (3)`, as official tables do."""
    numbers = [text.strip("()") for text in _titles(row) if text]
    return len(numbers) > 2 and numbers == [str(n) for n in range(1, len(numbers) + 1)]


def _missing(
    rows: Sequence[Row], best: Header | None, wanted: Wanted, required: Collection[str]
) -> TableRefused:
    """Say which columns are missing and which titles were found."""
    if best is None:
        return TableRefused(_("The table is empty."))
    missing = ", ".join(wanted[field][0] for field in required if field not in best.columns)
    found = [title for row in rows if row.number == best.line for title in _titles(row) if title]
    if not best.columns:
        return TableRefused(
            _(
                "No header row was found in the first %(count)s rows. Needed: %(missing)s. Of a "
                "workbook only the first visible sheet is read: put the one with the table first.",
                count=SEARCHED,
                missing=missing,
            )
        )
    return TableRefused(
        _(
            "These columns are missing: %(missing)s. Found in row %(line)s: %(found)s.",
            missing=missing,
            line=best.line,
            found=", ".join(found[:30]),
        )
    )
