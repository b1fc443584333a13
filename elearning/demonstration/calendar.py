"""When things happened: working days of the past, counted back from today; no database."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import NamedTuple

from elearning.core.clock import local_date, zone

TIMEZONE = "Asia/Jakarta"
#: The course came out in the second week of January, or so long ago when that is too near.
OPENING = (1, 12)
SHORTEST = timedelta(weeks=8)
#: Nobody begins the next step sooner than this.
GAP = timedelta(minutes=40)
SATURDAY = 5


class Season(NamedTuple):
    """The days from the course's publication until yesterday."""

    first: date
    last: date

    @property
    def opening(self) -> datetime:
        """The moment when the course is published."""
        return at_local(self.first, time(9))


def season_before(now: datetime) -> Season:
    """Return this year so far; in its first weeks, the last eight weeks."""
    last = local_date(now, TIMEZONE) - timedelta(days=1)
    return Season(min(date(last.year, *OPENING), last - SHORTEST), last)


def at_local(day: date, clock: time) -> datetime:
    """Return the moment of a local time."""
    return datetime.combine(day, clock, zone(TIMEZONE)).astimezone(UTC)


def working_days(first: date, last: date) -> list[date]:
    """Return the days from Monday to Friday, or the last day when there is none."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in days if day.weekday() < SATURDAY] or [last]


def moments(chance: Random, first: date, last: date, count: int) -> tuple[datetime, ...]:
    """Return moments of working hours in order, at least forty minutes apart."""
    days = sorted(chance.choices(working_days(first, last), k=count))
    chosen: list[datetime] = []
    for day in days:
        moment = at_local(day, time(7, 30)) + timedelta(seconds=chance.randrange(8 * 3600))
        chosen.append(max(moment, chosen[-1] + GAP) if chosen else moment)
    return tuple(chosen)
