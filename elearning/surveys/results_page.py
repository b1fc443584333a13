"""Rows of the pages that show what was answered, the same for trainers and for HR."""

from decimal import Decimal
from typing import NamedTuple

from elearning.core.settings import Settings
from elearning.surveys.bands import band
from elearning.surveys.instrument import instrument
from elearning.surveys.satisfaction import Satisfaction


class ItemRow(NamedTuple):
    """An item with its answers from the lowest value on."""

    text: str
    aspect: str
    counts: tuple[int, ...]
    mean: Decimal | None
    band: str


class AspectRow(NamedTuple):
    """An aspect with the mean of every answer to its items."""

    name: str
    mean: Decimal | None
    band: str


def item_rows(said: Satisfaction, settings: Settings) -> list[ItemRow]:
    """Return the items in the order in which they are asked."""
    return [
        ItemRow(
            item.text, aspect.name.text, spread.counts, spread.mean, band(spread.mean, settings)
        )
        for aspect in instrument().aspects
        for item in aspect.items
        for spread in (said.spread(item.code),)
    ]


def aspect_rows(said: Satisfaction, settings: Settings) -> list[AspectRow]:
    """Return the aspects in the order in which they are asked."""
    return [
        AspectRow(aspect.name.text, mean, band(mean, settings))
        for aspect in instrument().aspects
        for mean in (said.of_aspect(aspect),)
    ]


def scale_words() -> list[str]:
    """Return the words of the scale, from the lowest on."""
    return [words.text for words in instrument().scale]
