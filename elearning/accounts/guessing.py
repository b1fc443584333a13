"""Codes and tokens that can be guessed: an address that guesses too often must wait."""

from collections.abc import Callable
from typing import TypeVar

from flask import request
from flask_babel import gettext as _

from elearning.accounts import throttling
from elearning.accounts.throttling import TooManyTries
from elearning.core import clock
from elearning.core.db import db, reading, writing

Found = TypeVar("Found")

#: Wrong ones from one address in a quarter of an hour; everybody behind it shares them.
WRONG_CODES = 20


def looked_up(
    door: str, find: Callable[[], Found | None], *, is_long: bool = False
) -> Found | None:
    """Return what a code or token opens, None for a wrong one, which counts; raises TooManyTries.

    A long one, of 128 random bits or more, opens however many wrong ones came from the same office.
    """
    guesser = f"{door}:{request.remote_addr}"
    keys, now = throttling.throttle_keys(guesser, guesser), clock.now()
    with reading():
        if not is_long:
            require_few_guesses(keys)
        found = find()
        if is_long and found is None:
            require_few_guesses(keys)
    if found is None:
        with writing():
            throttling.count_try(keys, now)
            db.session.commit()
    return found


def require_few_guesses(keys: throttling.Tries) -> None:
    """Refuse further guesses for a while, and say what a person with a genuine one can do."""
    try:
        throttling.require_few_tries(keys, WRONG_CODES, clock.now())
    except TooManyTries:
        raise TooManyTries(
            _(
                "Too many wrong codes came from your network. Wait 15 minutes, then try again; or ask"
                " whoever gave you the code or link."
            )
        ) from None
