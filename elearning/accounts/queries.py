"""Reading people, units, roles and sign-ins."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    String,
    and_,
    bindparam,
    cast,
    column,
    func,
    or_,
    select,
    table,
)
from sqlalchemy.orm import aliased, joinedload

from elearning.accounts import merged
from elearning.accounts.member import Member
from elearning.accounts.models import Person, RoleGrant, SignIn, Throttle, Unit
from elearning.accounts.policy import below
from elearning.core.db import db, first_row

#: A sign-in that is not used so long ends.
IDLE = timedelta(days=3)

_agency = aliased(Unit)
_granted = aliased(Unit)
_grants = (
    select(func.aggregate_strings(RoleGrant.role + ":" + func.coalesce(_granted.path, ""), ","))
    .select_from(RoleGrant)
    .outerjoin(_granted, _granted.id == RoleGrant.unit_id)
    .where(RoleGrant.person_id == Person.id)
    .scalar_subquery()
)
#: Of a package above; its number stands here because every page shows it and asks once.
_notice = table("notice", column("person_id"), column("read_at"))
_unread = (
    select(func.count())
    .select_from(_notice)
    .where(_notice.c.person_id == Person.id, _notice.c.read_at.is_(None))
    .scalar_subquery()
)
_former = aliased(Person)
_former_ids = (
    select(func.aggregate_strings(cast(_former.id, String), ","))
    .where(_former.merged_into_id == Person.id)
    .scalar_subquery()
)
_MEMBER = (
    select(
        SignIn.id,
        cast(bindparam("token"), String),
        SignIn.seen_at,
        Person.id,
        Person.nip,
        Person.username,
        Person.front_title,
        Person.name,
        Person.back_title,
        Person.status,
        Person.unit_id,
        func.coalesce(Unit.path, ""),
        func.coalesce(_agency.timezone, ""),
        func.coalesce(_grants, ""),
        _unread,
        Person.notice_read,
        func.coalesce(_former_ids, ""),
    )
    .join(Person, Person.id == SignIn.person_id)
    .outerjoin(Unit, Unit.id == Person.unit_id)
    .outerjoin(_agency, _agency.id == Unit.agency_id)
    .where(
        SignIn.token_hash == bindparam("token_hash"),
        SignIn.revoked_at.is_(None),
        SignIn.expires_at > bindparam("at"),
        SignIn.seen_at > bindparam("idle_since"),
        Person.active.is_(True),
    )
)


class Credentials(NamedTuple):
    """What a sign-in is checked against."""

    person_id: int
    password_hash: str | None
    locale: str


def member_of(token: str, token_hash: str, at: datetime) -> Member | None:
    """Return who holds a sign-in that is neither ended nor revoked."""
    values = {"token": token, "token_hash": token_hash, "at": at, "idle_since": at - IDLE}
    row = first_row(_MEMBER, **values)
    return Member._make(row) if row else None


def credentials_of(identifier: str) -> Credentials | None:
    """Return the active account with this NIP, e-mail address or user name, its former ones too."""
    columns = select(Person.id, Person.password_hash, Person.locale)
    own = Person.id == merged.remaining_of(named_by(identifier))
    row = db.session.execute(columns.where(own, Person.active.is_(True))).first()
    return Credentials(*row) if row else None


def named_by(identifier: str) -> ColumnElement[bool]:
    """Whether an account of `merged.named` has this NIP, e-mail address or user name."""
    return or_(
        merged.named.nip == identifier,
        merged.named.email == identifier.lower(),
        merged.named.username == identifier,
    )


def tries_of(keys: Sequence[str], at: datetime) -> dict[str, int]:
    """Return how often each key was counted in its present window."""
    present = (Throttle.key.in_(keys), Throttle.window_ends_at > at)
    rows = db.session.execute(select(Throttle.key, Throttle.count).where(*present))
    return dict(rows.all())


def person_with_unit(person_id: int) -> Person | None:
    """Return a person with their unit."""
    return db.session.scalar(
        select(Person).options(joinedload(Person.unit)).where(Person.id == person_id)
    )


def person_by_nip(nip: str) -> Person | None:
    """Return the account of whoever holds a NIP now, or held it in a former account."""
    own = Person.id == merged.remaining_of(merged.named.nip == nip)
    return db.session.scalar(select(Person).options(joinedload(Person.unit)).where(own))


def remaining_account(account_id: int) -> Person | None:
    """Return the account that remains of one."""
    own = Person.id == merged.remaining(account_id)
    return db.session.scalar(select(Person).where(own))


def account_keys(account_id: int) -> list[int]:
    """Return the keys of all accounts of a person, the one that remains first."""
    own = select(Person.id).where(Person.id.in_(merged.accounts_of(account_id)))
    return list(db.session.scalars(own.order_by(Person.merged_into_id.is_not(None), Person.id)))


def agencies() -> Sequence[Unit]:
    """Return the agencies, the oldest first."""
    return db.session.scalars(select(Unit).where(Unit.kind == "agency").order_by(Unit.id)).all()


def units_below(path: str) -> Sequence[Unit]:
    """Return the units of a subtree, each after the one that holds it."""
    return db.session.scalars(select(Unit).where(below(Unit.path, path)).order_by(Unit.id)).all()


def units_coded(code: str) -> Sequence[Unit]:
    """Return the units with a code, the highest first; it is unique below one unit only."""
    same = func.lower(Unit.code) == code.lower()
    return db.session.scalars(select(Unit).where(same).order_by(func.length(Unit.path))).all()


def unit_names(keys: Collection[int]) -> dict[int, str]:
    """Return the names of some units as they are today."""
    found = select(Unit.id, Unit.name).where(Unit.id.in_(keys))
    return dict(db.session.execute(found).all()) if keys else {}


def ancestors(unit: Unit) -> Sequence[Unit]:
    """Return the units from the agency down to the unit itself."""
    keys = [int(key) for key in unit.path.strip("/").split("/")]
    return db.session.scalars(select(Unit).where(Unit.id.in_(keys)).order_by(Unit.path)).all()


def organiser_named(name: str) -> Unit | None:
    """Return the unit that organises courses under a name."""
    named = (Unit.organiser_name == name, Unit.organiser_name != "")
    return db.session.scalar(select(Unit).where(*named).order_by(Unit.id).limit(1))


def overseers_of(path: str, *but: int) -> list[Person]:
    """Return the officers whose subtree holds a unit and the administrators, without some people."""
    keys = [int(key) for key in path.strip("/").split("/") if key]
    granted = and_(RoleGrant.role == "kepegawaian", RoleGrant.unit_id.in_(keys))
    found = (
        select(Person)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(
            Person.active.is_(True), Person.id.not_in(but), or_(granted, RoleGrant.role == "admin")
        )
        .distinct()
    )
    return list(db.session.scalars(found.order_by(Person.id)))


def hr_reach_of(person_id: int) -> tuple[str, ...]:
    """Return the paths that somebody's HR role reaches now; none when the account is closed."""
    found = (
        select(Unit.path)
        .join(RoleGrant, RoleGrant.unit_id == Unit.id)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(Person.id == person_id, Person.active.is_(True), RoleGrant.role == "kepegawaian")
    )
    return tuple(db.session.scalars(found.order_by(Unit.path)))
