"""Word's automatic numbers, which stand in no text: computed as Word shows them."""

import re
from collections.abc import Iterable
from typing import NamedTuple
from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROMAN = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    )
)
_PLACE = re.compile(r"%([1-9])")
LEVELS = 9


class Level(NamedTuple):
    """How a level is numbered: its form (`decimal`, `lowerLetter`, …), text and first number."""

    form: str
    text: str
    start: int


class Numbered(NamedTuple):
    """What a paragraph's number looks like, and how deep it stands."""

    label: str
    level: int
    form: str


def value(element: Element | None, name: str, default: str = "") -> str:
    """Return `w:val` of a child."""
    child = element.find(W + name) if element is not None else None
    return child.get(W + "val", default) if child is not None else default


def whole(text: str, default: int = 0) -> int:
    """Read a small whole number."""
    return int(text) if re.fullmatch(r"-?\d{1,6}", text) else default


class Numbering:
    """Counts the numbered paragraphs of a document, in reading order."""

    def __init__(self, numbering: Element | None, style_numbers: dict[str, str]) -> None:
        self._abstract: dict[str, dict[int, Level]] = {}
        self._links: dict[str, str] = {}
        self._numbers: dict[str, str] = {}
        self._overrides: dict[str, dict[int, int]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[str] = set()
        self._style_numbers = style_numbers
        if numbering is not None:
            self._read(numbering)

    def _read(self, numbering: Element) -> None:
        for abstract in numbering.iter(W + "abstractNum"):
            name = abstract.get(W + "abstractNumId", "")
            self._abstract[name] = dict(_levels(abstract.iter(W + "lvl")))
            self._links[name] = value(abstract, "numStyleLink")
        for number in numbering.iter(W + "num"):
            name = number.get(W + "numId", "")
            self._numbers[name] = value(number, "abstractNumId")
            self._overrides[name] = {
                whole(each.get(W + "ilvl", "0")): whole(value(each, "startOverride"), 1)
                for each in number.iter(W + "lvlOverride")
                if each.find(W + "startOverride") is not None
            }

    def _definition(self, number: str) -> str:
        """Return the definition that a number uses, through a list style where it names one."""
        definition = self._numbers.get(number, "")
        link = self._links.get(definition, "")
        linked = self._style_numbers.get(link, "") if link else ""
        return self._numbers.get(linked, definition)

    def next(self, number: str, depth: int) -> Numbered | None:
        """Count a paragraph and return its number; None when it has none."""
        definition = self._definition(number)
        levels = self._abstract.get(definition, {})
        depth = max(0, min(depth, LEVELS - 1))
        level = levels.get(depth)
        if level is None or number == "0":
            return None
        counts = self._counts.setdefault(definition, {})
        if number not in self._begun:
            self._begun.add(number)
            for at, start in self._overrides.get(number, {}).items():
                counts[at] = start - 1
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [at for at in counts if at > depth]:
            del counts[deeper]
        return Numbered(_label(level, levels, counts), depth, level.form)


def _levels(elements: Iterable[Element]) -> Iterable[tuple[int, Level]]:
    for element in elements:
        form = value(element, "numFmt", "decimal")
        start = whole(value(element, "start"), 1)
        yield whole(element.get(W + "ilvl", "0")), Level(form, value(element, "lvlText"), start)


def _label(level: Level, levels: dict[int, Level], counts: dict[int, int]) -> str:
    """Return a number as it is shown: `1.`, `a)`, `II.1`; a bullet for any sign."""
    if level.form == "bullet":
        return "•"

    def shown(found: "re.Match[str]") -> str:
        at = int(found[1]) - 1
        other = levels.get(at, level)
        return formatted(counts.get(at, other.start), other.form)

    return _PLACE.sub(shown, level.text[:40]).strip()


def formatted(number: int, form: str) -> str:
    """Write a number as letters, as a Roman number, or in digits."""
    if form in {"lowerLetter", "upperLetter"} and 0 < number <= 780:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if form == "lowerLetter" else letter.upper()
    if form in {"lowerRoman", "upperRoman"} and 0 < number < 4000:
        roman = _roman(number)
        return roman.lower() if form == "lowerRoman" else roman
    return "" if form == "none" else str(number)


def _roman(number: int) -> str:
    letters = ""
    for size, sign in _ROMAN:
        letters += sign * (number // size)
        number %= size
    return letters
