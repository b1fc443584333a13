"""Removing certificates that nobody names any more: what a person takes back does not stay.

The store names files by their content, so two people may have sent the same one: a file goes only when
no row names it, and a day later, so that nothing goes that is just being sent again.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Column, exists, select

from elearning.core import files, outbox, worker
from elearning.core.db import db, reading
from elearning.core.schema import schema
from elearning.core.worker import Leased

TOPIC = "proposal.file"
GRACE = timedelta(days=1)


def sweep_later(digests: Iterable[str], at: datetime) -> None:
    """Let the worker look a day later whether anybody still names some files."""
    left = sorted(set(digests) - {""})
    outbox.enqueue(TOPIC, {"files": left}, at, due_at=at + GRACE)


def sweep_files(at: datetime) -> int:
    """Remove what was taken back and is named nowhere; the worker's part."""
    return worker.carry_out(TOPIC, _sweep, at)


def _sweep(event: Leased, at: datetime) -> None:
    """Remove the files of one event that no row names."""
    with reading():
        unnamed = [digest for digest in event.payload["files"] if not is_named(digest)]
    for digest in unnamed:
        files.remove(digest, unused_since=at - GRACE)


def is_named(digest: str) -> bool:
    """Whether a row of any table names a file; every such column ends with `digest`."""
    return any(_names(column, digest) for column in _naming())


def _naming() -> list[Column[str]]:
    tables = schema().tables.values()
    return [each for table in tables for each in table.columns if each.name.endswith("digest")]


def _names(column: Column[str], digest: str) -> bool:
    return bool(db.session.scalar(select(exists().where(column == digest))))
