"""Days as people write them in tables."""

import re
from calendar import monthrange
from datetime import date

from elearning.core.languages import MONTHS
from elearning.core.tables import Value

_NUMBERS = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
_WORDS = re.compile(r"(\d{1,2})[\s-]+([a-z]+)[\s-]+(\d{4})", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later or, below zero, earlier; the 31st may be the 30th."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))


def day_of(value: Value) -> date | None:
    """Return the day that a cell means: a date, `21-11-2025`, `21 November 2025`, `2025-11-21`."""
    if isinstance(value, date):
        return value
    numbers = _day_month_year(str(value).strip())
    try:
        return date(numbers[2], numbers[1], numbers[0]) if numbers else None
    except ValueError:
        return None


def _day_month_year(text: str) -> tuple[int, int, int] | None:
    """Return day, month and year of a text, whether or not there is such a day."""
    if found := _NUMBERS.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _ISO.fullmatch(text):
        return int(found[3]), int(found[2]), int(found[1])
    if found := _WORDS.fullmatch(text):
        return int(found[1]), _month(found[2]), int(found[3])
    return None


def _month(word: str) -> int:
    """Return the number of a month by its name or the first three letters of it; 0 for none."""
    names = [name.casefold() for language in MONTHS.values() for name in language]
    start = word.casefold()
    fitting = (n for n, name in enumerate(names) if len(start) > 2 and name.startswith(start))
    return next((n % 12 + 1 for n in fitting), 0)
