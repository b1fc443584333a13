"""When the next attempt at a quiz may begin, and how long it lasts; no database."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from elearning.courses.compiled import QuizRules


class Past(NamedTuple):
    """What there was of a quiz: when attempts were opened and chances given, when the last ended."""

    opened: Sequence[datetime] = ()
    given: Sequence[datetime] = ()
    #: None while the last attempt is open, and before the first one.
    ended: datetime | None = None


class Standing(NamedTuple):
    """How many attempts are left (None: any number), and when the next opens if it is not open."""

    left: int | None
    opens_at: datetime | None = None

    @property
    def may_begin(self) -> bool:
        """Whether an attempt may begin now."""
        return self.left != 0 and self.opens_at is None


def standing(rules: QuizRules, past: Past, at: datetime) -> Standing:
    """Say where somebody stands: `jeda` lies between two attempts, `jeda_tambahan` after the last."""
    left = attempts_left(rules, past)
    if past.ended is None or (left == 0 and rules.more_after is None):
        return Standing(left)
    opens_at = past.ended + timedelta(minutes=rules.pause or 0)
    if left == 0:
        opens_at = max(opens_at, past.ended + timedelta(hours=rules.more_after or 0))
    if at < opens_at:
        return Standing(left, opens_at)
    return Standing(1 if left == 0 else left)


def attempts_left(rules: QuizRules, past: Past) -> int | None:
    """Return how many attempts are left in this cycle; None when they are unlimited.

    They are counted through time: an attempt that opened by waiting uses up no given chance.
    """
    if not rules.attempts:
        return None
    left = rules.attempts
    changes = [(moment, -1) for moment in past.opened] + [(moment, 1) for moment in past.given]
    for _moment, change in sorted(changes):
        left = max(0, left + change)
    return left


def time_allowed(rules: QuizRules, percent: int) -> timedelta | None:
    """Return how long an attempt lasts for somebody with extra time; None without a limit."""
    if not rules.minutes_limit:
        return None
    return timedelta(minutes=rules.minutes_limit) * (100 + percent) / 100
