"""Honest JP: how long a course takes, from what it asks of a reader."""

from decimal import Decimal
from math import ceil
from typing import NamedTuple

WORDS_PER_MINUTE = 180
MINUTES_PER_PRACTICE = Decimal(2)
MINUTES_PER_QUESTION = Decimal("1.5")
MINUTES_PER_JP = 45
#: JP may exceed the estimate by so much.
TOLERANCE = Decimal("1.15")


class Work(NamedTuple):
    """What an item asks: words to read, questions to practise, questions drawn, minutes of tasks."""

    words: int = 0
    practices: int = 0
    drawn: int = 0
    task: int = 0

    @property
    def on_screen(self) -> Decimal:
        """Minutes of reading and answering."""
        reading = Decimal(self.words) / WORDS_PER_MINUTE
        practising = MINUTES_PER_PRACTICE * self.practices
        return reading + practising + MINUTES_PER_QUESTION * self.drawn

    @property
    def minutes(self) -> int:
        """Minutes to show when the author gives none."""
        return max(1, ceil(self.on_screen + self.task))


def estimate(works: list[Work]) -> Decimal:
    """Return a course's minutes; tasks count for at most a third of the total."""
    screen = sum((work.on_screen for work in works), Decimal(0))
    tasks = Decimal(sum(work.task for work in works))
    return screen + min(tasks, screen / 2)


def largest_jp(minutes: Decimal, minutes_per_jp: int = MINUTES_PER_JP) -> int:
    """Return the most JP that so many minutes bear."""
    return int(minutes * TOLERANCE / minutes_per_jp)
