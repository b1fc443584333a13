"""What a slip of the pen would have meant."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches
from functools import lru_cache

#: How alike two names must be that are taken for one without asking.
SURE = 0.8


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word that a slip of the pen would mean, or an empty text."""
    return _nearest(word, tuple(known))


@lru_cache(maxsize=1024)
def _nearest(word: str, known: tuple[str, ...]) -> str:
    """Whoever slips once slips in every question, and comparing is slow."""
    return next(iter(get_close_matches(word, known, n=1, cutoff=0.6)), "")


def surely(word: str, known: Iterable[str]) -> str:
    """Return the one known name that a misspelt name can only mean, or an empty text.

    `foto-1` never means `foto-2`: the numbers must be the same.
    """
    found = [name for name in known if _is_same(word, name)]
    return found[0] if len(found) == 1 else ""


def _is_same(word: str, name: str) -> bool:
    first, second = (re.sub(r"[\W_]", "", each.casefold()) for each in (word, name))
    numbers = [re.findall(r"\d+", each) for each in (first, second)]
    if numbers[0] != numbers[1]:
        return False
    return first == second or SequenceMatcher(None, first, second).ratio() >= SURE
