"""The accounts of the contract and the invented people, hired by the ordinary operations."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from random import Random

from elearning.accounts.models import Person, Unit
from elearning.accounts.operations import grant, hire_all
from elearning.accounts.privacy_notice import VERSION, note_reading
from elearning.demonstration.inventing import Invented, invent_people
from elearning.demonstration.sources import Row, accounts

#: Employment histories begin no earlier: older files were not taken over.
TAKEN_OVER = date(2020, 1, 1)
#: The invented people have read the privacy notice, so that the first page is the first page.
FIRST_EDITION = f"{VERSION}.0"


def add_people(
    units: Mapping[str, Unit], at: datetime, password_hash: str, chance: Random
) -> dict[str, Person]:
    """Add everybody and return the head of each unit that has one, by the unit's code."""
    named = [account_of(row, units, at, password_hash) for row in accounts()]
    hire_all((person, account_start(person)) for person in named)
    for person in named:
        note_reading(person.id, FIRST_EDITION, at)
    invented = [(each, person_of(each, units, at)) for each in invent_people(at.year, chance)]
    hire_all((person, max(each.start, TAKEN_OVER)) for each, person in invented)
    heads = {each.post.unit: person for each, person in invented if each.post.is_head}
    by_sign_in = {person.nip or person.username: person for person in named}
    for row in accounts():
        name_supervisor(by_sign_in[row["sign_in"]], by_sign_in.get(row["supervisor"]))
        grant_role(by_sign_in[row["sign_in"]], row, units, at)
        if row["kind"] == "Struktural":
            heads[row["unit"]] = by_sign_in[row["sign_in"]]
    name_supervisors(invented, heads)
    return heads


def account_of(row: Row, units: Mapping[str, Unit], at: datetime, password_hash: str) -> Person:
    """Return one of the accounts that people sign in with; a name is no NIP."""
    is_learner = row["sign_in"].isdigit()
    return Person(
        nip=row["sign_in"] if is_learner else None,
        username=None if is_learner else row["sign_in"],
        front_title=row["front"],
        name=row["name"],
        back_title=row["back"],
        status=row["status"],
        rank=row["rank"],
        position=row["position"],
        position_kind=row["kind"],
        unit_id=units[row["unit"]].id if is_learner else None,
        password_hash=password_hash,
        notice_read=FIRST_EDITION,
        created_at=at,
    )


def account_start(person: Person) -> date:
    """Return since when the accounts' people hold their positions."""
    appointed = int(person.nip[8:12]) if person.nip else TAKEN_OVER.year
    return date(max(appointed, TAKEN_OVER.year), 1, 1)


def person_of(invented: Invented, units: Mapping[str, Unit], at: datetime) -> Person:
    """Return an invented person, without a password."""
    return Person(
        nip=invented.nip,
        front_title=invented.front_title,
        name=invented.name,
        back_title=invented.back_title,
        status=invented.status,
        rank=invented.rank,
        position=invented.post.position,
        position_kind=invented.post.kind,
        unit_id=units[invented.post.unit].id,
        legal_standing=invented.legal_standing,
        siasn_id=invented.siasn_id,
        created_at=at,
    )


def name_supervisor(person: Person, supervisor: Person | None) -> None:
    """Name a person's direct supervisor, if there is one."""
    person.supervisor_id = supervisor.id if supervisor else None


def name_supervisors(
    people: Iterable[tuple[Invented, Person]], heads: Mapping[str, Person]
) -> None:
    """Let staff answer to the head of their unit, and heads to the head of the department."""
    for invented, person in people:
        department = heads.get(invented.post.unit.partition(".")[0])
        nearest = department if invented.post.is_head else heads.get(invented.post.unit, department)
        name_supervisor(person, None if nearest is person else nearest)


def grant_role(person: Person, row: Row, units: Mapping[str, Unit], at: datetime) -> None:
    """Give an account its roles, if it has any."""
    for role in row["role"].split():
        grant(person, role, units.get(row["reach"]), at)
