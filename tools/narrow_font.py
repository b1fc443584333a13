"""Narrow a variable font to what the pages show: 27 KB of woff2 become 17.

A page may weigh 45 KB in all (first load on an old phone), so weights, hints and layout features
that no style sheet asks for are left out. The licence (OFL, no reserved name) allows it.
"""

from io import BytesIO

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

FEATURES = ["kern", "tnum", "ccmp", "mark"]
TYPOGRAPHY = (
    "\N{EN DASH}\N{EM DASH}\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}"
    "\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}\N{BULLET}\N{HORIZONTAL ELLIPSIS}"
    "\N{PRIME}\N{DOUBLE PRIME}\N{EURO SIGN}\N{TRADE MARK SIGN}\N{MINUS SIGN}"
)
CHARACTERS = [*range(0x20, 0x7F), *range(0xA0, 0x100), *map(ord, TYPOGRAPHY)]


def narrowed(content: bytes, lightest: int, heaviest: int) -> bytes:
    """Return a woff2 font with Latin-1, these weights and the used features only."""
    font = TTFont(BytesIO(content), recalcTimestamp=False)
    font = instancer.instantiateVariableFont(font, {"wght": (lightest, heaviest)})
    font = reread(font)  # the subsetter stumbles over the instancer's lazy tables
    options = subset.Options(layout_features=FEATURES, hinting=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=CHARACTERS)
    subsetter.subset(font)
    font.flavor = "woff2"
    return written(font)


def reread(font: TTFont) -> TTFont:
    """Write a font uncompressed and open it again."""
    font.flavor = None
    return TTFont(BytesIO(written(font)), recalcTimestamp=False)


def written(font: TTFont) -> bytes:
    """Return the font's file."""
    target = BytesIO()
    font.save(target)
    return target.getvalue()
