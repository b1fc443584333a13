"""Proposals to erase who has left: on which ground, who proposes, who decides."""

from datetime import date, datetime
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased

from elearning.accounts.holds import in_force
from elearning.accounts.merged import named, remaining, remaining_of, whose
from elearning.accounts.models import Person, Unit
from elearning.accounts.names import full_name
from elearning.accounts.policy import overseen, oversees
from elearning.accounts.privacy_models import Erasure, LegalHold
from elearning.core.db import db

PROPOSED, DONE, REFUSED = "proposed", "done", "refused"
#: Why data are erased (UU 27/2022 Pasal 43 and 44).
GROUNDS: dict[str, Any] = {
    "request": _("The person asks for it, and no law demands that the data are kept"),
    "retention": _("The retention schedule (JRA) has run out"),
}
#: Lines of a list; who has more waiting answers the oldest first.
MOST_SHOWN = 50
MOST_COUNTED = 99

_proposer, _decider = aliased(Person), aliased(Person)


class Subject(NamedTuple):
    """Somebody whose data may be held or erased."""

    id: int
    front_title: str
    name: str
    back_title: str
    nip: str | None
    active: bool
    erased_at: datetime | None
    unit: str
    unit_path: str

    @property
    def full_name(self) -> str:
        """The name with its titles."""
        return full_name(self.front_title, self.name, self.back_title)


class Line(NamedTuple):
    """A proposal or a hold in a list."""

    person_id: int
    front_title: str
    name: str
    back_title: str
    unit: str
    at: datetime
    #: The last day of a hold.
    until: date | None = None

    @property
    def full_name(self) -> str:
        """The name with its titles."""
        return full_name(self.front_title, self.name, self.back_title)


class Proposal(NamedTuple):
    """The newest proposal about a person."""

    id: int
    ground: str
    basis: str
    state: str
    proposed_by_id: int | None
    proposed_by: str | None
    proposed_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    answer: str


_SUBJECT = select(
    *(Person.id, Person.front_title, Person.name, Person.back_title, Person.nip),
    *(Person.active, Person.erased_at, func.coalesce(Unit.name, "")),
    func.coalesce(Unit.path, ""),
).outerjoin(Unit, Unit.id == Person.unit_id)
_NAMED = (
    *(Person.id, Person.front_title, Person.name, Person.back_title),
    func.coalesce(Unit.name, ""),
)


def keeps_data_of(officer: Any, subject: Subject) -> bool:
    """HR of the unit where the person is, or the administrator, holds their data; nobody their own."""
    return oversees(officer, subject.unit_path) and subject.id not in officer.account_ids


def kept_by(officer: Any) -> ColumnElement[bool]:
    """The `where` twin of `keeps_data_of`, beside the person's unit."""
    return and_(overseen(officer), whose() != officer.id)


def subject_at(person_id: int) -> Subject | None:
    """Return somebody by the key of any of their accounts."""
    row = db.session.execute(_SUBJECT.where(Person.id == remaining(person_id))).first()
    return Subject._make(row) if row else None


def subject_named(identifier: str) -> Subject | None:
    """Return whose NIP or user name it is, or was in an account that was merged into theirs."""
    own = remaining_of(or_(named.nip == identifier, named.username == identifier))
    row = db.session.execute(_SUBJECT.where(Person.id == own)).first()
    return Subject._make(row) if row else None


def newest_proposal(person_id: int) -> Proposal | None:
    """Return the newest proposal to erase somebody."""
    found = (
        select(
            *(Erasure.id, Erasure.ground, Erasure.basis, Erasure.state, Erasure.proposed_by_id),
            *(_proposer.name, Erasure.proposed_at, _decider.name, Erasure.decided_at),
            Erasure.answer,
        )
        .outerjoin(_proposer, _proposer.id == Erasure.proposed_by_id)
        .outerjoin(_decider, _decider.id == Erasure.decided_by_id)
        .where(Erasure.person_id == person_id)
        .order_by(Erasure.id.desc())
        .limit(1)
    )
    row = db.session.execute(found).first()
    return Proposal._make(row) if row else None


def held_proposal(erasure_id: int) -> Erasure:
    """Return a proposal as it is now, held until the transaction ends."""
    return db.session.get_one(Erasure, erasure_id, with_for_update=True, populate_existing=True)


def open_proposal(person_id: int) -> Erasure | None:
    """Return the proposal about somebody that waits."""
    waiting = (Erasure.person_id == person_id, Erasure.state == PROPOSED)
    return db.session.scalars(select(Erasure).where(*waiting).with_for_update()).first()


def waiting_erasures(officer: Any) -> list[Line]:
    """Return the proposals that wait in an officer's units, the oldest first."""
    found = (
        select(*_NAMED, Erasure.proposed_at)
        .join(Person, Person.id == Erasure.person_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(kept_by(officer), Erasure.state == PROPOSED)
        .order_by(Erasure.id)
        .limit(MOST_SHOWN)
    )
    return [Line._make((*row, None)) for row in db.session.execute(found)]


def holds_in_force(officer: Any, on: date) -> list[Line]:
    """Return the holds on people of an officer's units, the newest first."""
    found = (
        select(*_NAMED, LegalHold.placed_at, LegalHold.until)
        .join(Person, Person.id == LegalHold.person_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(kept_by(officer), in_force(on))
        .order_by(LegalHold.id.desc())
        .limit(MOST_SHOWN)
    )
    return [Line._make(row) for row in db.session.execute(found)]


def waiting_count(officer: Any) -> int:
    """Count what waits for an officer as the second person, 100 at most."""
    found = (
        select(Erasure.id)
        .join(Person, Person.id == Erasure.person_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(kept_by(officer), Erasure.state == PROPOSED, Erasure.proposed_by_id != officer.id)
        .limit(MOST_COUNTED + 1)
    )
    return len(db.session.scalars(found).all())
