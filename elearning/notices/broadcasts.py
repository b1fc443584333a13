"""Notices to many people: the worker walks through an audience in chunks.

A chunk's notices and how far the walk has come are committed together: wherever it is broken off,
everybody is told exactly once.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from elearning.accounts.models import Person
from elearning.core.db import db, when_due
from elearning.notices import queries
from elearning.notices.kinds import Kind
from elearning.notices.models import Broadcast
from elearning.notices.operations import Message, tell_all

CHUNK = 200


class Listener(NamedTuple):
    """Somebody in an audience, and their place in its order."""

    place: int
    person: Person


class Announcement(NamedTuple):
    """What an audience is told; `is_repeated` whether also who has not read the last one there."""

    kind: Kind
    message: Message
    link: str
    is_repeated: bool = True


class Audience(NamedTuple):
    """What a package knows: the words about a thing, and its listeners after a place."""

    announcement: Callable[[int], Announcement | None]
    listeners: Callable[[int, int, int], Sequence[Listener]]


def announce_due(audiences: Mapping[str, Audience], at: datetime) -> int:
    """Tell the next chunk of the oldest broadcast and return how many steps were taken."""

    def work() -> int:
        db.session.rollback()
        found = queries.next_broadcast()
        if found is not None:
            _step(found, audiences[found.audience], at)
        db.session.commit()
        return int(found is not None)

    return when_due(queries.next_broadcast, work)


def _step(broadcast: Broadcast, audience: Audience, at: datetime) -> None:
    """Tell the next listeners; after the last the broadcast is finished."""
    announced = audience.announcement(broadcast.about_id)
    chunk = audience.listeners(broadcast.about_id, broadcast.reached, CHUNK) if announced else ()
    if not announced or not chunk:
        broadcast.finished_at = at
        return
    people = [listener.person for listener in chunk]
    if not announced.is_repeated:
        known = queries.unread_about([p.id for p in people], announced.kind.code, announced.link)
        people = [person for person in people if person.id not in known]
    tell_all(people, announced.kind, announced.message, at, link=announced.link)
    broadcast.reached = chunk[-1].place
    broadcast.told += len(people)
