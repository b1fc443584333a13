"""Which characters the bundled fonts can print on certificates and other official papers.

The table, a part for each font, is written with the fonts (`tools/build_fonts.py`); it stands here
because a name is checked when people are imported, long before a certificate carries it.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from elearning.core.typed import TURNING

TABLE = Path(__file__).parent / "printable.txt"
#: Printed in the place of a character that no bundled font has; nothing is ever blocked by one.
REPLACEMENT = "\ufffd"
#: Devanagari, Tamil, Buginese, Balinese, Sundanese, Batak, Javanese, and what joins their letters:
#: their fonts are loaded only for them.
OTHER_SCRIPTS = re.compile(
    "[\u0900-\u097f\u0b80-\u0bff\u1a00-\u1a1f\u1b00-\u1bff\u1cc0-\u1ccf"
    "\u200c\u200d\ua8e0-\ua8ff\ua980-\ua9df]"
)

#: Blanks of no width and marks of direction: names are copied with them, no paper shows them.
UNSEEN = TURNING | {"\u200b", "\u2060", "\ufeff"}
#: The circle that stands for a missing letter: fonts draw it themselves under a lone mark, and no
#: typesetter can be given both.
STAND_IN = 0x25CC
#: They join letters, and belong to the letter before them as marks do.
JOINERS = "\u200c\u200d"


def printable_line(text: str) -> str:
    """Return a text in one line, composed, with a mark for each character that cannot be printed."""
    line = " ".join(_seen(text).split())
    return line if line.isascii() and line.isprintable() else "".join(_shown(line))


def unprintable_characters(text: str) -> str:
    """Return the characters of a text that cannot be printed, each once, in their order."""
    line = _seen(text)
    missing = [c for c, shown in zip(line, _shown(line), strict=True) if c != shown]
    return "".join(dict.fromkeys(c for c in missing if not c.isspace()))


def _seen(text: str) -> str:
    """Return a text composed, without the signs that nobody sees."""
    seen = text if text.isascii() else "".join(c for c in text if c not in UNSEEN)
    return unicodedata.normalize("NFC", seen)


def _shown(line: str) -> Iterator[str]:
    """Yield what is printed for each character: a letter and its marks must share a font."""
    together: list[frozenset[int]] = list(fonts())
    for c in line:
        is_mark = unicodedata.category(c).startswith("M") or c in JOINERS
        candidates = together if is_mark else fonts()
        together = [font for font in candidates if ord(c) in font]
        if together:
            yield c
        else:
            together = [font for font in fonts() if ord(REPLACEMENT) in font]
            yield REPLACEMENT


def has_other_script(text: str) -> bool:
    """Whether a text holds a character for which the usual fonts do not suffice."""
    return OTHER_SCRIPTS.search(text) is not None


@cache
def fonts() -> tuple[frozenset[int], ...]:
    """Return the code points of each bundled font; fonts that have the same are one."""
    return tuple(_points(part) for part in TABLE.read_text().split("\n\n"))


def _points(part: str) -> frozenset[int]:
    """Return the code points in a part of the table."""
    pairs = [[int(end, 16) for end in line.split()] for line in part.splitlines()]
    found = (point for first, last in pairs for point in range(first, last + 1))
    return frozenset(point for point in found if point != STAND_IN)


@cache
def characters() -> frozenset[int]:
    """Return every code point that at least one bundled font has."""
    return frozenset[int]().union(*fonts())
