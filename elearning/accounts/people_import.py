"""A roster applied to accounts: one transaction, all of it or nothing.

An empty cell changes nothing. A person is found by NIP, then by SIASN's id, so that a new NIP (a
PPPK who becomes PNS) moves the account instead of making a second one.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any, Literal

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from elearning.accounts import operations
from elearning.accounts.models import Person, Unit
from elearning.accounts.roster import COLUMNS, Roster, RosterRow
from elearning.accounts.unit_import import Units
from elearning.core import audit
from elearning.core.db import db
from elearning.core.tables import Problem

Level = Literal["error", "warning"]
Outcome = Literal["new", "changed", "unchanged"]

#: Keys asked for in one statement.
CHUNK = 500
FIELDS = (
    *("front_title", "name", "back_title", "status", "rank"),
    *("position", "position_kind", "siasn_id", "legal_standing"),
)


@dataclass(slots=True)
class Summary:
    """What an import did, or would do."""

    problems: list[Problem]
    outcomes: dict[int, Outcome] = field(default_factory=dict)
    new_units: list[Unit] = field(default_factory=list)

    @property
    def has_errors(self) -> bool:
        """Whether nothing may be saved."""
        return any(problem.level == "error" for problem in self.problems)

    def count(self, outcome: Outcome) -> int:
        """Return how many rows ended so."""
        return sum(found == outcome for found in self.outcomes.values())

    def note(self, row: RosterRow, column: str, message: object, level: Level = "error") -> None:
        """Remember a problem of a row's cell."""
        self.problems.append(Problem(row.line, COLUMNS[column][0], str(message), level))


def import_people(
    roster: Roster,
    root: Unit,
    at: datetime,
    today: date,
    advance: Callable[[], object] = lambda: None,
) -> Summary:
    """Apply a roster below a unit; the caller commits, or rolls back when there are errors.

    `today` dates changes for which the roster gives no date; `advance` is called for each row.
    """
    summary = Summary(list(roster.problems))
    units, people = Units(root), _People(roster.rows, at)
    for row in roster.rows:
        person = people.find(row)
        place = units.place_of(row, is_new=person is None)
        if place.problem:
            summary.note(row, *place.problem)
        summary.outcomes[row.line] = people.apply(row, person, place.unit, today, summary)
        advance()
    people.save_new()
    _set_supervisors(roster.rows, people, summary)
    summary.new_units, counts = units.new, {o: summary.count(o) for o in ("new", "changed")}
    audit.record("people.imported", f"unit:{root.id}", at, actor_id=None, **counts)
    return summary


def _set_supervisors(rows: Collection[RosterRow], people: "_People", summary: Summary) -> None:
    """Set supervisors, who may stand further down in the same roster."""
    for row in rows:
        person, boss = people.by_nip.get(row.nip), people.by_nip.get(row.supervisor_nip)
        if row.supervisor_nip and boss is None:
            message = _("No account has this NIP; the supervisor was left as before.")
            summary.note(row, "supervisor_nip", message, "warning")
        if person is None or boss is None or person.supervisor_id == boss.id:
            continue
        person.supervisor_id = boss.id
        if summary.outcomes[row.line] == "unchanged":
            summary.outcomes[row.line] = "changed"


class _People:
    """The accounts that a roster names, read in few statements, and the new ones."""

    def __init__(self, rows: Collection[RosterRow], at: datetime) -> None:
        self._at = at
        numbers = {row.nip for row in rows} | {row.supervisor_nip for row in rows}
        ids, emails = {row.siasn_id for row in rows}, {row.email for row in rows}
        self.by_nip = {person.nip: person for person in _read(Person.nip, numbers)}
        self._by_siasn_id = {person.siasn_id: person for person in _read(Person.siasn_id, ids)}
        self._by_email = {person.email: person for person in _read(Person.email, emails)}
        self._new: list[tuple[Person, date]] = []

    def find(self, row: RosterRow) -> Person | None:
        """Return the account of a row."""
        return self.by_nip.get(row.nip) or self._by_siasn_id.get(row.siasn_id)

    def apply(
        self, row: RosterRow, person: Person | None, unit: Unit | None, today: date, into: Summary
    ) -> Outcome:
        """Make or change the account of a row."""
        values: dict[str, Any] = {name: getattr(row, name) for name in FIELDS}
        values |= {"email": self._free_email(row, person, into), "unit_id": unit and unit.id}
        values = {name: value for name, value in values.items() if value}
        since = row.start_date or today
        if person is not None:
            self.by_nip[row.nip] = person
            is_changed = operations.change_employment(person, since, nip=row.nip, **values)
            return "changed" if is_changed else "unchanged"
        person = Person(nip=row.nip, created_at=self._at, **values)
        self.by_nip[row.nip] = person
        self._new.append((person, since))
        return "new"

    def _free_email(self, row: RosterRow, person: Person | None, into: Summary) -> str:
        """Return the address of a row, unless it is another account's."""
        holder = self._by_email.get(row.email)
        if holder is None or holder is person:
            return row.email
        message = _("This e-mail address belongs to another account; it was left empty.")
        into.note(row, "email", message, "warning")
        return ""

    def save_new(self) -> None:
        """Add the new people with the start of their history."""
        operations.hire_all(self._new)
        db.session.flush()  # supervisors are set by key


def _read(column: InstrumentedAttribute[Any], values: Collection[str]) -> Iterator[Person]:
    """Yield the people whose column has one of some values."""
    wanted = iter(sorted(value for value in values if value))
    while chunk := list(islice(wanted, CHUNK)):
        yield from db.session.scalars(select(Person).where(column.in_(chunk)))
