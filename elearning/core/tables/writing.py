"""CSV (RFC 4180 with BOM and CRLF, formula-safe) and JSON lines, in chunks of about 64 KB."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, BinaryIO

from elearning.core.tables.columns import Column, Kind, date_text, decimal_text, fixed_text

BOM = b"\xef\xbb\xbf"
#: Rows written at once; a row of the widest export is about 500 bytes.
BATCH = 128
#: Different values whose text is remembered; units, titles and days repeat in every export.
REMEMBERED = 4_096

_BLANKS = "[\"'\\s\u200b\u2060\ufeff]*"
_SIGNS = "=+\\-@\u2212\ufe62\ufe63\ufe66\ufe6b\uff0b\uff0d\uff1d\uff20"
#: Texts, each ended by a zero, that are written as they are, whatever the delimiter.
_PLAIN = re.compile(r"(?:[A-Za-z0-9][A-Za-z0-9 ./:_-]*\0|\0)*")
#: What makes a spreadsheet read a cell as a formula (OWASP "CSV injection").
_FORMULA = re.compile(f"{_BLANKS}[{_SIGNS}\t\r]")
_LONG_DIGITS = re.compile(r"\d{12,}")
_QUOTED = re.compile('["\r\n]')


def iter_csv(
    rows: Iterable[Sequence[object]],
    columns: Sequence[Column],
    delimiter: str = ",",
    *,
    guard_digits: bool = False,
) -> Iterator[bytes]:
    """Yield a CSV file; `guard_digits` puts an apostrophe before long numbers such as a NIP."""
    write = _text_writer(delimiter, guard_digits=guard_digits)
    yield BOM + f"{delimiter.join(write(column.header) for column in columns)}\r\n".encode()
    line = _line_writer(columns, write, delimiter, may_be_plain=not guard_digits)
    lines = map(line, rows)
    while batch := list(islice(lines, BATCH)):
        batch.append("")
        yield "\r\n".join(batch).encode("utf-8", "replace")


class _Memory(dict[Any, str]):
    """The text of each value: a value that was met before is looked up, not written again."""

    def __init__(self, text: Callable[[Any], str]) -> None:
        self._text = text

    def __missing__(self, value: Any) -> str:
        if len(self) >= REMEMBERED:
            self.clear()
        text = self[value] = self._text(value)
        return text


def _line_writer(
    columns: Sequence[Column], write: Callable[[object], str], delimiter: str, *, may_be_plain: bool
) -> Callable[[Sequence[Any]], str]:
    """Return the writer of lines: most cells are looked up, those of distinct texts looked at.

    A million rows are written in half the time when the distinct texts of a row are found plain
    at one look and do not drive what repeats out of the memories.
    """
    memories = _memories(write, delimiter)
    distinct = [
        index for index, column in enumerate(columns) if column.distinct and column.kind == "text"
    ]
    remembered = [
        (index, memories[column.kind])
        for index, column in enumerate(columns)
        if index not in distinct
    ]

    def write_line(row: Sequence[Any]) -> str:
        cells = list(row)
        if len(cells) != len(columns):
            raise ValueError(f"A row has {len(cells)} cells for {len(columns)} columns.")
        for index, memory in remembered:
            cells[index] = memory[cells[index]]
        if not (may_be_plain and _are_plain([cells[index] for index in distinct])):
            for index in distinct:
                cells[index] = write(cells[index])
        return delimiter.join(cells)

    return write_line


def _are_plain(texts: list[Any]) -> bool:
    """Whether texts are written as they are."""
    try:
        return _PLAIN.fullmatch("\0".join([*texts, ""])) is not None
    except TypeError:  # an empty cell
        return False


def _memories(write: Callable[[object], str], delimiter: str) -> dict[Kind, _Memory]:
    """Return how the values of each kind are written; only text is quoted and neutralised."""
    return {
        "text": _Memory(write),
        "int": _Memory(lambda value: "" if value is None else str(value)),
        "decimal": _Memory(lambda value: _quoted(decimal_text(value), delimiter)),
        "tenths": _Memory(lambda value: _quoted(fixed_text(value, 1), delimiter)),
        "hundredths": _Memory(lambda value: _quoted(fixed_text(value, 2), delimiter)),
        "date": _Memory(date_text),
    }


def _text_writer(delimiter: str, *, guard_digits: bool) -> Callable[[object], str]:
    """Return the writer of text cells.

    What a spreadsheet would run gets an apostrophe, also inside a text where a spreadsheet that
    splits at another delimiter would see a new cell begin.
    """
    elsewhere = ",;\t\n".replace(delimiter, "")
    inside = re.compile(f"([{elsewhere}]{_BLANKS})(?=[{_SIGNS}])")
    tame = re.compile(f'(?!{_FORMULA.pattern})[^{elsewhere}"\r\n]*').fullmatch

    def write(value: object) -> str:
        text = "" if value is None else str(value)
        if guard_digits and _LONG_DIGITS.fullmatch(text):
            return f"'{text}"
        if tame(text):
            return f'"{text}"' if delimiter in text else text
        safe = inside.sub(r"\1'", text)
        return _quoted(f"'{safe}" if _FORMULA.match(text) else safe, delimiter)

    return write


def _quoted(text: str, delimiter: str) -> str:
    """Quote a cell that holds the delimiter, a quote or a line end."""
    if delimiter not in text and not _QUOTED.search(text):
        return text
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def write_csv(
    rows: Iterable[Sequence[object]],
    columns: Sequence[Column],
    stream: BinaryIO,
    delimiter: str = ",",
    *,
    guard_digits: bool = False,
) -> None:
    """Write a CSV file, as `iter_csv` yields it."""
    stream.writelines(iter_csv(rows, columns, delimiter, guard_digits=guard_digits))


def iter_jsonl(records: Iterable[Mapping[str, object]]) -> Iterator[bytes]:
    """Yield one JSON object a line in UTF-8, keys in the order given."""
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    lines = (f"{encode(dict(record))}\n" for record in records)
    while batch := list(islice(lines, BATCH)):
        yield "".join(batch).encode("utf-8", "replace")


def write_jsonl(records: Iterable[Mapping[str, object]], stream: BinaryIO) -> None:
    """Write JSON lines, as `iter_jsonl` yields them."""
    stream.writelines(iter_jsonl(records))
