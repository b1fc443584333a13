"""Front matter as forms show it: every value as text or as a list of texts."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from elearning.courses.diagnostics.notes import Notes
from elearning.courses.language.fields import COUNTED, FEEDBACK, read_fields
from elearning.courses.language.frontmatter import read_front_matter
from elearning.courses.language.frontmatter_writing import Value
from elearning.studio.models import DraftFile
from elearning.studio.writing.operations import table_of

#: The word for each way of giving feedback, as it is written.
FEEDBACK_WORDS = {meant: word for word, meant in reversed(FEEDBACK.items()) if word != meant}
#: The word for each choice of the score that counts; the best is meant where nothing is said.
COUNTED_WORDS = {meant: word for word, meant in COUNTED.items() if word != meant != "best"}


def _yes(value: bool | None) -> str:
    return "" if value is None else "ya" if value else "tidak"


def _pairs(value: tuple[tuple[str, int], ...]) -> list[str]:
    return [f"{code}: {level}" for code, level in value]


def _mark(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"


_SHOWN: dict[str, Callable[[Any], str | list[str]]] = {
    "wajib": _yes,
    "sertifikat": _yes,
    "kompetensi": _pairs,
    "nilai_lulus": _mark,
    "bobot": _mark,
    "acak": sorted,
    "umpan_balik": lambda value: FEEDBACK_WORDS.get(value, ""),
    "nilai_dipakai": lambda value: COUNTED_WORDS.get(value, ""),
    **dict.fromkeys(("prasyarat", "penyusun", "dasar_hukum"), list),
}


def facts_in(file: DraftFile) -> dict[str, str | list[str]]:
    """Return what a text's front matter says, defaults included."""
    notes = Notes(file.name, file.text.split("\n"))
    values = read_fields(read_front_matter(notes), table_of(file), notes)
    return {key: _SHOWN.get(key, _text)(value) for key, value in values.items()}


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def changes(
    before: Mapping[str, str | list[str]], after: Mapping[str, str | list[str]]
) -> dict[str, Value]:
    """Return the keys whose values a form changed, as they are written."""
    changed = {key: value for key, value in after.items() if value != before.get(key)}
    return {key: _written(key, value) for key, value in changed.items()}


def _written(key: str, value: str | list[str]) -> Value:
    """Words of `acak` stand in one line; an empty value takes its key out."""
    if key == "acak":
        return ", ".join(value) or None
    return value or None
