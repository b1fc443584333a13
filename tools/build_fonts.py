"""Builds the certificate's fonts: small static subsets of open variable fonts, and what they cover.

Run once by a developer when the fonts change; the results are kept in the repository:

    pip install fonttools fontpkg-plus-jakarta-sans fontpkg-source-serif-4 \
        fontpkg-noto-sans fontpkg-noto-sans-arabic
    python tools/build_fonts.py

A new font changes every certificate rendered from then on; stored ones keep their bytes.
Source Serif 4 reserves the font name "Source" (OFL 1.1, condition 3), so its subset is named anew.
"""

from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

FONTS = Path(__file__).parent.parent / "elearning" / "certificates" / "fonts"
#: Read by `elearning.core.printable`.
COVERED = FONTS.parent.parent / "core" / "printable.txt"

LATIN = [
    *range(0x20, 0x7F),
    *range(0xA0, 0x250),
    *range(0x300, 0x370),
    *range(0x1E00, 0x1F00),
    *range(0x2010, 0x2028),
    *range(0x2030, 0x205F),
    *(0x20AC, 0x2116, 0x2122, 0x2190, 0x2192, 0x2212, 0x2260, 0x2264, 0x2265),
]
FALLBACK = [*LATIN, *range(0x2BB, 0x2BE), *range(0x370, 0x530), 0xFFFD]
ARABIC = [*range(0x600, 0x700), 0xFD3E, 0xFD3F, 0xFDF2, 0xFDFA, 0xFDFB]
FEATURES = ["ccmp", "kern", "liga", "lnum", "locl", "mark", "mkmk", "tnum", "case"]
FEATURES += ["init", "medi", "fina", "isol", "rlig", "calt"]


class Cut(NamedTuple):
    """One static font to cut from a variable one."""

    package: str
    source: str
    family: str
    style: str
    axes: dict[str, float]
    characters: list[int]


def cuts() -> list[Cut]:
    """Every font the certificate uses, its own first."""
    sans = ("fontpkg_plus_jakarta_sans", "PlusJakartaSans[wght].ttf", "Plus Jakarta Sans")
    serif = ("fontpkg_source_serif_4", "SourceSerif4[opsz,wght].ttf", "Widyapada Serif")
    noto = ("fontpkg_noto_sans", "NotoSans[wdth,wght].ttf", "Noto Sans")
    arabic = ("fontpkg_noto_sans_arabic", "NotoSansArabic[wdth,wght].ttf", "Noto Sans Arabic")
    return [
        Cut(*sans, "Regular", {"wght": 400}, LATIN),
        Cut(*sans, "Bold", {"wght": 700}, LATIN),
        Cut(*serif, "Regular", {"wght": 600, "opsz": 40}, LATIN),
        Cut(*noto, "Regular", {"wght": 400, "wdth": 100}, FALLBACK),
        Cut(*arabic, "Regular", {"wght": 400, "wdth": 100}, ARABIC),
    ]


def folder(package: str) -> Path:
    """Where a font package is installed."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise SystemExit(f"Please install {package.replace('_', '-')} first.")
    return Path(spec.origin).parent


def name(font: TTFont, cut: Cut) -> None:
    """Gives the cut its own plain names and drops those of the variable font."""
    table = font["name"]
    table.names = [entry for entry in table.names if entry.nameID in (0, 5, 9, 11, 13, 14)]
    postscript = f"{cut.family}-{cut.style}".replace(" ", "")
    full = f"{cut.family} {cut.style}"
    for number, text in ((1, cut.family), (2, cut.style), (3, full), (4, full), (6, postscript)):
        table.setName(text, number, 3, 1, 0x409)


def mark_style(font: TTFont, bold: bool) -> None:
    """Says regular or bold in the three tables that programs look at."""
    font["OS/2"].usWeightClass = 700 if bold else 400
    font["OS/2"].fsSelection = 0x20 if bold else 0x40
    font["head"].macStyle = 1 if bold else 0


def build(cut: Cut) -> set[int]:
    """Writes one static subset and its licence; answers the characters it holds."""
    home = folder(cut.package)
    font = TTFont(home / "files" / cut.source, recalcTimestamp=False)
    font = instantiateVariableFont(font, cut.axes)
    name(font, cut)
    mark_style(font, cut.style == "Bold")
    font.tables.pop("STAT", None)
    options = Options(layout_features=FEATURES, name_IDs=["*"], notdef_outline=True, hinting=False)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=cut.characters)
    subsetter.subset(font)
    stem = cut.family.replace(" ", "")
    font.save(FONTS / f"{stem}-{cut.style}.ttf")
    copyright_line = font["name"].getDebugName(0)
    (FONTS / f"{stem}-OFL.txt").write_text(copyright_line + "\n\n" + (home / "LICENSE").read_text())
    return set(font.getBestCmap())


def ranges(characters: set[int]) -> list[str]:
    """Code points as lines `first last` in hexadecimal, ends included."""
    starts = sorted(c for c in characters if c - 1 not in characters)
    ends = sorted(c for c in characters if c + 1 not in characters)
    return [f"{start:04X} {end:04X}" for start, end in zip(starts, ends, strict=True)]


def main() -> None:
    """Builds all fonts and the list of the characters that at least one of them holds."""
    FONTS.mkdir(exist_ok=True)
    covered: set[int] = set().union(*(build(cut) for cut in cuts()))
    COVERED.write_text("\n".join(ranges(covered)) + "\n")


if __name__ == "__main__":
    main()
