"""Compares what learners type with what authors accept; no pattern can take long."""

import re
import unicodedata
from functools import lru_cache

#: What phones write in place of the keys of a keyboard.
_ALIKE = str.maketrans("‘’‛ʼ“”„‐‑–—−", "''''\"\"\"-----")
_STAR = re.compile(r"(?<!\\)\*")


def folded(text: str) -> str:
    """Return a text without case, spacing, diacritics and invisible signs."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_ALIKE)).casefold()
    return "".join(
        sign
        for sign in unicodedata.normalize("NFKD", decomposed)
        if not (sign.isspace() or unicodedata.combining(sign) or unicodedata.category(sign) == "Cf")
    )


@lru_cache(maxsize=1024)
def _pieces(pattern: str) -> tuple[str, ...]:
    """Return what stands between the wildcards of a pattern; `\\*` is an asterisk."""
    return tuple(folded(piece.replace("\\*", "*")) for piece in _STAR.split(pattern))


def takes_anything(pattern: str) -> bool:
    """Tell whether a pattern says nothing."""
    return not any(_pieces(pattern))


def fits(pattern: str, typed: str) -> bool:
    """Tell whether a typed text is what a pattern accepts; nothing typed never is."""
    text = folded(typed)
    first, *rest = _pieces(pattern)
    if not rest:
        return bool(text) and text == first
    *middle, last = rest
    if not text.startswith(first) or not text.endswith(last):
        return False
    return bool(text) and _in_order(middle, text, len(first), len(text) - len(last))


def _in_order(pieces: list[str], text: str, start: int, end: int) -> bool:
    """Tell whether pieces follow each other between two places, taking each as early as it comes."""
    for piece in pieces:
        at = text.find(piece, start, end)
        if at < 0:
            return False
        start = at + len(piece)
    return start <= end


def as_read(pattern: str) -> str:
    """Write a pattern for people: a wildcard is an ellipsis."""
    return _STAR.sub("…", pattern).replace("\\*", "*")
