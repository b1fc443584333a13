"""Carrying regrades through: each step in a transaction of its own, again when it lost a race."""

from collections.abc import Callable
from datetime import datetime, timedelta

from elearning.assessment.regrade_operations import (
    TOPIC,
    close_regrade,
    regrade_chunk,
    settle_pass,
)
from elearning.core import clock, worker
from elearning.core.db import db, retrying, writing


def carry_through(regrade_id: int, seconds: float | None = None) -> bool:
    """Go on with a regrade until it is through or the time is over; say whether it is through."""
    end = clock.now() + timedelta(seconds=seconds) if seconds is not None else None
    for step in (regrade_chunk, settle_pass):
        while _in_transaction(step, regrade_id):
            if end is not None and clock.now() >= end:
                return False
    return not _in_transaction(close_regrade, regrade_id)


def _in_transaction(step: Callable[[int, datetime], bool], regrade_id: int) -> bool:
    """Take a step in a transaction of its own, again when it lost a race."""

    def work() -> bool:
        db.session.rollback()
        is_more = step(regrade_id, clock.now())
        db.session.commit()
        return is_more

    with writing():
        return retrying(work)


def regrade_due(at: datetime) -> int:
    """Carry waiting regrades through, for the worker."""
    return worker.carry_out(TOPIC, _carry, at)


def _carry(event: worker.Leased, _at: datetime) -> None:
    carry_through(event.payload["regrade"])
