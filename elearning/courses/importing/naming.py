"""Names of files for what has a title."""

import re
import unicodedata
from collections.abc import Container

from elearning.courses.checking.checker import RESERVED_KEYS

LONGEST = 60


def key_of(title: str, fallback: str, taken: Container[str] = ()) -> str:
    """Return a key for a title: small letters, digits, hyphens; different from those taken."""
    plain = unicodedata.normalize("NFKD", re.sub(r"[*_`\\]|<[^<>]*>|&#?\w+;", "", title))
    words = re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode().lower())
    key = ""
    for word in words:
        if len(key) + len(word) + 1 > LONGEST:
            break
        key = f"{key}-{word}" if key else word
    key = key or fallback
    if key in RESERVED_KEYS or key in taken:
        number = next(n for n in range(2, 10_000) if f"{key}-{n}" not in taken)
        return f"{key}-{number}"
    return key
