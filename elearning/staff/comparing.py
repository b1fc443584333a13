"""One row of a roster beside the person it names: what would change, and what forbids it.

An empty cell changes nothing. A person is found by NIP, then by SIASN's id, so that a new NIP (a
PPPK who becomes PNS) moves the account instead of making a second one.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple

from flask_babel import gettext as _

from elearning.accounts import nip
from elearning.accounts.first_rows import FirstRows
from elearning.accounts.models import STANDING_ACTIVE, Person
from elearning.accounts.policy import oversees
from elearning.accounts.roster import COLUMNS, RosterRow
from elearning.core.tables import Problem
from elearning.staff.models import CHANGED, MOVED, NEW, UNCHANGED
from elearning.staff.officers import Officer, holders_beyond
from elearning.staff.present import TEXTS, Present, keys_by_email, people_by, people_by_nips
from elearning.staff.units import Place, Units

#: What opens or shuts the door to an account.
GUARDED = ("nip", "email", "active")

Level = Literal["error", "warning"]


class Compared(NamedTuple):
    """A line of the plan (None: the person is not the officer's to see), and what is wrong with it."""

    values: dict[str, Any] | None
    problems: list[Problem]


class Faults:
    """Collects what is wrong in one row, by the titles that its file has."""

    def __init__(self, line: int, titles: Mapping[str, str]) -> None:
        self.found: list[Problem] = []
        self._line, self._titles = line, titles

    def note(self, field: str, message: object, level: Level = "error") -> None:
        """Remember what is wrong in the cell of a field."""
        title = self._titles.get(field) or COLUMNS[field][0]
        self.found.append(Problem(self._line, title, str(message), level))

    def warn(self, field: str, message: object) -> None:
        """Remember what was left as it is."""
        self.note(field, message, "warning")


class Chunk:
    """Some rows of a roster with the accounts they name, read in few statements."""

    def __init__(self, rows: Sequence[RosterRow], officer: Officer) -> None:
        self.officer = officer
        named = people_by(Person.nip, {row.nip for row in rows})
        marked = [
            person
            for person in people_by(Person.siasn_id, {row.siasn_id for row in rows})
            if person.merged_into_id is None
        ]
        self._by_nip = {person.nip: person for person in named}
        self._by_siasn_id = {person.siasn_id: person for person in marked}
        self.emails = keys_by_email({row.email for row in rows})
        self.bosses = people_by_nips({row.supervisor_nip for row in rows})
        self.beyond = holders_beyond(officer, {person.id for person in (*named, *marked)})

    def find(self, row: RosterRow) -> Present | None:
        """Return the account of a row."""
        return self._by_nip.get(row.nip) or self._by_siasn_id.get(row.siasn_id)

    def other_with_siasn_id(self, row: RosterRow, person: Present | None) -> bool:
        """Whether SIASN's id of a row is held by somebody else."""
        holder = self._by_siasn_id.get(row.siasn_id)
        return holder is not None and (person is None or holder.id != person.id)


class Comparison:
    """Compares the rows of one roster, one after the other."""

    def __init__(
        self, root_path: str, units: Units, seen: FirstRows, titles: Mapping[str, str]
    ) -> None:
        self._root_path, self._units, self._seen = root_path, units, seen
        self._titles = titles

    def of(self, row: RosterRow, chunk: Chunk) -> Compared:
        """Return what a row would do."""
        person, faults = chunk.find(row), Faults(row.line, self._titles)
        if person and person.merged_into_id is not None:
            return _formerly(row, person, chunk.officer, faults)
        self._require_once(row, person, faults)
        if person and not person.is_released and not oversees(chunk.officer, person.path):
            faults.note("nip", outside(person.agency))
            return Compared(None, faults.found)
        is_here = person is not None and person.path.startswith(self._root_path)
        place = self._units.place_of(row, is_here=is_here)
        if place.problem:
            faults.note(*place.problem)
        values = _stated(row, person, place, chunk, faults)
        if person is not None:
            _guard(person, values, chunk, faults)
        line = _line(row, person, values, place) if person else _new(row, values, place)
        if row.supervisor_nip not in chunk.bosses:
            line["boss_nip"] = row.supervisor_nip
        return Compared(line, faults.found)

    def _require_once(self, row: RosterRow, person: Present | None, faults: Faults) -> None:
        """A person stands once in a file, by NIP or by SIASN's id."""
        first = self._seen.first(str(person.id), row.line) if person else row.line
        if first != row.line:
            message = _("Row %(line)s names the same person by SIASN's id already.", line=first)
            faults.note("siasn_id", message)


def outside(agency: str) -> str:
    """Say whom to ask about a person who belongs elsewhere."""
    if not agency:
        return str(_("This account belongs to no unit. Ask the administrator to put it into one."))
    sentence = _(
        "This person belongs to a unit of %(agency)s beyond your part of the organisation. Ask the HR"
        " office there to release the person, or to move them.",
        agency=agency,
    )
    return str(sentence)


def was_merged(person: Present) -> str:
    """Say that an account was joined into another one, and which that is."""
    remains = next(iter(people_by(Person.id, {person.merged_into_id})), None)
    sentence = _(
        "Former NIP of %(name)s, who has NIP %(nip)s now; the accounts are joined.",
        name=remains.name if remains else "–",
        nip=remains.nip if remains else "–",
    )
    return str(sentence)


def _formerly(row: RosterRow, person: Present, officer: Officer, faults: Faults) -> Compared:
    """Note a row that names a merged account: it changes nothing, and nobody is missing for it."""
    if not oversees(officer, person.path):
        faults.note("nip", outside(person.agency))
        return Compared(None, faults.found)
    faults.warn("nip", was_merged(person))
    unchanged = {"outcome": UNCHANGED, "person_id": person.merged_into_id}
    return Compared(_base(row, Place(None)) | unchanged | {"before": {}, "after": {}}, faults.found)


def _stated(
    row: RosterRow, person: Present | None, place: Place, chunk: Chunk, faults: Faults
) -> dict[str, Any]:
    """Return what a row states, without what it leaves empty or may not say."""
    values: dict[str, Any] = {name: getattr(row, name) for name in TEXTS}
    values |= {"nip": row.nip, "email": row.email, "active": True}
    if person and row.is_status_guessed and not _is_renumbered(row, person):
        values["status"] = ""
    values["unit_id"] = place.spot and place.spot.unit_id
    values["supervisor_id"] = chunk.bosses.get(row.supervisor_nip)
    if chunk.emails.get(row.email) not in (None, person and person.id):
        values["email"] = ""
        message = _("This e-mail address belongs to another account; it was left empty.")
        faults.warn("email", message)
    if chunk.other_with_siasn_id(row, person):
        values["siasn_id"] = ""
        message = _("This SIASN id belongs to another account; it was left empty.")
        faults.warn("siasn_id", message)
    return {name: value for name, value in values.items() if value}


def _is_renumbered(row: RosterRow, person: Present) -> bool:
    """Whether a new NIP has the format of the other status (a PPPK who became PNS)."""
    return nip.kind(row.nip) not in (None, nip.kind(person.nip))


def _guard(person: Present, values: dict[str, Any], chunk: Chunk, faults: Faults) -> None:
    """Leave the door of an account alone whose holder has rights beyond the officer's."""
    touched = [name for name in GUARDED if name in values and values[name] != getattr(person, name)]
    if person.id not in chunk.beyond or not touched:
        return
    for name in touched:
        del values[name]
    message = _(
        "The person holds rights beyond yours, so NIP, e-mail address and closure were left as they"
        " are. Ask the administrator."
    )
    faults.warn("nip", message)


def _new(row: RosterRow, values: dict[str, Any], place: Place) -> dict[str, Any]:
    """Return the line of a person without an account."""
    values.setdefault("legal_standing", STANDING_ACTIVE)
    return _base(row, place) | {"outcome": NEW, "person_id": None, "before": {}, "after": values}


def _line(row: RosterRow, person: Present, values: dict[str, Any], place: Place) -> dict[str, Any]:
    """Return the line of a person who has an account."""
    after = {name: value for name, value in values.items() if getattr(person, name) != value}
    before = {name: getattr(person, name) for name in after}
    line = _base(row, place)
    if "unit_id" in after or line["new_unit_id"]:
        before["unit_id"], outcome = person.unit_id, MOVED
    else:
        outcome = CHANGED if after else UNCHANGED
    return line | {"outcome": outcome, "person_id": person.id, "before": before, "after": after}


def _base(row: RosterRow, place: Place) -> dict[str, Any]:
    """Return what every line has."""
    return {
        "line": row.line,
        "nip": row.nip,
        "name": row.name,
        "new_unit_id": place.spot and place.spot.planned_id,
        "boss_nip": "",
        "since": row.start_date,
    }
