"""Tables from outside: CSV in the spellings of Excel, and workbooks; limited in size and rows."""

import csv
import io
import tempfile
from codecs import getincrementaldecoder
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import BinaryIO, NamedTuple

from flask_babel import gettext as _

from elearning.core.tables.refusal import Covered, TableRefused, Value
from elearning.core.tables.sheets import read_workbook, require_harmless_zip

MAX_BYTES = 30 << 20
MAX_ROWS = 200_000
DELIMITERS = ",;\t"
SUFFIXES = (".csv", ".txt", ".tsv", ".xlsx", ".xlsm", ".xls", ".ods")

NOT_COVERED: Covered = MappingProxyType({})

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_SAMPLE = 65_536


class Row(NamedTuple):
    """A row with its number in the file, counted from 1 as a spreadsheet shows it.

    Only XLSX and XLS tell which of its cells are covered by merged ones.
    """

    number: int
    values: tuple[Value, ...]
    covered: Covered = NOT_COVERED


def read_table(source: Path | BinaryIO, filename: str = "") -> Iterator[Row]:
    """Yield the rows of a CSV, XLSX, XLS or ODS file; refuse others and what is too large.

    What the file is follows from its first bytes; the name must only promise a table.
    """
    if isinstance(source, Path):
        with source.open("rb") as stream:
            yield from read_table(stream, filename or source.name)
        return
    if PurePath(filename).suffix.lower() not in SUFFIXES:
        raise TableRefused(_("Only CSV, XLSX, XLS and ODS files can be read as a table."))
    with tempfile.TemporaryFile() as copy:
        _copy(source, copy)
        for number, (values, covered) in enumerate(_rows(copy), start=1):
            if number > MAX_ROWS:
                raise TableRefused(
                    _(
                        "The table has more than %(count)s rows. Divide it into several files.",
                        count=MAX_ROWS,
                    )
                )
            yield Row(number, tuple(values), covered)


def _copy(source: BinaryIO, copy: BinaryIO) -> None:
    """Take a copy of the file into a file of our own, up to the limit."""
    left = MAX_BYTES
    while chunk := source.read(_SAMPLE):
        left -= len(chunk)
        if left < 0:
            raise TableRefused(_("The file is larger than %(size)s MB.", size=MAX_BYTES >> 20))
        copy.write(chunk)
    copy.seek(0)


def _rows(copy: BinaryIO) -> Iterable[tuple[list[Value], Covered]]:
    """Return the rows, by the reader that the first bytes ask for."""
    start = copy.read(_SAMPLE)
    copy.seek(0)
    if start.startswith(_ZIP):
        require_harmless_zip(copy)
        copy.seek(0)
        return read_workbook(copy)
    if start.startswith(_OLE):
        return read_workbook(copy)
    if start.lstrip().lower().startswith((b"<", b"\xef\xbb\xbf<")):
        raise TableRefused(
            _("This file is a web page named like a table. Open it in Excel and save it as XLSX.")
        )
    return ((values, NOT_COVERED) for values in _read_csv(copy, start))


def _read_csv(copy: BinaryIO, start: bytes) -> Iterator[list[Value]]:
    """Yield the rows of a CSV file."""
    encoding = _encoding(copy, start)
    text = io.TextIOWrapper(copy, encoding=encoding, errors="replace", newline="")
    sample = text.read(_SAMPLE)
    if "\0" in sample:
        raise TableRefused(
            _(
                "This file holds no text that can be read. Open the list in Excel and save it as "
                "XLSX, or as CSV UTF-8."
            )
        )
    delimiter = _delimiter(sample)
    text.seek(0)
    try:
        for row in csv.reader(text, delimiter=delimiter):
            yield [value or None for value in row]
    except csv.Error:
        raise TableRefused(
            _("The CSV file has an unclosed quotation mark or an endless cell.")
        ) from None
    finally:
        text.detach()


def _encoding(copy: BinaryIO, start: bytes) -> str:
    """Return UTF-8 when the whole file is, UTF-16 by its first bytes, else Windows' cp1252."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if b"\0" in start:
        raise TableRefused(_("This file is no table. Save it as XLSX or CSV."))
    decoder = getincrementaldecoder("utf-8")()
    try:
        while chunk := copy.read(1 << 20):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    finally:
        copy.seek(0)
    return "utf-8-sig"


def _delimiter(sample: str) -> str:
    """Return the delimiter that divides the first rows into the most cells."""
    lines = list(islice(io.StringIO(sample, newline=""), 50))
    return max(DELIMITERS, key=lambda delimiter: _cells(lines, delimiter))


def _cells(lines: list[str], delimiter: str) -> int:
    """Count the cells that a delimiter makes of some lines."""
    try:
        return sum(map(len, csv.reader(lines, delimiter=delimiter)))
    except csv.Error:
        return 0
