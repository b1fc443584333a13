"""Builds the certificate's fonts: small static subsets of open fonts, and what they cover.

Run once by a developer when the fonts change; the results are kept in the repository:

    pip install fonttools brotli fontpkg-plus-jakarta-sans fontpkg-source-serif-4 \
        fontpkg-noto-sans fontpkg-noto-sans-arabic fontpkg-noto-sans-devanagari fontpkg-noto-sans-tamil
    cd UNPACKED
    for script in javanese balinese sundanese buginese; do
        npm pack @fontsource/noto-sans-$script && mkdir $script && tar xzf *-$script-*.tgz -C $script
    done
    apt-get download fonts-noto-core && dpkg -x fonts-noto-core_*.deb debian   # Batak
    python tools/build_fonts.py UNPACKED [FAMILY …]

A new font changes every certificate rendered from then on; stored ones keep their bytes.
Source Serif 4 reserves the font name "Source" (OFL 1.1, condition 3), so its subset is named anew.
"""

import sys
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

FONTS = Path(__file__).parent.parent / "elearning" / "certificates" / "fonts"
#: Loaded only for what those of `FONTS` cannot print.
SCRIPTS = FONTS.parent / "script_fonts"
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
#: Other scripts: their blocks, joiners and the dotted circle under a lone mark.
JOINERS = [0x200C, 0x200D, 0x25CC]
DEVANAGARI = [*range(0x900, 0x980), *range(0xA8E0, 0xA900), *JOINERS]
TAMIL = [*range(0xB80, 0xC00), *JOINERS]
BLOCKS = {
    "Javanese": [*range(0xA980, 0xA9E0), *JOINERS],
    "Balinese": [*range(0x1B00, 0x1B80), *JOINERS],
    "Sundanese": [*range(0x1B80, 0x1BC0), *range(0x1CC0, 0x1CD0), *JOINERS],
    "Buginese": [*range(0x1A00, 0x1A20), *JOINERS],
    "Batak": [*range(0x1BC0, 0x1C00), *JOINERS],
}
#: Where the packages are unpacked that pip does not install.
NPM = "{lower}/package/files/noto-sans-{lower}-{lower}-400-normal.woff2"
DEBIAN = "debian/usr/share/fonts/truetype/noto/NotoSans{name}-Regular.ttf"
FEATURES = ["ccmp", "kern", "liga", "lnum", "locl", "mark", "mkmk", "tnum", "case"]
FEATURES += ["init", "medi", "fina", "isol", "rlig", "calt"]


class Cut(NamedTuple):
    """One static font to cut from another; `package` is empty for an unpacked one."""

    package: str
    source: str
    family: str
    style: str
    axes: dict[str, float]
    characters: list[int]
    #: Whether the script needs every feature that the font has.
    is_script: bool = False

    @property
    def folder(self) -> Path:
        """Where it is written."""
        return SCRIPTS if self.is_script else FONTS


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
        *scripts(),
    ]


def scripts() -> list[Cut]:
    """Every fallback for another script in which people of Indonesia write names."""
    usual = {"wght": 400, "wdth": 100}
    installed = (("Devanagari", DEVANAGARI), ("Tamil", TAMIL))
    unpacked = {name: DEBIAN if name == "Batak" else NPM for name in BLOCKS}
    return [
        *(
            Cut(
                *(f"fontpkg_noto_sans_{name.lower()}", f"NotoSans{name}[wdth,wght].ttf"),
                *(f"Noto Sans {name}", "Regular", usual, characters, True),
            )
            for name, characters in installed
        ),
        *(
            Cut(
                *("", path.format(name=name, lower=name.lower())),
                *(f"Noto Sans {name}", "Regular", {}, BLOCKS[name], True),
            )
            for name, path in unpacked.items()
        ),
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


def opened(cut: Cut, unpacked: Path) -> tuple[TTFont, str]:
    """Opens what a cut is made from; answers it with its licence."""
    home = folder(cut.package) if cut.package else unpacked
    path = home / "files" / cut.source if cut.package else home / cut.source
    font = TTFont(path, recalcTimestamp=False)
    font.flavor = None
    if "fvar" in font:
        font = instantiateVariableFont(font, cut.axes)
    licence = home / "LICENSE" if cut.package else FONTS / "NotoSans-OFL.txt"
    text = licence.read_text()
    return font, text if cut.package else text[text.index("This Font Software is licensed") :]


def build(cut: Cut, unpacked: Path) -> None:
    """Writes one static subset and its licence."""
    font, licence = opened(cut, unpacked)
    name(font, cut)
    mark_style(font, cut.style == "Bold")
    font.tables.pop("STAT", None)
    features = ["*"] if cut.is_script else FEATURES
    options = Options(layout_features=features, name_IDs=["*"], notdef_outline=True, hinting=False)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=cut.characters)
    subsetter.subset(font)
    stem = cut.family.replace(" ", "")
    font.save(cut.folder / f"{stem}-{cut.style}.ttf")
    copyright_line = font["name"].getDebugName(0)
    (cut.folder / f"{stem}-OFL.txt").write_text(copyright_line + "\n\n" + licence)


def ranges(characters: set[int]) -> list[str]:
    """Code points as lines `first last` in hexadecimal, ends included."""
    starts = sorted(c for c in characters if c - 1 not in characters)
    ends = sorted(c for c in characters if c + 1 not in characters)
    return [f"{start:04X} {end:04X}" for start, end in zip(starts, ends, strict=True)]


def main() -> None:
    """Builds all fonts, or some families, and the list of the characters that each of them holds."""
    unpacked, families = Path(sys.argv[1]), sys.argv[2:]
    for home in (FONTS, SCRIPTS):
        home.mkdir(exist_ok=True)
    for cut in cuts():
        if not families or cut.family in families:
            build(cut, unpacked)
    paths = [*sorted(FONTS.glob("*.ttf")), *sorted(SCRIPTS.glob("*.ttf"))]
    held = dict.fromkeys("\n".join(ranges(set(TTFont(path).getBestCmap()))) for path in paths)
    COVERED.write_text("\n\n".join(held) + "\n")


if __name__ == "__main__":
    main()
