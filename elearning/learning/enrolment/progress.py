"""How far a person is in a course, and where they go on; no database."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from elearning.courses.queries import Outline, OutlineItem


class Progress(NamedTuple):
    """Required lessons and quizzes, finished and in all."""

    done: int
    total: int

    @property
    def is_whole(self) -> bool:
        """Whether everything required is finished."""
        return self.done >= self.total


class Stop(NamedTuple):
    """Where to go on: a lesson or quiz, and a heading in it (or none)."""

    item: OutlineItem
    anchor: str


def progress_of(requirements: Outline, finished: Collection[str]) -> Progress:
    """Count the finished items among those that the requirements ask for."""
    required = requirements.required
    return Progress(sum(item.key in finished for item in required), len(required))


def still_required(requirements: Outline, finished: Collection[str]) -> tuple[OutlineItem, ...]:
    """Return what the requirements still ask for."""
    return tuple(item for item in requirements.required if item.key not in finished)


def resume(outline: Outline, finished: Collection[str], last_key: str, last_anchor: str) -> Stop:
    """Return where the person stopped, else the first unfinished item, else the first.

    A finished item counts as the place only when the person was reading in it again.
    """
    last = outline.item(last_key)
    if last is not None and (last_anchor or last_key not in finished):
        return Stop(last, last_anchor)
    return Stop(first_unfinished(outline, finished) or outline.items[0], "")


def first_unfinished(outline: Outline, finished: Collection[str]) -> OutlineItem | None:
    """Return the first item that is not finished."""
    return next((item for item in outline.items if item.key not in finished), None)


class Neighbours(NamedTuple):
    """The items before and after one, and its number among all of them."""

    previous: OutlineItem | None
    next: OutlineItem | None
    number: int
    total: int


def neighbours(items: Sequence[OutlineItem], key: str) -> Neighbours:
    """Return what lies beside an item of the outline."""
    place = next(n for n, item in enumerate(items) if item.key == key)
    before = items[place - 1] if place else None
    after = items[place + 1] if place + 1 < len(items) else None
    return Neighbours(before, after, place + 1, len(items))
