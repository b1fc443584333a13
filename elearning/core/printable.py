"""Which characters the bundled fonts can print on certificates and other official papers.

The table is written with the fonts (`tools/build_fonts.py`); it stands here because a name is
checked when people are imported, long before a certificate carries it.
"""

import unicodedata
from functools import cache
from pathlib import Path

TABLE = Path(__file__).parent / "printable.txt"
#: Printed in the place of a character that no bundled font has; nothing is ever blocked by one.
REPLACEMENT = "\ufffd"


def printable_line(text: str) -> str:
    """Return a text in one line, composed, with a mark for each character that cannot be printed."""
    line = " ".join(unicodedata.normalize("NFC", text).split())
    missing = {ord(c) for c in line} - characters()
    return line.translate(dict.fromkeys(missing, REPLACEMENT))


def unprintable_characters(text: str) -> str:
    """Return the characters of a text that no bundled font has, each once, in their order."""
    shown = unicodedata.normalize("NFC", text)
    return "".join(
        dict.fromkeys(c for c in shown if not c.isspace() and ord(c) not in characters())
    )


@cache
def characters() -> frozenset[int]:
    """Return every code point that at least one bundled font has."""
    pairs = [[int(end, 16) for end in line.split()] for line in TABLE.read_text().splitlines()]
    return frozenset(point for first, last in pairs for point in range(first, last + 1))
