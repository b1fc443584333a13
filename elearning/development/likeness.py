"""Whether two trainings may be the same one; no database.

The same identity is refused (`records.external`); what is only alike is shown to people, who decide.
"""

import re
from datetime import date
from difflib import SequenceMatcher
from typing import Literal, Protocol

from elearning.records.external import plain

#: From here on two titles, or their sets of words, are alike.
SAME_TITLE, SAME_WORDS = 0.8, 0.6
#: Words of titles that say nothing of their subject.
EMPTY_WORDS = frozenset(
    {"pelatihan", "diklat", "bimtek", "bimbingan", "teknis", "workshop", "webinar", "seminar"}
    | {"dan", "di", "bagi", "untuk", "tentang", "dalam", "angkatan", "tahun", "kegiatan"}
)

Likeness = Literal["number", "title"]


class Facts(Protocol):
    """What is compared of a training."""

    @property
    def title(self) -> str: ...
    @property
    def certificate_number(self) -> str: ...
    @property
    def started_on(self) -> date: ...
    @property
    def completed_on(self) -> date: ...


def likeness(one: Facts, other: Facts) -> Likeness | None:
    """Say why two trainings of a person may be one: an equal number, or title and days."""
    number = plain(one.certificate_number)
    if number and number == plain(other.certificate_number):
        return "number"
    overlap = one.started_on <= other.completed_on and other.started_on <= one.completed_on
    return "title" if overlap and are_alike(one.title, other.title) else None


def are_alike(one: str, other: str) -> bool:
    """Whether two titles differ in spelling or in empty words only."""
    first, second = words_of(one), words_of(other)
    shared = len(first & second) / (len(first | second) or 1)
    return shared >= SAME_WORDS or (
        SequenceMatcher(None, plain(one), plain(other)).ratio() >= SAME_TITLE
    )


def words_of(title: str) -> set[str]:
    """Return the words of a title that name its subject."""
    return set(re.findall(r"\w+", title.casefold())) - EMPTY_WORDS
