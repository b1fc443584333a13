"""Who is exempt from an assignment, and why."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from elearning.accounts.models import Person, Unit
from elearning.accounts.names import full_name
from elearning.assignments.models import Exemption
from elearning.assignments.policy import within
from elearning.core.db import db

PAGE = 50


class Exempt(NamedTuple):
    """Somebody's exemption, and since when it is over if it is."""

    id: int
    reason: str
    note: str
    given_at: datetime
    ended_at: datetime | None
    nip: str | None
    front_title: str
    name: str
    back_title: str

    @property
    def full_name(self) -> str:
        """The name with its titles."""
        return full_name(self.front_title, self.name, self.back_title)


def exemptions_of(assignment_id: int, paths: Sequence[str], before: int = 0) -> list[Exempt]:
    """Return a page of exemptions in some subtrees, the newest first, and one more."""
    kept = (Exemption.id, Exemption.reason, Exemption.note, Exemption.given_at, Exemption.ended_at)
    found = (
        select(*kept, Person.nip, Person.front_title, Person.name, Person.back_title)
        .join(Person, Person.id == Exemption.person_id)
        .join(Unit, Unit.id == Person.unit_id)
        .where(Exemption.assignment_id == assignment_id, within(Unit.path, paths))
    )
    if before:
        found = found.where(Exemption.id < before)
    page = found.order_by(Exemption.id.desc()).limit(PAGE + 1)
    return [Exempt(*row) for row in db.session.execute(page)]


def exemption_at(assignment_id: int, key: int, paths: Sequence[str]) -> Exemption | None:
    """Return an exemption of an assignment within some subtrees, locked."""
    found = (
        select(Exemption)
        .join(Person, Person.id == Exemption.person_id)
        .join(Unit, Unit.id == Person.unit_id)
        .where(
            Exemption.id == key,
            Exemption.assignment_id == assignment_id,
            within(Unit.path, paths),
        )
    )
    return db.session.scalars(found.with_for_update(of=Exemption)).first()


def running_exemption(assignment_id: int, person_id: int) -> Exemption | None:
    """Return somebody's exemption that is not ended."""
    own = (Exemption.assignment_id == assignment_id, Exemption.person_id == person_id)
    return db.session.scalars(select(Exemption).where(*own, Exemption.ended_at.is_(None))).first()
