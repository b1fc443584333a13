"""How often files are sent and codes are guessed, counted before anything is looked at."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from flask import abort, request
from flask_babel import gettext as _

from elearning.accounts import throttling
from elearning.core import clock
from elearning.core.db import db, reading, writing
from elearning.core.errors import Refused

Found = TypeVar("Found")

#: Files of one person, and from one address ten times as many, in a quarter of an hour.
MOST_FILES = 30
WRONG_CODES = 20


def spend_upload(person_id: int, address: str, at: datetime) -> None:
    """Count a file; the caller commits before it is looked at."""
    keys = throttling.throttle_keys(f"certificate:{person_id}", f"certificate:{address}")
    own, from_there = throttling.count_try(keys, at)
    if own > MOST_FILES or from_there > MOST_FILES * throttling.ADDRESS_FACTOR:
        raise Refused(_("Too many files in a short time. Wait 15 minutes, then send the next."))


def looked_up(door: str, find: Callable[[], Found | None]) -> Found | None:
    """Return what a code or token opens; an address that guesses too often must wait (429)."""
    guesser = f"{door}:{request.remote_addr}"
    keys, now = throttling.throttle_keys(guesser, guesser), clock.now()
    with reading():
        try:
            throttling.require_few_tries(keys, WRONG_CODES, now)
        except throttling.TooManyTries:
            abort(429)
        found = find()
    if found is None:
        with writing():
            throttling.count_try(keys, now)
            db.session.commit()
    return found
