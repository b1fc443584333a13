"""Completions as files: XLSX through a file, CSV and JSON lines in a stream; each is logged."""

import hashlib
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from flask import Flask
from sqlalchemy import Engine

from elearning.core.db import db, reading, retrying, writing
from elearning.core.settings import current_settings
from elearning.core.tables import iter_csv, iter_jsonl, write_xlsx
from elearning.reports.exports import operations
from elearning.reports.exports.columns import COLUMNS, CompletionRow, export_rows, siasn_record
from elearning.reports.exports.layouts import Layout
from elearning.reports.exports.queries import Wanted, completions, stream

SHEET = "Riwayat Kursus"
CHUNK = 1 << 20


Rows = Iterable[Sequence[Any]]


class Tally:
    """Rows and SHA-256 of what has passed."""

    def __init__(self) -> None:
        self.rows = 0
        self._sha256 = hashlib.sha256()

    @property
    def digest(self) -> str:
        """The SHA-256 of the bytes so far."""
        return self._sha256.hexdigest()

    def counted(self, rows: Rows) -> Iterator[Sequence[Any]]:
        """Yield rows and count them."""
        for self.rows, row in enumerate(rows, start=1):
            yield row

    def weigh(self, path: Path) -> None:
        """Add a whole file to the digest."""
        for _chunk in self.weighed(read_to_end(path.open("rb"))):
            pass

    def weighed(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Yield bytes and add them to the digest."""
        for chunk in chunks:
            self._sha256.update(chunk)
            yield chunk


def rows_for(engine: Engine, wanted: Wanted) -> Iterator[Sequence[Any]]:
    """Yield the rows of a file; what was written before is committed already."""
    with reading():  # former paths are looked up
        statement = completions(wanted)
    return stream(engine, statement)


def chunks_of(rows: Rows, layout: Layout) -> Iterator[bytes]:
    """Yield a CSV or JSON lines file."""
    if layout.format == "csv":
        cells = export_rows(rows)
        return iter_csv(cells, COLUMNS, layout.delimiter, guard_digits=layout.guard_digits)
    agency_id = current_settings().siasn_agency_id
    return iter_jsonl(siasn_record(CompletionRow(*row), agency_id) for row in rows)


def write_file(rows: Rows, layout: Layout, path: Path) -> Tally:
    """Write a file of any format in constant memory."""
    tally = Tally()
    if layout.format == "xlsx":
        write_xlsx(export_rows(tally.counted(rows)), COLUMNS, path, SHEET)
        tally.weigh(path)
        return tally
    with path.open("wb") as file:
        file.writelines(tally.weighed(chunks_of(tally.counted(rows), layout)))
    return tally


def temporary_file(rows: Rows, layout: Layout) -> tuple[BinaryIO, Tally]:
    """Write a file that nobody else can open and that is gone when it is closed."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ekspor"
        tally = write_file(rows, layout, path)
        return path.open("rb"), tally


def read_to_end(file: BinaryIO) -> Iterator[bytes]:
    """Yield a file and close it."""
    with file:
        yield from iter(lambda: file.read(CHUNK), b"")


def streamed(rows: Rows, layout: Layout, finished: Callable[[Tally], None]) -> Iterator[bytes]:
    """Return a file that is read while it is sent; one that was broken off stays unfinished."""
    tally = Tally()
    chunks = chunks_of(tally.counted(rows), layout)  # reads settings, while there still are some

    def sent() -> Iterator[bytes]:
        yield from tally.weighed(chunks)
        finished(tally)

    return sent()


def finishing(app: Flask, log_id: int) -> Callable[[Tally], None]:
    """Return what logs the end of an export, in a short transaction after the last byte."""

    def finish(tally: Tally) -> None:
        with app.app_context(), writing():
            retrying(lambda: _keep(log_id, tally))

    return finish


def _keep(log_id: int, tally: Tally) -> None:
    """Write the end of an export into the log."""
    operations.finish_export(log_id, tally.rows, tally.digest)
    db.session.commit()
