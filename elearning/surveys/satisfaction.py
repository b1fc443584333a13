"""Arithmetic of answers on a scale of five; no database."""

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from elearning.core.shares import share_of
from elearning.core.types import HUNDREDTH
from elearning.surveys.instrument import VALUES, Aspect, instrument


class Spread(NamedTuple):
    """How often each value was given, from the lowest on."""

    counts: tuple[int, ...] = (0,) * len(VALUES)

    @property
    def number(self) -> int:
        """How many answers there are."""
        return sum(self.counts)

    @property
    def mean(self) -> Decimal | None:
        """The mean from 1 to 5, half up to hundredths; None without answers."""
        if not self.number:
            return None
        points = sum(value * count for value, count in zip(VALUES, self.counts, strict=True))
        return (Decimal(points) / self.number).quantize(HUNDREDTH, ROUND_HALF_UP)


class Satisfaction(NamedTuple):
    """What a group of people said, by item."""

    spreads: Mapping[str, Spread]

    @property
    def number(self) -> int:
        """How many people answered."""
        return self.spread(instrument().overall).number

    @property
    def overall(self) -> Decimal | None:
        """The mean of the item that asks for the whole."""
        return self.spread(instrument().overall).mean

    @property
    def mean(self) -> Decimal | None:
        """The mean of every answer to every item."""
        return together(self.spreads.values()).mean

    def spread(self, item: str) -> Spread:
        """Return the answers to an item."""
        return self.spreads.get(item, Spread())

    def of_aspect(self, aspect: Aspect) -> Decimal | None:
        """Return the mean of every answer to the items of an aspect."""
        return together(self.spread(item.code) for item in aspect.items).mean


def together(spreads: Iterable[Spread]) -> Spread:
    """Return the answers to several items as one."""
    columns = zip(*(spread.counts for spread in spreads), strict=True)
    return Spread(tuple(map(sum, columns)) or Spread().counts)


def joined(groups: Iterable[Satisfaction]) -> Satisfaction:
    """Return what several groups said as one."""
    spreads: dict[str, list[Spread]] = {}
    for said in groups:
        for item, spread in said.spreads.items():
            spreads.setdefault(item, []).append(spread)
    return Satisfaction({item: together(each) for item, each in spreads.items()})


def rate(number: int, completions: int) -> Decimal | None:
    """Return which per cent of those asked answered, as shares are; None where nobody was.

    At most 100: what was answered stays when a completion is revoked afterwards.
    """
    if not completions:
        return None
    return share_of(min(number, completions), completions)
