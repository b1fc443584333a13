"""Days and times in the zone of whoever reads: their agency's, else the platform's."""

from datetime import date, datetime

from flask_login import current_user

from elearning.core import clock
from elearning.core.languages import local_time, long_date, request_locale
from elearning.core.settings import current_settings


def own_zone() -> str:
    """Return the name of the reader's zone; a visitor has the platform's."""
    own: str = getattr(current_user, "timezone", "")
    return own or current_settings().timezone


def own_today() -> date:
    """Return the day in the reader's zone."""
    return clock.local_date(clock.now(), own_zone())


def local(moment: datetime) -> datetime:
    """Return a moment in the reader's zone."""
    return local_time(moment, own_zone())


def time_of_day(moment: datetime) -> str:
    """Write a time: `09.41`, in English `09:41`."""
    return _time_of(local(moment))


def day_and_time(moment: datetime) -> str:
    """Write `21 November 2025, 09.41 WIB`."""
    here = local(moment)
    return f"{long_date(here)}, {_time_of(here)} {here.tzname()}"


def _time_of(here: datetime) -> str:
    """Write the time of a local moment."""
    point = "." if request_locale() == "id" else ":"
    return f"{here.hour:02}{point}{here.minute:02}"
