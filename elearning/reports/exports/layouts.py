"""The kinds of files that exports are."""

from typing import NamedTuple


class Format(NamedTuple):
    """A kind of file."""

    suffix: str
    mimetype: str


FORMATS = {
    "xlsx": Format(".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": Format(".csv", "text/csv"),
    "siasn": Format(".jsonl", "application/x-ndjson"),
}
DELIMITERS = (",", ";")


class Layout(NamedTuple):
    """What a file is to be: its format and how a CSV divides and guards its cells."""

    format: str
    delimiter: str = ","
    #: An apostrophe before long numbers, for people who open a CSV by a double click.
    guard_digits: bool = False
