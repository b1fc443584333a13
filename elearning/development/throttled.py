"""How often files are sent, counted before they are looked at."""

from datetime import datetime

from flask_babel import gettext as _

from elearning.accounts import throttling
from elearning.core.errors import Refused

#: Files of one person, and from one address ten times as many, in a quarter of an hour.
MOST_FILES = 30


def spend_upload(person_id: int, address: str, at: datetime) -> None:
    """Count a file; the caller commits before it is looked at."""
    keys = throttling.throttle_keys(f"certificate:{person_id}", f"certificate:{address}")
    own, from_there = throttling.count_try(keys, at)
    if own > MOST_FILES or from_there > MOST_FILES * throttling.ADDRESS_FACTOR:
        raise Refused(_("Too many files in a short time. Wait 15 minutes, then send the next."))
