"""Days and times in the zone of whoever reads; a visitor reads the platform's."""

from datetime import datetime

from flask_login import current_user

from elearning.core.languages import local_time, long_date, request_locale
from elearning.core.settings import current_settings


def zone_of_reader() -> str:
    """Return the name of the reader's zone."""
    own: str = getattr(current_user, "timezone", "")
    return own or current_settings().timezone


def time_of_day(moment: datetime) -> str:
    """Write a time: `09.41`."""
    shown = local_time(moment, zone_of_reader())
    return f"{shown:%H.%M}" if request_locale() == "id" else f"{shown:%H:%M}"


def day_and_time(moment: datetime) -> str:
    """Write `21 November 2025, 09.41 WIB`."""
    shown = local_time(moment, zone_of_reader())
    return f"{long_date(shown)}, {time_of_day(moment)} {shown.tzname()}"
