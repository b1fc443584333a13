"""What a transcript states: plain values that are frozen, printed and shown on checking; no database."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from elearning.development.queries import HistoryYear
from elearning.records.activity_types import ACTIVITY_TYPES
from elearning.records.chains import digest

VERSION = 1


class Holder(NamedTuple):
    """Whose history it is, as it stands on the day."""

    name: str
    nip: str
    status: str
    rank: str
    position: str
    unit: str
    agency: str


class Office(NamedTuple):
    """The unit that answers for a person's transcripts, and who signs for it on the day."""

    organiser_id: int
    #: With "a.n." or "Plt." before it.
    position: str
    name: str
    rank: str
    nip: str


def content_of(
    holder: Holder,
    years: Sequence[HistoryYear],
    made_on: date,
    site: str,
    office: Office | None = None,
) -> dict[str, Any]:
    """Return everything that a transcript of some years states; who signs, only where it is signed."""
    lines = [
        {
            "title": line.title,
            "organiser": line.organiser,
            "form": ACTIVITY_TYPES[line.activity_type].name,
            "competency": line.competency_kind,
            "number": line.certificate_number,
            "started_on": line.started_on.isoformat(),
            "completed_on": line.completed_on.isoformat(),
            "year": line.year,
            "jp": line.jp,
        }
        for year in years
        for line in reversed(year.lines)
    ]
    content = {
        "version": VERSION,
        **holder._asdict(),
        "site": site,
        "made_on": made_on.isoformat(),
        "years": [year.year for year in years],
        "lines": lines,
        "jp": sum(year.jp for year in years),
    }
    if office is None:
        return content
    _organiser, position, name, rank, nip = office
    return content | {"signatory": {"position": position, "name": name, "rank": rank, "nip": nip}}


def content_digest(content: dict[str, Any]) -> str:
    """Return the SHA-256 over the canonical JSON of what a transcript states."""
    return digest(content)
