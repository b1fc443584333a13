"""What is asked: items on a scale of five, and two free texts, as data in two languages.

A changed wording gets a code of its own, so that sums of different questions are never mixed.
"""

import json
from functools import cache
from pathlib import Path
from typing import NamedTuple

from elearning.core.languages import request_locale

#: The values of the scale, from the least satisfied on.
VALUES = range(1, 6)


class Words(NamedTuple):
    """Something that is asked or answered, with its code where it has one."""

    code: str
    indonesian: str
    english: str

    @property
    def text(self) -> str:
        """The words in the language of the page."""
        return self.indonesian if request_locale() == "id" else self.english


class Aspect(NamedTuple):
    """Items that belong together."""

    name: Words
    items: tuple[Words, ...]


class Instrument(NamedTuple):
    """A version of the questionnaire."""

    version: int
    scale: tuple[Words, ...]
    aspects: tuple[Aspect, ...]
    #: Code of the item that asks for the whole.
    overall: str
    texts: tuple[Words, ...]

    @property
    def items(self) -> tuple[Words, ...]:
        """All items in the order in which they are asked."""
        return tuple(item for aspect in self.aspects for item in aspect.items)


@cache
def instrument() -> Instrument:
    """Return the questionnaire about an e-learning course (Kirkpatrick's level 1)."""
    path = Path(__file__).parent / "level1_elearning.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    return Instrument(
        data["version"],
        tuple(map(_words, data["scale"])),
        tuple(
            Aspect(_words(each), tuple(_words(i) for i in data["items"] if i["aspect"] == name))
            for each in data["aspects"]
            if (name := each["code"])
        ),
        data["overall"],
        tuple(map(_words, data["texts"])),
    )


def _words(entry: dict[str, str]) -> Words:
    return Words(entry.get("code", ""), entry["id"], entry["en"])
