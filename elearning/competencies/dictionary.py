"""The competencies of PermenPANRB 38/2017 that a course may be tagged with."""

import json
from functools import cache
from pathlib import Path
from typing import NamedTuple

LEVELS = range(1, 6)


class Competency(NamedTuple):
    """A competency by its name and the table's short code, e.g. `PP`."""

    short: str
    name: str


@cache
def competencies() -> dict[str, Competency]:
    """Return the competencies by what a course is tagged with, e.g. `pelayanan-publik`."""
    text = (Path(__file__).parent / "dictionary.json").read_text(encoding="utf-8")
    data = json.loads(text)
    entries = (each for kind in ("manajerial", "sosial_kultural") for each in data[kind])
    found = (Competency(each["code"], each["name"]) for each in entries)
    return {each.name.lower().replace(" ", "-"): each for each in found}


@cache
def competency_names() -> dict[str, str]:
    """Return the name of each competency by what a course is tagged with."""
    return {code: each.name for code, each in competencies().items()}
