"""Carrying jobs out: each under a lease that every step renews.

A worker that dies loses its lease and another takes the job over, with what was reached. One that
was only slow notices at its next step that the job is no longer its own, and leaves it alone.
"""

import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import and_, or_, select, true, update

from elearning.core import clock
from elearning.core.db import db, retrying, when_due, writing
from elearning.core.errors import Refused
from elearning.core.jobs import CANCELLED, DONE, FAILED, RUNNING, WAITING, Job
from elearning.core.worker import back_off

LEASE = timedelta(minutes=5)
MAX_TRIES = 4
#: A job with so much to do, certificates or people, is short: it need not wait for a long one.
SHORT = 500

logger = logging.getLogger("elearning.worker")


class Lost(Exception):  # noqa: N818
    """Another worker has the job now."""


class Cancelled(Exception):  # noqa: N818
    """The person does not want the job any more."""


class Running:
    """A job that this worker alone carries out, as long as it takes a step within the lease."""

    def __init__(self, job: Job) -> None:
        self.id, self.kind, self.tries = job.id, job.kind, job.tries
        self.person_id, self.subject = job.person_id, job.subject
        self.title, self.link = job.title, job.link
        self.details: dict[str, Any] = dict(job.details)
        #: How far an earlier worker came; empty at the first.
        self.reached: dict[str, Any] = dict(job.reached)

    def advance(self, **values: Any) -> None:
        """Note progress in the caller's transaction and renew the lease.

        `values` are columns: done, total, sentence, reached, link. Ends the work when the job was cancelled
        or another worker has it: then nothing of the caller's transaction may be kept.
        """
        self._set(leased_until=clock.now() + LEASE, **values)
        found = select(Job.cancel_asked_at).where(Job.id == self.id)
        if db.session.scalar(found) is not None:
            raise Cancelled

    def report(self, **values: Any) -> None:
        """Note progress in a short transaction of its own; one that was open is rolled back."""

        def work() -> None:
            db.session.rollback()
            self.advance(**values)
            db.session.commit()

        with writing():
            retrying(work)

    def _set(self, **values: Any) -> None:
        """Change the row while the job is this worker's own."""
        own = (Job.id == self.id, Job.tries == self.tries, Job.state == RUNNING)
        done = db.session.execute(update(Job).where(*own).values(**values))
        if not done.rowcount:  # type: ignore[attr-defined]
            raise Lost
        self.reached = values.get("reached", self.reached)
        self.link = values.get("link", self.link)


#: Does the work in transactions of its own and returns the sentence of the end.
Perform = Callable[[Running], str]
#: Tells the person in the transaction that ends the job; the state is `done` or `failed`.
Tell = Callable[[Running, str, str, datetime], None]


def tell_nobody(_job: Running, _state: str, _sentence: str, _at: datetime) -> None:
    """Leave it at the page."""


def carry_out(
    kind: str, perform: Perform, at: datetime, tell: Tell = tell_nobody, *, most: int | None = None
) -> int:
    """Carry out one waiting job of a kind, or one whose worker died; return how many ended.

    `most` leaves those alone that have more to do, or of which nobody knows how much.
    What `perform` refuses (`Refused`) ends the job with that sentence; an OSError is tried again.
    """
    job = _lease(kind, at, most)
    if job is None:
        return 0
    if job.tries > MAX_TRIES:
        return _end(job, FAILED, given_up(), tell)
    try:
        sentence = perform(job)
    except Lost:
        db.session.rollback()
        return 0
    except Cancelled:
        return _end(job, CANCELLED, "", tell_nobody)
    except Refused as refusal:
        return _end(job, FAILED, str(refusal), tell)
    except OSError as error:
        _later(job, error)
        return 0
    return _end(job, DONE, sentence, tell)


def given_up() -> str:
    """Return what is said of a job that broke off again and again."""
    told = _(
        "This could not be finished. It was recorded; start it again or tell the administrator."
    )
    return str(told)


def _lease(kind: str, at: datetime, most: int | None) -> Running | None:
    """Take the oldest job that is free: it waits, or its worker has been silent too long."""
    over = or_(Job.leased_until.is_(None), Job.leased_until <= at)
    fits = true() if most is None else Job.total <= most
    free = (
        select(Job)
        .where(Job.kind == kind, and_(Job.state.in_((WAITING, RUNNING)), over), fits)
        .order_by(Job.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    leased: list[Running] = []

    def take() -> int:
        db.session.rollback()
        job = db.session.scalars(free.execution_options(populate_existing=True)).first()
        if job is not None:
            job.state, job.tries, job.leased_until = RUNNING, job.tries + 1, at + LEASE
            job.started_at = job.started_at or at
        leased[:] = [Running(job)] if job is not None else []
        db.session.commit()
        return len(leased)

    when_due(lambda: db.session.scalars(free).first(), take)
    return next(iter(leased), None)


def _end(job: Running, state: str, sentence: str, tell: Tell) -> int:
    """End a job and tell the person in one transaction, unless another worker has it."""

    def work() -> None:
        db.session.rollback()
        at = clock.now()
        job._set(state=state, sentence=sentence, finished_at=at, leased_until=None)
        tell(job, state, sentence, at)
        db.session.commit()

    with writing():
        try:
            retrying(work)
        except Lost:
            db.session.rollback()
            return 0
    return 1


def _later(job: Running, error: OSError) -> None:
    """Let a job that the machine failed wait, longer each time."""
    facts = {"job": job.id, "tries": job.tries, "error": type(error).__name__}
    logger.warning("job", extra={"facts": facts})
    with writing(), suppress(Lost):
        db.session.rollback()
        job._set(state=WAITING, leased_until=clock.now() + back_off(job.tries))
        db.session.commit()
