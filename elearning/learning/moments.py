"""Days and times in the zone of whoever learns."""

from datetime import datetime

from flask_babel import get_locale
from flask_login import current_user

from elearning.core.languages import local_time, long_date
from elearning.core.settings import current_settings


def local(moment: datetime) -> datetime:
    """Return a moment in the person's zone."""
    return local_time(moment, current_user.timezone or current_settings().timezone)


def time_of_day(moment: datetime) -> str:
    """Write a time in the person's zone: `09.41`."""
    return f"{local(moment):%H.%M}" if str(get_locale()) == "id" else f"{local(moment):%H:%M}"


def day_and_time(moment: datetime) -> str:
    """Write `21 November 2025, 09.41 WIB`."""
    return f"{long_date(local(moment))}, {time_of_day(moment)} {local(moment).tzname()}"
