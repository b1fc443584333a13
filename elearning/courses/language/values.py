"""Readers of front matter values: each returns a typed value or raises `BadValue`."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, TypeAlias

from elearning.courses.diagnostics.slips import nearest as nearest
from elearning.courses.language.frontmatter import Entry, Item, without_remark

Reader: TypeAlias = Callable[[Entry], Any]

_NUMBER = re.compile(r"[+-]?\d{1,9}([.,]\d{1,6})?")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_PAIR = re.compile(r"([\w.-]+)\s*:\s*(\d+)")
_STEP = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)*)\s*(?::(.*))?")
_YES = frozenset({"ya", "yes", "true", "benar", "on", "1"})
_NO = frozenset({"tidak", "no", "false", "salah", "off", "0", "tanpa"})


class BadValue(Exception):  # noqa: N818
    """A value that its key does not take: the code of a message, and its words."""

    def __init__(self, code: str, line: int, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.line = line
        self.params = params


def number(text: str) -> Decimal | None:
    """Read a decimal with comma or point."""
    return Decimal(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None


def text(limit: int = 300) -> Reader:
    """Read a text of at most so many characters."""

    def read(entry: Entry) -> str:
        if not entry.text.strip():
            raise BadValue("value-empty", entry.line, key=entry.key)
        if len(entry.text) > limit:
            raise BadValue("value-long", entry.line, key=entry.key, limit=limit)
        return entry.text.strip()

    return read


def whole(low: int, high: int) -> Reader:
    """Read a whole number within bounds."""

    def read(entry: Entry) -> int:
        value = entry.word
        if not re.fullmatch(r"\d{1,9}", value) or not low <= int(value) <= high:
            params = {"key": entry.key, "value": value, "low": low, "high": high}
            raise BadValue("value-whole", entry.line, **params)
        return int(value)

    return read


def decimal(low: int, high: int) -> Reader:
    """Read an exact decimal within bounds, with comma or point."""

    def read(entry: Entry) -> Decimal:
        value = number(entry.word)
        if value is None or not low <= value <= high:
            params = {"key": entry.key, "value": entry.word, "low": low, "high": high}
            raise BadValue("value-number", entry.line, **params)
        return value

    return read


def choice(known: Mapping[str, str]) -> Reader:
    """Read one word of a table; it gives what the word stands for."""

    def read(entry: Entry) -> str:
        return _known_word(entry, Item(entry.word, entry.line), known)

    return read


def _known_word(entry: Entry, item: Item, known: Mapping[str, str]) -> str:
    word = re.sub(r"[\s_]+", "-", item.text.strip().lower())
    if word not in known:
        own: dict[str, str] = {}
        for name, value in known.items():
            own.setdefault(value, name)
        near = nearest(word, known)
        meant = own[known[near]] if near else ", ".join(own.values())
        raise BadValue("value-choice", item.line, key=entry.key, value=item.text, known=meant)
    return known[word]


def yes(entry: Entry) -> bool:
    """Read ya or tidak."""
    word = entry.word.lower()
    if word not in _YES | _NO:
        raise BadValue("value-yes", entry.line, key=entry.key, value=entry.word)
    return word in _YES


def day(entry: Entry) -> str:
    """Read a date as `2026-11-21` or `21-11-2026`; it gives the ISO form."""
    found = re.fullmatch(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", entry.word)
    written = f"{found[3]}-{found[2]:0>2}-{found[1]:0>2}" if found else entry.word
    try:
        return date.fromisoformat(written).isoformat()
    except ValueError:
        raise BadValue("value-date", entry.line, key=entry.key, value=entry.word) from None


def texts(entry: Entry) -> tuple[str, ...]:
    """Read a list of texts; a single value is a list of one, commas and all."""
    return tuple(item.text.strip() for item in entry.items if item.text.strip())


def _words(entry: Entry) -> list[Item]:
    """Split a list of words, written with hyphens, commas or brackets."""
    return [
        Item(word.strip(), item.line)
        for item in entry.items
        for word in without_remark(item.text).strip("[]").split(",")
        if word.strip()
    ]


def slugs(entry: Entry) -> tuple[str, ...]:
    """Read names of courses."""
    words = _words(entry)
    for word in words:
        if not _SLUG.fullmatch(word.text):
            raise BadValue("value-slug", word.line, key=entry.key, value=word.text)
    return tuple(word.text for word in words)


def slug(entry: Entry) -> str:
    """Read a key: small letters, digits and hyphens."""
    if not _SLUG.fullmatch(entry.word) or len(entry.word) > 80:
        raise BadValue("value-slug", entry.line, key=entry.key, value=entry.word)
    return entry.word


def choices(known: Mapping[str, str]) -> Reader:
    """Read several words of a table."""

    def read(entry: Entry) -> frozenset[str]:
        return frozenset(_known_word(entry, word, known) for word in _words(entry))

    return read


def competencies(entry: Entry) -> tuple[tuple[str, int], ...]:
    """Read `code: level` pairs, levels 1 to 5."""
    pairs = []
    for word in _words(entry):
        found = _PAIR.fullmatch(word.text)
        if not found or not 1 <= int(found[2]) <= 5:
            raise BadValue("value-competency", word.line, key=entry.key, value=word.text)
        pairs.append((found[1], int(found[2])))
    return tuple(pairs)


class Step(NamedTuple):
    """A course of a learning path, why it stands there, and its line."""

    course: str
    reason: str
    line: int


def steps(entry: Entry) -> tuple[Step, ...]:
    """Read `course: why it stands here`, one a line."""
    if not entry.items:
        raise BadValue("value-empty", entry.line, key=entry.key)
    found = []
    for item in entry.items:
        step = _STEP.fullmatch(item.text.strip())
        if step is None:
            raise BadValue("value-step", item.line, value=item.text)
        found.append(Step(step[1], (step[2] or "").strip(), item.line))
    return tuple(found)


def code(entry: Entry) -> str:
    """Read a SIASN code: digits, kept as text."""
    if not re.fullmatch(r"\d{1,4}", entry.word):
        raise BadValue("value-code", entry.line, key=entry.key, value=entry.word)
    return entry.word


def medium(entry: Entry) -> str:
    """Read the name of a file in `media/`."""
    return entry.word.removeprefix("./").removeprefix("media/")
