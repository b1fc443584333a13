"""Reading proposed training: one's own, what waits for an officer, what may be the same."""

from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, or_, select, tuple_
from sqlalchemy.orm import aliased

from elearning.accounts.merged import accounts_of
from elearning.accounts.models import Person, Unit
from elearning.accounts.names import full_name
from elearning.core.db import db
from elearning.development.likeness import Facts, Likeness, likeness
from elearning.development.models import APPROVED, OPEN, Proposal, ProposalStep
from elearning.development.policy import decidable
from elearning.records.models import HistoryEntry

PAGE = 30
MOST_SHOWN = 100
#: From here on a count is told as "99+": nobody waits for an exact one.
MOST_COUNTED = 99


class ProposalRow(NamedTuple):
    """A proposal with whose it is and where they work now."""

    id: int
    person_id: int
    state: str
    identity: str
    title: str
    organiser: str
    activity_type: str
    competency_kind: str
    certificate_number: str
    started_on: date
    completed_on: date
    jp: int
    suggested_jp: int | None
    file_digest: str
    file_type: str
    preview_digest: str
    edition: int
    submitted_at: datetime
    decided_at: datetime | None
    reason: str
    nip: str | None
    front_title: str
    name: str
    back_title: str
    status: str
    unit: str
    unit_path: str

    @property
    def full_name(self) -> str:
        """The holder's name with its titles."""
        return full_name(self.front_title, self.name, self.back_title)


class StepRow(NamedTuple):
    """What happened to a proposal, and who did it."""

    step: str
    at: datetime
    reason: str
    front_title: str
    name: str
    back_title: str

    @property
    def by(self) -> str:
        """The name with its titles."""
        return full_name(self.front_title, self.name, self.back_title)


class OwnProposal(NamedTuple):
    """A line of one's own proposals."""

    id: int
    state: str
    title: str
    organiser: str
    competency_kind: str
    activity_type: str
    completed_on: date
    jp: int
    submitted_at: datetime
    reason: str

    @property
    def year(self) -> int:
        """The year in which it counts."""
        return self.completed_on.year


class Alike(NamedTuple):
    """Training that may be the same, and why."""

    why: Likeness
    #: "course", "external" or "proposal".
    kind: str
    title: str
    organiser: str
    certificate_number: str
    started_on: date
    completed_on: date
    jp: int


_ROW = (
    select(
        *(Proposal.id, Proposal.person_id, Proposal.state, Proposal.identity, Proposal.title),
        *(Proposal.organiser, Proposal.activity_type, Proposal.competency_kind),
        *(Proposal.certificate_number, Proposal.started_on, Proposal.completed_on, Proposal.jp),
        *(Proposal.suggested_jp, Proposal.file_digest, Proposal.file_type),
        *(Proposal.preview_digest, Proposal.edition, Proposal.submitted_at),
        *(Proposal.decided_at, Proposal.reason, Person.nip, Person.front_title, Person.name),
        *(Person.back_title, Person.status, func.coalesce(Unit.name, "")),
        func.coalesce(Unit.path, ""),
    )
    .join(Person, Person.id == Proposal.person_id)
    .outerjoin(Unit, Unit.id == Person.unit_id)
)
_OWN = (
    select(
        *(Proposal.id, Proposal.state, Proposal.title, Proposal.organiser),
        *(Proposal.competency_kind, Proposal.activity_type, Proposal.completed_on),
        *(Proposal.jp, Proposal.submitted_at, Proposal.reason),
    )
    .where(Proposal.person_id == bindparam("person_id"), Proposal.state != APPROVED)
    .order_by(Proposal.id.desc())
    .limit(MOST_SHOWN)
)
_PLACE = tuple_(Proposal.submitted_at, Proposal.id)
_reversal = aliased(HistoryEntry)


def proposal_at(proposal_id: int) -> ProposalRow | None:
    """Return a proposal by its key."""
    row = db.session.execute(_ROW.where(Proposal.id == proposal_id)).first()
    return ProposalRow._make(row) if row else None


def held_proposal(proposal_id: int) -> Proposal | None:
    """Return a proposal as it is now, held until the transaction ends."""
    return db.session.scalar(
        select(Proposal)
        .where(Proposal.id == proposal_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def own_proposals(person_id: int) -> list[OwnProposal]:
    """Return what a person has proposed and is no part of the history, the newest first."""
    return [OwnProposal._make(row) for row in db.session.execute(_OWN, {"person_id": person_id})]


def open_count(person_id: int) -> int:
    """Return how many proposals of a person are not decided."""
    own = (Proposal.person_id == person_id, Proposal.state.in_(OPEN))
    return db.session.scalar(select(func.count()).select_from(Proposal).where(*own)) or 0


def open_identities(person_id: int, but: int | None) -> set[str]:
    """Return what a person's undecided proposals are, one of them left out."""
    own = select(Proposal.identity).where(
        Proposal.person_id == person_id, Proposal.state.in_(OPEN), Proposal.id != (but or 0)
    )
    return set(db.session.scalars(own))


def steps_of(proposal_id: int) -> list[StepRow]:
    """Return what happened to a proposal, the first first."""
    found = (
        select(
            *(ProposalStep.step, ProposalStep.at, ProposalStep.reason),
            *(Person.front_title, Person.name, Person.back_title),
        )
        .join(Person, Person.id == ProposalStep.actor_id)
        .where(ProposalStep.proposal_id == proposal_id)
    )
    return [StepRow._make(row) for row in db.session.execute(found.order_by(ProposalStep.id))]


# What waits for an officer


def waiting_proposals(officer: Any, after: int | None = None) -> list[ProposalRow]:
    """Return a page of what waits for an officer, the oldest first, and one more."""
    found, last = _ROW.where(decidable(officer)), db.session.get(Proposal, after) if after else None
    if last is not None:
        found = found.where(tuple_(last.submitted_at, last.id) < _PLACE)
    ordered = found.order_by(Proposal.submitted_at, Proposal.id).limit(PAGE + 1)
    return [ProposalRow._make(row) for row in db.session.execute(ordered)]


def waiting_count(officer: Any) -> int:
    """Return how many proposals wait for an officer, at most one more than is told."""
    some = (
        select(Proposal.id)
        .join(Person, Person.id == Proposal.person_id)
        .join(Unit, Unit.id == Person.unit_id)
        .where(decidable(officer))
        .limit(MOST_COUNTED + 1)
        .subquery()
    )
    return db.session.scalar(select(func.count()).select_from(some)) or 0


# What may be the same


def alike_to(person_id: int, facts: Facts, but: int | None = None) -> list[Alike]:
    """Return what a person has, earned or proposed, that may be the same training."""
    known = [*_recorded_near(person_id, facts), *_proposed_near(person_id, facts, but)]
    told = ((likeness(facts, each), kind, each) for kind, each in known)
    return [
        Alike(
            *(why, kind, each.title, each.organiser, each.certificate_number),
            *(each.started_on, each.completed_on, each.jp),
        )
        for why, kind, each in told
        if why
    ]


def _recorded_near(person_id: int, facts: Facts) -> list[tuple[str, Any]]:
    """Return entries that count and have a number, or days that overlap, with their kinds."""
    taken_back = select(_reversal.id).where(
        _reversal.person_id == HistoryEntry.person_id, _reversal.reverses == HistoryEntry.seq
    )
    found = select(HistoryEntry).where(
        HistoryEntry.person_id.in_(accounts_of(person_id)),
        HistoryEntry.kind != "reversal",
        ~taken_back.exists(),
        _near(HistoryEntry, facts),
    )
    return [(each.kind, each) for each in db.session.scalars(found.order_by(HistoryEntry.id))]


def _proposed_near(person_id: int, facts: Facts, but: int | None) -> list[tuple[str, Any]]:
    """Return undecided proposals that have a number, or days that overlap."""
    found = select(Proposal).where(
        Proposal.person_id == person_id,
        Proposal.state.in_(OPEN),
        Proposal.id != (but or 0),
        _near(Proposal, facts),
    )
    return [("proposal", each) for each in db.session.scalars(found.order_by(Proposal.id))]


def _near(model: Any, facts: Facts) -> Any:
    """Return the condition under which training can be alike at all."""
    overlaps = (model.started_on <= facts.completed_on) & (model.completed_on >= facts.started_on)
    return or_(overlaps, model.certificate_number != "")
