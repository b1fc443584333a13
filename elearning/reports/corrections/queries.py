"""Reading entries that can be corrected, and what was proposed about them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from elearning.accounts.merged import whose
from elearning.accounts.models import Person, Unit
from elearning.accounts.names import full_name
from elearning.accounts.policy import overseen
from elearning.accounts.queries import ancestors, person_with_unit
from elearning.core.db import db
from elearning.learning.completion.operations import printed_person
from elearning.records.models import Completion, Correction, HistoryEntry

AnySelect = Select[*tuple[Any, ...]]

PAGE = 25
WAITING, DECIDED = "menunggu", "diputuskan"
_proposer, _decider, _reversal = aliased(Person), aliased(Person), aliased(HistoryEntry)


class Entry(NamedTuple):
    """An entry of somebody's history, with the name of who holds it and where they are now."""

    id: int
    person_id: int
    seq: int
    kind: str
    title: str
    organiser: str
    certificate_number: str
    started_on: date
    completed_on: date
    jp: int
    completion_id: int | None
    front_title: str
    name: str
    back_title: str
    nip: str
    unit_path: str
    is_reversed: bool

    @property
    def full_name(self) -> str:
        """The person's name with its titles."""
        return full_name(self.front_title, self.name, self.back_title)


class Proposal(NamedTuple):
    """What was proposed about an entry, by whom, and what became of it."""

    id: int
    action: str
    reason: str
    note: str
    changes: Mapping[str, Any]
    proposed_by_id: int
    proposed_by: str
    proposed_at: datetime
    state: str
    decided_by: str | None
    decided_at: datetime | None
    answer: str
    entry: Entry

    @property
    def unit_path(self) -> str:
        """Where the person is now, which says who decides."""
        return self.entry.unit_path


_ENTRY = (
    *(HistoryEntry.id, whose(), HistoryEntry.seq, HistoryEntry.kind),
    *(HistoryEntry.title, HistoryEntry.organiser, HistoryEntry.certificate_number),
    *(HistoryEntry.started_on, HistoryEntry.completed_on, HistoryEntry.jp),
    *(HistoryEntry.completion_id, Person.front_title, Person.name, Person.back_title),
    *(Person.nip, Unit.path, _reversal.id.is_not(None)),
)
_PROPOSAL = (
    *(Correction.id, Correction.action, Correction.reason, Correction.note, Correction.changes),
    *(Correction.proposed_by_id, _proposer.name, Correction.proposed_at, Correction.state),
    *(_decider.name, Correction.decided_at, Correction.answer),
)


def _with_owner(found: AnySelect) -> AnySelect:
    """Join an entry's person and unit, and the line that takes it back."""
    back = (_reversal.person_id == HistoryEntry.person_id) & (
        _reversal.reverses == HistoryEntry.seq
    )
    return (
        found.join(Person, Person.id == HistoryEntry.person_id)
        .join(Unit, Unit.id == Person.unit_id)
        .outerjoin(_reversal, back)
    )


_ENTRIES = _with_owner(select(*_ENTRY).select_from(HistoryEntry))
_PROPOSALS = (
    _with_owner(
        select(*_PROPOSAL, *_ENTRY)
        .select_from(Correction)
        .join(HistoryEntry, HistoryEntry.id == Correction.entry_id)
    )
    .join(_proposer, _proposer.id == Correction.proposed_by_id)
    .outerjoin(_decider, _decider.id == Correction.decided_by_id)
)


def entry_at(entry_id: int) -> Entry | None:
    """Return an entry by its key."""
    row = db.session.execute(_ENTRIES.where(HistoryEntry.id == entry_id)).first()
    return Entry(*row) if row else None


def proposal_at(correction_id: int) -> Proposal | None:
    """Return a proposal by its key."""
    row = db.session.execute(_PROPOSALS.where(Correction.id == correction_id)).first()
    return _proposal(row) if row else None


def proposals(person: Any, state: str, after: int = 0) -> list[Proposal]:
    """Return a page of what somebody may look at, and one more when there are more.

    What waits comes oldest first, what was decided newest first.
    """
    found = _PROPOSALS.where(overseen(person))
    if state == WAITING:
        open_ones = found.where(Correction.state == "proposed", Correction.id > after)
        ordered = open_ones.order_by(Correction.id)
    else:
        decided = found.where(Correction.state != "proposed")
        decided = decided.where(Correction.id < after) if after else decided
        ordered = decided.order_by(Correction.id.desc())
    return [_proposal(row) for row in db.session.execute(ordered.limit(PAGE + 1))]


def _proposal(row: Any) -> Proposal:
    """Return a row as a proposal about an entry."""
    return Proposal._make([*row[: len(_PROPOSAL)], Entry._make(row[len(_PROPOSAL) :])])


def recorded(entry: Entry) -> dict[str, Any]:
    """Return what was recorded, by the columns that a correction may change."""
    if entry.completion_id is None:
        held = db.session.get_one(HistoryEntry, entry.id)
        return {
            column.name: getattr(held, column.name) for column in HistoryEntry.__table__.columns
        }
    completion = db.session.get_one(Completion, entry.completion_id)
    return {
        column.name: getattr(completion, column.name) for column in Completion.__table__.columns
    }


def data_now(entry: Entry) -> dict[str, str]:
    """Return what a certificate would print of the person now."""
    person = person_with_unit(entry.person_id)
    if person is None or person.unit is None:
        return {}
    return printed_person(person, ancestors(person.unit))
