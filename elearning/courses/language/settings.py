"""Settings in braces at the end of a heading or option: `{#id bobot=2 nilai=utuh}`.

Only a final `{…}` made wholly of known keys is settings; anything else is text.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from elearning.courses.diagnostics.notes import Notes
from elearning.courses.language.values import nearest, number

_BRACES = re.compile(r"\s*\{([^{}]*)\}\s*$")
_OWN_ID = re.compile(r"\s*\{#([A-Za-z0-9][A-Za-z0-9_-]{0,59})\}\s*$")
_SETTING = re.compile(r"([\w-]+)=(\S+)|#(\S+)")
#: A heading may be closed by number signs.
_CLOSING = re.compile(r"(.*?)((?:\s+#+)?)", re.DOTALL)
_IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")

_QUESTION_KEYS = {"bobot": "bobot", "nilai": "nilai", "jenis": "jenis", "pilih": "pilih"} | {
    "weight": "bobot",
    "score": "nilai",
    "kind": "jenis",
    "type": "jenis",
    "choose": "pilih",
}
_POOL_KEYS = {"ambil": "ambil", "draw": "ambil"}
_WORDS = {
    "nilai": {"utuh": "utuh", "whole": "utuh"},
    "pilih": {"banyak": "banyak", "many": "banyak", "satu": "satu", "one": "satu"},
}


class QuestionSettings(NamedTuple):
    """What a question's heading sets; an absent id or kind is empty."""

    id: str = ""
    weight: Decimal = Decimal(1)
    whole: bool = False
    kind: str = ""
    choose: str = ""


class _Braces(NamedTuple):
    """The text before the braces, and what stands in them; None when they are text."""

    text: str
    id: str
    values: dict[str, str]


def _read(text: str, keys: Mapping[str, str], notes: Notes, line: int) -> _Braces:
    """Part a text from its settings; a misspelt key leaves it whole and is noted."""
    found = _BRACES.search(text)
    parts = [_SETTING.fullmatch(part) for part in found[1].split()] if found else []
    if found is None or not parts or not all(parts):
        return _Braces(text, "", {})
    pairs = [(part[1], part[2], part[3]) for part in parts if part]
    strange = [key for key, _value, _id in pairs if key and key not in keys]
    if strange:
        _suggest(strange, keys, notes, line)
        return _Braces(text, "", {})
    identifier = next((name for _key, _value, name in pairs if name), "")
    if identifier and not _IDENTIFIER.fullmatch(identifier):
        notes.add("setting-id", line, value=identifier)
        identifier = ""
    values = {keys[key]: value for key, value, _id in pairs if key}
    return _Braces(text[: found.start()], identifier, values)


def _suggest(strange: list[str], keys: Mapping[str, str], notes: Notes, line: int) -> None:
    for key in strange:
        meant = nearest(key, keys)
        if meant:
            notes.add("setting-unknown", line, key=key, meant=keys[meant])


def question_settings(text: str, notes: Notes, line: int) -> tuple[str, QuestionSettings]:
    """Return a question's heading without its settings, and the settings."""
    braces = _read(text, _QUESTION_KEYS, notes, line)
    words = {key: _word(key, braces.values, notes, line) for key in _WORDS}
    settings = QuestionSettings(
        id=braces.id,
        weight=_weight(braces.values, notes, line),
        whole=words["nilai"] == "utuh",
        kind=braces.values.get("jenis", "").lower(),
        choose=words["pilih"],
    )
    return braces.text, settings


def _word(key: str, values: Mapping[str, str], notes: Notes, line: int) -> str:
    known = _WORDS[key]
    value = values.get(key, "").lower()
    if value and value not in known:
        allowed = ", ".join(dict.fromkeys(known.values()))
        notes.add("setting-value", line, key=key, value=value, known=allowed)
    return known.get(value, "")


def _weight(values: Mapping[str, str], notes: Notes, line: int) -> Decimal:
    written = values.get("bobot", "1")
    weight = number(written)
    if weight is None or not 0 < weight <= 1000:
        notes.add("setting-weight", line, value=written)
        return Decimal(1)
    return weight


def pool_settings(text: str, notes: Notes, line: int) -> tuple[str, int | None]:
    """Return a pool's heading without its settings, and how many questions it draws."""
    braces = _read(text, _POOL_KEYS, notes, line)
    written = braces.values.get("ambil")
    if written is None:
        return braces.text, None
    if not re.fullmatch(r"[1-9]\d{0,3}", written):
        notes.add("setting-draw", line, value=written)
        return braces.text, None
    return braces.text, int(written)


def own_id(text: str) -> tuple[str, str]:
    """Return the text of a step or a cell without its `{#id}`, and the id."""
    found = _OWN_ID.search(text)
    return (text[: found.start()], found[1]) if found else (text, "")


def option_id(text: str, notes: Notes, line: int) -> tuple[str, str]:
    """Return an option's text without its `{#id}`, and the id."""
    braces = _read(text, {}, notes, line)
    return braces.text, braces.id


def with_id(heading: str, identifier: str) -> str:
    """Return a question's heading line with an id that it has not got yet."""
    text, closing = _CLOSING.fullmatch(heading.rstrip()).groups()  # type: ignore[union-attr]
    found = _BRACES.search(text)
    parts = [_SETTING.fullmatch(part) for part in found[1].split()] if found else []
    if found and parts and all(part and part[1] in _QUESTION_KEYS for part in parts):
        return f"{text[: found.start()]} {{#{identifier} {found[1].strip()}}}{closing}"
    return f"{text} {{#{identifier}}}{closing}"
