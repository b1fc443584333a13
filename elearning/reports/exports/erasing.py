"""What an erasure means for files of exports: those that may hold the person are kept no more."""

import os
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from sqlalchemy import select, union, update

from elearning.accounts.models import Employment, Person, Unit
from elearning.core.db import db
from elearning.records.models import Completion, ExportLog
from elearning.reports.exports.files import path_of
from elearning.reports.exports.models import ExportFile


def let_go_of(account_ids: Sequence[int], at: datetime) -> int:
    """Keep no more the files of exports of units where somebody is, was or learnt; return how many.

    What was exported stays in the log with its hash. The bytes go with the worker's next round, which
    leaves them where this transaction does not come to be.
    """
    places = places_of(account_ids)
    kept = (
        select(ExportFile.id, ExportFile.digest, ExportLog.paths)
        .join(ExportLog, ExportLog.id == ExportFile.export_id)
        .where(ExportFile.removed_at.is_(None))
    )
    rows = db.session.execute(kept).all()
    gone = {key: digest for key, digest, paths in rows if reaches(paths, places)}
    db.session.execute(
        update(ExportFile).where(ExportFile.id.in_(gone)).values(removed_at=at),
        execution_options={"synchronize_session": False},
    )
    for digest in gone.values():
        with suppress(FileNotFoundError):
            os.utime(path_of(digest), (0, 0))  # older than every limit
    return len(gone)


def places_of(account_ids: Sequence[int]) -> list[str]:
    """Return the paths of the units where somebody is or was, and where they completed something."""
    found = union(
        select(Unit.path).join(Person, Person.unit_id == Unit.id).where(Person.id.in_(account_ids)),
        select(Unit.path)
        .join(Employment, Employment.unit_id == Unit.id)
        .where(Employment.person_id.in_(account_ids)),
        select(Completion.unit_path).where(Completion.person_id.in_(account_ids)),
    )
    return list(db.session.scalars(found))


def reaches(paths: Sequence[str], places: Sequence[str]) -> bool:
    """Whether one of some places lies in one of some subtrees."""
    return any(place.startswith(tuple(paths)) for place in places)
