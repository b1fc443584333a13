"""Reads lists of answers: `1. B  2. C`, `3) a, c`, a table of numbers and letters."""

import re

_PAIR = re.compile(
    r"(?<![\w.])(\d{1,3})\s*\\?[.):=|-]*\s*\**([A-Ha-h](?!\w)(?:\s*(?:,|dan|&|/)\s*[A-Ha-h](?!\w))*)"
)
_NOT_KEYS = re.compile(r"[^\W\d_]{3,}")


def keys_in(text: str) -> dict[int, str]:
    """Return the letters by number; nothing when the text says more than keys."""
    words = [word for word in _NOT_KEYS.findall(text) if word.lower() != "dan"]
    if words:
        return {}
    return {int(number): letters.strip(" ,&/") for number, letters in _PAIR.findall(text)}


def letters_of(key: str) -> list[str]:
    """Return the letters that a key names: `B`, `A dan C`, `b. Jakarta`, `(C)`."""
    bare = key.strip().strip("*()[]. ")
    found = re.match(r"([A-Ha-h])(?:[.)]|\s+[-–]|$)", bare)
    if found:
        return [found[1].lower()]
    if re.fullmatch(r"[A-Ha-h](?:(?:\s*[,;&/]\s*|\s+dan\s+|\s+|\s*,\s*dan\s+)[A-Ha-h])+", bare):
        return re.findall(r"(?<![a-z])[a-h](?![a-z])", bare.lower())
    return []
