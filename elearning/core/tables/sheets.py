"""Workbooks (XLSX, XLS, ODS): checked before they are unpacked, read in a process with limits."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import BadZipFile, ZipFile

from flask_babel import gettext as _

from elearning.core.tables.refusal import Covered, TableRefused, Value

#: The reading process's exit status for a locked workbook (`sheet_process`, which loads calamine).
LOCKED = 4
#: Most that a workbook may weigh unpacked; a roster of 200,000 rows stays below.
MAX_UNPACKED = 300 << 20
MAX_RATIO = 200
MAX_PARTS = 1_000
TOO_LARGE_TO_PACK = 1 << 20

_READER = Path(__file__).with_name("sheet_process.py")


def read_workbook(copy: BinaryIO) -> Iterator[tuple[list[Value], Covered]]:
    """Yield the rows of the first visible sheet; `copy` is a real file at its start."""
    with _reader(copy) as process:
        for line in process.stdout or ():
            cells, covered = json.loads(line)
            yield (
                [_value(cell) for cell in cells],
                {column: _value(cell) for column, cell in covered},
            )
        code = process.wait()
    if code == LOCKED:
        raise TableRefused(
            _("The workbook is locked with a password. Remove the password and try again.")
        )
    if code < 0:
        raise TableRefused(
            _(
                "Reading the workbook takes too much memory or time."
                " Copy the rows into a new, empty workbook."
            )
        )
    if code:
        raise TableRefused(_("The workbook cannot be read. Open it and save it anew as XLSX."))


@contextmanager
def _reader(copy: BinaryIO) -> "Iterator[subprocess.Popen[bytes]]":
    """Run the reading process and end it when nobody wants more rows."""
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-I", str(_READER)],
        stdin=copy,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def _value(cell: Any) -> Value:
    """Return a cell of the JSON line; a list of one is a day, an empty text is no value."""
    if isinstance(cell, list):
        return date.fromisoformat(cell[0])
    return None if cell == "" else cell


def require_harmless_zip(copy: BinaryIO) -> None:
    """Refuse a zip whose declared sizes are far more than a table needs."""
    try:
        parts = ZipFile(copy).infolist()
    except (BadZipFile, ValueError, NotImplementedError):
        raise TableRefused(
            _("The workbook is damaged. Open it and save it anew as XLSX.")
        ) from None
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    swells = unpacked > TOO_LARGE_TO_PACK and unpacked > MAX_RATIO * max(packed, 1)
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED or swells:
        raise TableRefused(
            _("The workbook unpacks to far more than a table needs and was not opened.")
        )
