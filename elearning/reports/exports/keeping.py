"""Keeping what the worker makes of an export: each file once, with its name and its hash."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from elearning.core import clock
from elearning.core.db import db, retrying, writing
from elearning.core.job_work import Running
from elearning.reports.exports import files, operations
from elearning.reports.exports.choices import PDF, ZIP, Choice
from elearning.reports.exports.layouts import FORMATS
from elearning.reports.exports.log_queries import PastExport
from elearning.reports.exports.models import ExportFile
from elearning.reports.exports.queries import Wanted

T = TypeVar("T")

LONGEST_NAME = 60
#: Rows that make a step of the progress.
STEP = 2_000
SUFFIXES = {name: kind.suffix for name, kind in FORMATS.items()} | {ZIP: ".zip", PDF: ".pdf"}


class Made(NamedTuple):
    """What became of a file that was written."""

    name: str
    department: str
    rows: int
    certificates: int = 0
    left_out: int = 0


def keep(
    job: Running, export: PastExport, number: int, path: Path, made: Made, **progress: Any
) -> None:
    """Keep a whole file in the transaction that says how far the job has come."""
    size, digest = path.stat().st_size, files.digest_of(path)
    path.replace(files.path_of(digest))

    def work() -> None:
        facts = {**made._asdict(), "size": size, "digest": digest, "made_at": clock.now()}
        operations.keep_file(ExportFile(export_id=export.id, number=number, **facts))
        job.advance(**progress)

    in_transaction(work)


def stepping(job: Running, rows: Iterable[T]) -> Iterator[T]:
    """Yield rows and report progress now and then."""
    for number, row in enumerate(rows, start=1):
        if number % STEP == 0:
            job.report(done=number)
        yield row


def in_transaction(work: Callable[[], None]) -> None:
    """Write in a short transaction of its own."""

    def whole() -> None:
        db.session.rollback()
        work()
        db.session.commit()

    with writing():
        retrying(whole)


def wanted_of(export: PastExport) -> Wanted:
    """Return which completions an export holds; its year was fixed when it was started."""
    return export.choice.wanted(export.paths, clock.now().date())


def base_name(choice: Choice) -> str:
    """Return what a file is called, without its end."""
    kind = "sertifikat" if choice.format == ZIP else "riwayat-kursus"
    return f"{kind}-{choice.year or 'semua'}"


def slug_of(name: str) -> str:
    """Return a name as a part of a file's name."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_NAME].rstrip("-") or "tanpa-nama"
