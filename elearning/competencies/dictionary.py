"""The competencies of PermenPANRB 38/2017 that a course may be tagged with."""

import json
from functools import cache
from pathlib import Path

LEVELS = range(1, 6)


@cache
def competency_names() -> dict[str, str]:
    """Return the name of each competency by its code, e.g. `pelayanan-publik`."""
    text = (Path(__file__).parent / "dictionary.json").read_text(encoding="utf-8")
    data = json.loads(text)
    names = (each["name"] for kind in ("manajerial", "sosial_kultural") for each in data[kind])
    return {name.lower().replace(" ", "-"): name for name in names}
