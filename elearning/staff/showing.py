"""Lines of a plan in words: each field as it was and as it becomes."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from elearning.accounts import nip
from elearning.accounts.names import full_name
from elearning.accounts.queries import unit_names
from elearning.accounts.standings import STANDINGS
from elearning.staff import queries
from elearning.staff.models import KEPT
from elearning.staff.plan import Line

LABELS = {
    "nip": _l("NIP"),
    "front_title": _l("Title before the name"),
    "name": _l("Name"),
    "back_title": _l("Title after the name"),
    "status": _l("ASN status"),
    "rank": _l("Rank"),
    "position": _l("Position"),
    "position_kind": _l("Kind of position"),
    "unit_id": _l("Work unit"),
    "legal_standing": _l("Legal standing"),
    "supervisor_id": _l("Direct supervisor"),
    "email": _l("E-mail address"),
    "siasn_id": _l("SIASN id"),
    "active": _l("Account"),
}

#: What a column of a file can hold.
COLUMN_LABELS = {
    **{field: label for field, label in LABELS.items() if not field.endswith("_id")},
    "unit_code": _l("Code of the work unit"),
    "unit_name": _l("Work unit"),
    "department": _l("Perangkat Daerah"),
    "supervisor_nip": _l("NIP of the direct supervisor"),
    "siasn_id": _l("SIASN id"),
    "start_date": _l("Start date of the position (TMT)"),
}
del COLUMN_LABELS["active"]


class Turned(NamedTuple):
    """A field as it was and as it becomes."""

    label: str
    old: str
    new: str


class Shown(NamedTuple):
    """A line as the page shows it."""

    id: int
    line: int | None
    nip: str
    name: str
    person_id: int | None
    unit: str
    position: str
    changes: list[Turned]
    is_chosen: bool
    #: Whether undoing left it, because it was changed since.
    is_kept: bool


class Words:
    """Names of the units and people that some lines mention, read in few statements."""

    def __init__(self, lines: Sequence[Line]) -> None:
        sides = [side for line in lines for side in (line.before, line.after)]
        self._units = unit_names({side["unit_id"] for side in sides if side.get("unit_id")})
        planned = {line.new_unit_id for line in lines if line.new_unit_id is not None}
        self._planned = queries.planned_names(planned)
        bosses = {side["supervisor_id"] for side in sides if side.get("supervisor_id")}
        self._people = queries.people_names(bosses)

    def of(self, field: str, value: Any) -> str:
        """Return a value in words."""
        said: dict[str, Callable[[Any], str]] = {
            "unit_id": lambda key: self._units.get(key, ""),
            "supervisor_id": lambda key: self._people.get(key, ""),
            "legal_standing": lambda code: str(STANDINGS.get(code, code)),
            "active": lambda is_open: _("open") if is_open else _("closed"),
            "nip": nip.grouped,
        }
        if value in (None, ""):
            return ""
        return said[field](value) if field in said else str(value)

    def new_unit(self, line: Line) -> str:
        """Return the unit that a line puts somebody into."""
        if line.new_unit_id is not None:
            return self._planned.get(line.new_unit_id, "")
        return self.of("unit_id", line.after.get("unit_id"))


def shown(lines: Sequence[Line]) -> list[Shown]:
    """Return lines as the page shows them."""
    words = Words(lines)
    return [_shown(line, words) for line in lines]


def _shown(line: Line, words: Words) -> Shown:
    """Return a line in words."""
    values = {**line.before, **line.after}
    name = full_name(
        values.get("front_title", ""), values.get("name", line.name), values.get("back_title", "")
    )
    return Shown(
        id=line.id,
        line=line.line,
        nip=line.nip,
        name=name,
        person_id=line.person_id,
        unit=words.new_unit(line),
        position=line.after.get("position", ""),
        changes=list(_turned(line, words)),
        is_chosen=line.is_chosen,
        is_kept=line.result == KEPT,
    )


def _turned(line: Line, words: Words) -> Iterable[Turned]:
    """Yield the fields that change."""
    for field, label in LABELS.items():
        old, new = line.before.get(field), line.after.get(field)
        if field == "unit_id" and line.new_unit_id is not None:
            yield Turned(str(label), words.of(field, old), words.new_unit(line))
        elif field == "supervisor_id" and line.boss_nip and field not in line.after:
            yield Turned(str(label), "", nip.grouped(line.boss_nip))
        elif field in line.after:
            yield Turned(str(label), words.of(field, old), words.of(field, new))
