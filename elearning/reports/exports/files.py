"""Where the files of exports lie until they are swept: `DATA_DIR/exports`, beside no backup."""

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select, update

from elearning.core.db import db, retrying, writing
from elearning.core.settings import current_settings
from elearning.reports.exports.models import ExportFile

CHUNK = 1 << 20


def folder() -> Path:
    """Return the folder of the files."""
    return current_settings().data_dir.absolute() / "exports"


def path_of(digest: str) -> Path:
    """Return where bytes of a hash lie."""
    return folder() / digest


@contextmanager
def temporary() -> Iterator[Path]:
    """Give a place to write to, which is gone afterwards unless it was moved."""
    folder().mkdir(parents=True, exist_ok=True)
    place = folder() / f"{secrets.token_hex(16)}.part"
    try:
        yield place
    finally:
        place.unlink(missing_ok=True)


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file, read in pieces."""
    sha256 = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            sha256.update(chunk)
    return sha256.hexdigest()


def sweep_exports(at: datetime) -> int:
    """Remove files that were kept long enough and return how many; the worker's part.

    So goes what a worker left behind that died.
    """
    limit = at - timedelta(days=current_settings().export_days)
    old = [path for path in folder().glob("*") if path.stat().st_mtime < limit.timestamp()]
    if not old:
        return 0
    with writing():
        kept = retrying(lambda: _let_go(limit, at))
    gone = [path for path in old if path.name not in kept]
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)


def _let_go(limit: datetime, at: datetime) -> set[str]:
    """Note which files are no longer kept, and return the hashes of those that are."""
    db.session.rollback()
    old = (ExportFile.removed_at.is_(None), ExportFile.made_at < limit)
    db.session.execute(update(ExportFile).where(*old).values(removed_at=at))
    kept = db.session.scalars(select(ExportFile.digest).where(ExportFile.removed_at.is_(None)))
    found = set(kept)
    db.session.commit()
    return found
