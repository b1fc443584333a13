"""The worker: carries out what the outbox holds, each event at least once.

An event is leased and the lease committed before the work, so that no lock is held meanwhile; a
worker that dies loses its lease and another takes over. A failure waits twice as long each time.
"""

import logging
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import datetime, timedelta
from math import inf
from threading import Event
from time import monotonic
from typing import Any, NamedTuple

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy import or_, select, update
from sqlalchemy.exc import OperationalError

from elearning.core import clock
from elearning.core.db import db, when_due, writing
from elearning.core.outbox import OutboxEvent

LEASE = timedelta(minutes=10)
BATCH = 10
MAX_TRIES = 12
LONGEST_DOUBLING = 9
#: How long the worker waits when nothing is due; while something is, others get at the lock between.
PAUSE_SECONDS = 5.0
BREATH_SECONDS = 0.5
#: How often what is too old is looked for.
SWEEP_SECONDS = 3600.0

logger = logging.getLogger("elearning.worker")

#: Work on what is due at a moment; says how many events it finished. It takes no lock to find none.
Work = Callable[[datetime], int]


class Hopeless(Exception):  # noqa: N818
    """An event can never be carried out; trying again would not help."""


class Leased(NamedTuple):
    """An event that this worker alone carries out until the lease ends."""

    id: int
    payload: dict[str, Any]
    tries: int
    until: datetime


def carry_out(topic: str, deliver: Callable[[Leased, datetime], None], at: datetime) -> int:
    """Carry out the due events of a topic and return how many were done.

    `deliver` begins and ends its own transactions; an OSError of it is tried again later, a
    `Hopeless` ends the event.
    """
    return sum(_done(event, deliver, at) for event in lease(topic, at))


def lease(topic: str, at: datetime, limit: int = BATCH) -> list[Leased]:
    """Take due events that nobody else works on, the longest due first."""
    due = (
        select(OutboxEvent)
        .where(
            OutboxEvent.topic == topic,
            OutboxEvent.done_at.is_(None),
            OutboxEvent.due_at <= at,
            OutboxEvent.tries < MAX_TRIES,
            or_(OutboxEvent.leased_until.is_(None), OutboxEvent.leased_until <= at),
        )
        .order_by(OutboxEvent.due_at, OutboxEvent.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    leased: list[Leased] = []

    def take() -> int:
        db.session.rollback()
        events = db.session.scalars(due).all()
        for event in events:
            event.leased_until, event.tries = at + LEASE, event.tries + 1
        leased[:] = [Leased(e.id, e.payload, e.tries, at + LEASE) for e in events]
        db.session.commit()
        return len(leased)

    when_due(lambda: db.session.scalars(due).first(), take)
    return leased


def _done(event: Leased, deliver: Callable[[Leased, datetime], None], at: datetime) -> bool:
    """Carry out one event; say whether it succeeded."""
    try:
        deliver(event, at)
    except OSError as error:
        db.session.rollback()
        facts = {"id": event.id, "tries": event.tries, "error": type(error).__name__}
        logger.warning("outbox", extra={"facts": facts})
        _release(event, due_at=at + back_off(event.tries), leased_until=None)
        return False
    except Hopeless as error:
        db.session.rollback()
        facts = {"id": event.id, "given_up": True, "error": type(error.__cause__).__name__}
        logger.warning("outbox", extra={"facts": facts})
    _release(event, done_at=at, leased_until=None, payload={})
    return True


def back_off(tries: int) -> timedelta:
    """Return how long a failed event waits: 2, 4, 8 … minutes, 8½ hours at most."""
    return timedelta(minutes=2 ** min(tries, LONGEST_DOUBLING))


def _release(event: Leased, **values: Any) -> None:
    """Note how an event ended, unless its lease ended first and another worker has it."""
    own = (OutboxEvent.id == event.id, OutboxEvent.leased_until == event.until)
    with writing():
        db.session.rollback()
        db.session.execute(update(OutboxEvent).where(*own).values(**values))
        db.session.commit()


class Works(NamedTuple):
    """What a worker does."""

    short: Sequence[Work] = ()
    #: What is too old is looked for once an hour.
    sweeps: Sequence[Work] = ()
    #: What takes long has a lane of its own, so that mail and short jobs never wait for it.
    long: Sequence[Work] = ()


def run(works: Works, stop: Event, *, once: bool = False) -> None:
    """Do the work that is due, again and again until told to stop.

    A fault in either lane ends both: whoever keeps the worker running starts it anew.
    """
    if once:
        while _round((*works.short, *works.sweeps, *works.long)):
            pass
        return
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    with ThreadPoolExecutor(1) as pool:
        beside = pool.submit(copy_context().run, _apart, app, works.long, stop)
        _lane(works.short, works.sweeps, stop)
    beside.result()


def _apart(app: Flask, works: Sequence[Work], stop: Event) -> None:
    """Do work in a context of its own."""
    with app.app_context():
        _lane(works, (), stop)


def _lane(works: Sequence[Work], sweeps: Sequence[Work], stop: Event) -> None:
    """Do work again and again until told to stop, or until it breaks, which stops the others."""
    swept = -inf
    try:
        while not stop.is_set():
            due = works
            if monotonic() - swept >= SWEEP_SECONDS:
                due, swept = (*works, *sweeps), monotonic()
            _turn(due, stop)
    finally:
        stop.set()


def _turn(works: Sequence[Work], stop: Event) -> None:
    """Do every work, go on with those that found something, and wait until all are due again."""
    until = monotonic() + PAUSE_SECONDS
    busy = _round(works)
    while not stop.wait(BREATH_SECONDS if busy else until - monotonic()) and monotonic() < until:
        busy = _round(busy)


def _round(works: Sequence[Work]) -> list[Work]:
    """Do every work once; return those that found something. A database that is away is waited for."""
    try:
        return [work for work in works if work(clock.now())]
    except OperationalError as error:
        db.session.rollback()
        logger.warning("outbox", extra={"facts": {"error": type(error.orig).__name__}})
        return []
    finally:
        db.session.remove()


def command(works: Works) -> click.Command:
    """Return `elearning worker` for the works of all packages."""

    @click.command("worker", help="Send mail and carry out other waiting work.")
    @click.option("--once", is_flag=True, help="End when nothing is due.")
    @with_appcontext
    def worker(once: bool) -> None:
        stop = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        run(works, stop, once=once)

    return worker
