"""The clock: UTC inside, the agency's zone on paper."""

from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo


def now() -> datetime:
    """Return this moment in UTC; called in views and commands only."""
    return datetime.now(UTC)


@lru_cache(maxsize=16)
def zone(name: str) -> ZoneInfo:
    """Return a time zone by its IANA name."""
    return ZoneInfo(name)


def local_date(moment: datetime, zone_name: str) -> date:
    """Return the calendar day of a moment in a zone."""
    return moment.astimezone(zone(zone_name)).date()
