"""Recaps as files: XLSX and CSV, written where nobody else can open them."""

import tempfile
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import BinaryIO

from elearning.core.db import db
from elearning.core.settings import Settings
from elearning.core.tables import iter_csv, write_xlsx
from elearning.reports.exports.choices import PEOPLE, Choice
from elearning.reports.exports.exporting import Tally
from elearning.reports.recaps.queries import PersonLine, RecapFilter, people
from elearning.reports.recaps.tables import columns_of, department_rows, people_rows

SHEETS = {True: "Rekap JP Pegawai", False: "Rekap Perangkat Daerah"}


def filter_of(choice: Choice, paths: tuple[str, ...], settings: Settings) -> RecapFilter:
    """Return whose JP a recap states."""
    return RecapFilter(
        paths=paths,
        until=date.fromisoformat(choice.until),
        status=choice.status,
        below=settings.jp_target if choice.below else None,
        standings=settings.counted_standings,
    )


def cells_of(
    lines: Iterable[PersonLine], choice: Choice, settings: Settings
) -> Iterator[tuple[object, ...]]:
    """Yield the rows of a recap."""
    if choice.content == PEOPLE:
        return people_rows(lines, settings)
    return department_rows(lines, settings, int(choice.year))


def write(lines: Iterable[PersonLine], choice: Choice, settings: Settings, path: Path) -> Tally:
    """Write a recap in constant memory."""
    tally, columns = Tally(), columns_of(choice.content)
    cells = tally.counted(cells_of(lines, choice, settings))
    if choice.format == "xlsx":
        write_xlsx(cells, columns, path, SHEETS[choice.content == PEOPLE])
        tally.weigh(path)
        return tally
    with path.open("wb") as file:
        file.writelines(tally.weighed(iter_csv(cells, columns, choice.delimiter)))
    return tally


def temporary(choice: Choice, paths: tuple[str, ...], settings: Settings) -> tuple[BinaryIO, Tally]:
    """Write a recap that is gone when it is closed."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rekap"
        lines = people(db.engine, filter_of(choice, paths, settings))
        tally = write(lines, choice, settings, path)
        return path.open("rb"), tally


def name_of(choice: Choice) -> str:
    """Return what a recap is called, without its end."""
    kind = "rekap-jp-pegawai" if choice.content == PEOPLE else "rekap-perangkat-daerah"
    return f"{kind}{'-belum-mencapai-target' if choice.below else ''}-{choice.until}"
