"""When a kept export is made by itself, by the clock of whoever keeps it."""

from datetime import UTC, date, datetime, time, timedelta

from elearning.core import clock

DAILY, WEEKLY, MONTHLY = "daily", "weekly", "monthly"
RHYTHMS = (DAILY, WEEKLY, MONTHLY)
#: Every month has it.
LAST_DAY = 28


def next_time(rhythm: str, day: int, hour: int, zone_name: str, after: datetime) -> datetime | None:
    """Return the next moment after another at which a schedule is due; None without a rhythm.

    `day` is of the week from Monday (0), or of the month (1 to 28). Times that were missed are not
    made up for: the next one is always ahead.
    """
    if rhythm not in RHYTHMS:
        return None
    zone = clock.zone(zone_name)
    here = after.astimezone(zone).date()
    days = (here + timedelta(days=number) for number in range(32))
    moments = (datetime.combine(each, time(hour), zone) for each in days if fits(rhythm, day, each))
    return next(moment.astimezone(UTC) for moment in moments if moment > after)


def fits(rhythm: str, day: int, each: date) -> bool:
    """Whether a schedule is due on a day."""
    return {DAILY: True, WEEKLY: each.weekday() == day, MONTHLY: each.day == day}[rhythm]
