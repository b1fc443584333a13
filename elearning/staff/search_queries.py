"""Reading people by name or NIP in everything that somebody oversees."""

from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import aliased

from elearning.accounts.models import Person, Unit
from elearning.accounts.names import full_name
from elearning.accounts.policy import overseen
from elearning.accounts.searching import comes_after, found_by
from elearning.core.db import db

PAGE = 30

_agency = aliased(Unit)


class Found(NamedTuple):
    """Somebody whom a search has found, open account or closed."""

    id: int
    nip: str
    front_title: str
    name: str
    back_title: str
    active: bool
    unit: str
    path: str
    agency: str

    @property
    def full_name(self) -> str:
        """The name with its titles."""
        return full_name(self.front_title, self.name, self.back_title)


def people_found(officer: Any, words: str, after: int = 0) -> list[Found]:
    """Return a page of people by name, and one more when there are more."""
    named = (Person.front_title, Person.name, Person.back_title)
    found = (
        select(Person.id, Person.nip, *named, Person.active, Unit.name, Unit.path, _agency.name)
        .join(Unit, Unit.id == Person.unit_id)
        .join(_agency, _agency.id == Unit.agency_id)
        .where(Person.nip.is_not(None), Person.merged_into_id.is_(None))
        .where(found_by(words), overseen(officer))
    )
    found = found.where(comes_after(after, overseen(officer)))
    rows = db.session.execute(found.order_by(Person.name, Person.id).limit(PAGE + 1))
    return [Found._make(row) for row in rows]
