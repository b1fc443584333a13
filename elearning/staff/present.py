"""People as they are now, read for many rows of a roster in few statements."""

from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from elearning.accounts.merged import whose
from elearning.accounts.models import Employment, Person, Unit
from elearning.accounts.operations import EMPLOYMENT_FIELDS
from elearning.core.db import db

#: What a roster states in words.
TEXTS = (
    *("front_title", "name", "back_title", "status", "rank"),
    *("position", "position_kind", "siasn_id", "legal_standing"),
)
#: Everything of a person that a roster can change.
FIELDS = ("nip", *TEXTS, "email", "unit_id", "supervisor_id", "active")

_agency = aliased(Unit)


class Present(NamedTuple):
    """A person as they are now."""

    id: int
    nip: str
    front_title: str
    name: str
    back_title: str
    status: str
    rank: str
    position: str
    position_kind: str
    siasn_id: str
    legal_standing: str
    email: str | None
    unit_id: int | None
    supervisor_id: int | None
    active: bool
    is_released: bool
    has_password: bool
    merged_into_id: int | None
    path: str
    agency: str

    def values(self) -> dict[str, Any]:
        """Return what a roster can change."""
        return {field: getattr(self, field) for field in FIELDS}


class Period(NamedTuple):
    """The present period of somebody's employment history."""

    id: int
    person_id: int
    valid_from: date
    #: What the person is in it, by field.
    values: dict[str, Any]


def people_by(column: InstrumentedAttribute[Any], values: Collection[Any]) -> list[Present]:
    """Return the people whose column has one of some values; those erased are nobody."""
    wanted = sorted(value for value in values if value)
    if not wanted:
        return []
    found = _people().where(column.in_(wanted))
    return [
        Present._make((*row[:-2], row[-2] or "", row[-1] or ""))
        for row in db.session.execute(found)
    ]


def _people() -> Select[*tuple[Any, ...]]:
    """Return the select of people with where they are."""
    columns = [getattr(Person, field) for field in FIELDS]
    states = (Person.released_at.is_not(None), Person.password_hash.is_not(None))
    where = (Person.merged_into_id, Unit.path, _agency.name)
    found: Select[*tuple[Any, ...]] = select(Person.id, *columns, *states, *where)
    return (
        found.outerjoin(Unit, Unit.id == Person.unit_id)
        .outerjoin(_agency, _agency.id == Unit.agency_id)
        .where(Person.erased_at.is_(None), Person.nip.is_not(None))
    )


def keys_by_nip(numbers: Collection[str]) -> dict[str, int]:
    """Return the accounts that hold some NIPs."""
    wanted = sorted(number for number in numbers if number)
    found = select(Person.nip, Person.id).where(Person.nip.in_(wanted))
    return {nip: key for nip, key in db.session.execute(found) if nip} if wanted else {}


def people_by_nips(numbers: Collection[str]) -> dict[str, int]:
    """Return who has some NIPs: the account that remains, where one was merged."""
    wanted = sorted(number for number in numbers if number)
    found = select(Person.nip, whose()).where(Person.nip.in_(wanted))
    return {nip: key for nip, key in db.session.execute(found) if nip} if wanted else {}


def keys_by_email(addresses: Collection[str]) -> dict[str, int]:
    """Return the accounts that hold some e-mail addresses."""
    wanted = sorted(address for address in addresses if address)
    found = select(Person.email, Person.id).where(Person.email.in_(wanted))
    return {email: key for email, key in db.session.execute(found) if email} if wanted else {}


def present_periods(ids: Collection[int]) -> dict[int, Period]:
    """Return the present period of each of some people."""
    columns = [getattr(Employment, field) for field in EMPLOYMENT_FIELDS]
    found = select(Employment.id, Employment.person_id, Employment.valid_from, *columns).where(
        Employment.person_id.in_(ids), Employment.valid_until.is_(None)
    )
    return {
        row[1]: Period._make((*row[:3], dict(zip(EMPLOYMENT_FIELDS, row[3:], strict=True))))
        for row in db.session.execute(found)
    }
