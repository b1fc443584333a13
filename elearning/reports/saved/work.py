"""Schedules of kept exports, for the worker: each started in one transaction."""

from datetime import datetime

from elearning.core.db import db, when_due
from elearning.reports.saved.operations import run_schedule
from elearning.reports.saved.queries import next_due


def schedules_due(at: datetime) -> int:
    """Start one export whose time has come; the worker's part."""

    def work() -> int:
        db.session.rollback()
        saved = next_due(at)
        if saved is not None:
            run_schedule(saved, at)
        db.session.commit()
        return 0 if saved is None else 1

    return when_due(lambda: next_due(at), work)
