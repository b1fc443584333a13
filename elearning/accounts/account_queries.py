"""Reading one's own account, the rights to set a password, and the people who need slips."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select, tuple_
from sqlalchemy.orm import aliased

from elearning.accounts.merged import named, remaining_of
from elearning.accounts.models import ActivationCode, Person, RoleGrant, SignIn, Unit
from elearning.accounts.names import full_name
from elearning.accounts.policy import activatable, below, reached_paths
from elearning.accounts.queries import IDLE, named_by
from elearning.accounts.ranks import rank_label
from elearning.accounts.role_names import ROLE_NAMES
from elearning.accounts.searching import found_by
from elearning.core.db import db
from elearning.core.secrets import fingerprint

_agency = aliased(Unit)
_supervisor = aliased(Person)
_HOLDER = (
    *(Person.id, Person.nip, Person.username, Person.email),
    *(Person.front_title, Person.name, Person.back_title, Person.password_hash),
)


class Holder(NamedTuple):
    """An account as the pages that set its password need it."""

    id: int
    nip: str | None
    username: str | None
    email: str | None
    front_title: str
    name: str
    back_title: str
    password_hash: str | None

    @property
    def display_name(self) -> str:
        """The name with its titles."""
        return full_name(self.front_title, self.name, self.back_title)

    @property
    def personal(self) -> tuple[str, ...]:
        """What the password must not be built from; a NIP begins with the date of birth."""
        nip = self.nip or ""
        return (nip, nip[:8], self.username or "", self.email or "", self.name)


class Account(NamedTuple):
    """What HR holds about a person."""

    nip: str | None
    username: str | None
    email: str | None
    front_title: str
    name: str
    back_title: str
    status: str
    rank: str
    position: str
    unit: str | None
    agency: str | None
    locale: str
    mails_certificates: bool
    supervisor_front: str | None
    supervisor_name: str | None
    supervisor_back: str | None

    @property
    def display_name(self) -> str:
        """The name with its titles."""
        return full_name(self.front_title, self.name, self.back_title)

    @property
    def supervisor(self) -> str:
        """The supervisor's name with its titles, or nothing."""
        parts = (self.supervisor_front, self.supervisor_name, self.supervisor_back)
        return full_name(*(part or "" for part in parts))

    @property
    def rank_label(self) -> str:
        """The rank as it is printed."""
        return rank_label(self.status, self.rank)


class OwnRole(NamedTuple):
    """A role with the unit that it reaches."""

    role: str
    unit: str | None

    @property
    def label(self) -> str:
        """The name of the role and its unit, as they are read."""
        name = str(ROLE_NAMES[self.role])
        return f"{name} · {self.unit}" if self.unit else name


class OwnSignIn(NamedTuple):
    """A signed-in browser."""

    id: int
    browser: str
    address: str
    started_at: datetime
    seen_at: datetime


class Candidate(NamedTuple):
    """A person to whom an officer may give a code."""

    id: int
    nip: str
    front_title: str
    name: str
    back_title: str
    unit: str
    email: str | None
    has_password: bool

    @property
    def display_name(self) -> str:
        """The name with its titles."""
        return full_name(self.front_title, self.name, self.back_title)


def holder_of(person_id: int) -> Holder | None:
    """Return an account."""
    row = db.session.execute(select(*_HOLDER).where(Person.id == person_id)).first()
    return Holder(*row) if row else None


def account_of(person_id: int) -> Account | None:
    """Return what HR holds about a person."""
    columns = (Person.nip, Person.username, Person.email, Person.front_title, Person.name)
    more = (Person.back_title, Person.status, Person.rank, Person.position)
    choices = (Person.locale, Person.mails_certificates)
    names = (_supervisor.front_title, _supervisor.name, _supervisor.back_title)
    row = db.session.execute(
        select(*columns, *more, Unit.name, _agency.name, *choices, *names)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .outerjoin(_agency, _agency.id == Unit.agency_id)
        .outerjoin(_supervisor, _supervisor.id == Person.supervisor_id)
        .where(Person.id == person_id)
    ).first()
    return Account._make(row) if row else None


def roles_of(person_id: int) -> list[OwnRole]:
    """Return a person's roles, by name and unit."""
    rows = db.session.execute(
        select(RoleGrant.role, Unit.name)
        .outerjoin(Unit, Unit.id == RoleGrant.unit_id)
        .where(RoleGrant.person_id == person_id)
        .order_by(RoleGrant.role, Unit.path)
    )
    return [OwnRole(*row) for row in rows]


def has_staff(person_id: int) -> bool:
    """Whether somebody's supervisor is this person."""
    staff = select(Person.id).where(Person.supervisor_id == person_id, Person.active.is_(True))
    return db.session.scalar(staff.limit(1)) is not None


def sign_ins_of(person_id: int, at: datetime) -> list[OwnSignIn]:
    """Return the browsers that are signed in, the last used first."""
    rows = db.session.execute(
        select(SignIn.id, SignIn.browser, SignIn.address, SignIn.started_at, SignIn.seen_at)
        .where(
            SignIn.person_id == person_id,
            SignIn.revoked_at.is_(None),
            SignIn.expires_at > at,
            SignIn.seen_at > at - IDLE,
        )
        .order_by(SignIn.seen_at.desc(), SignIn.id.desc())
    )
    return [OwnSignIn(*row) for row in rows]


def mailable(identifier: str) -> int | None:
    """Return the active account with this NIP, user name or address, if it can receive mail."""
    own = Person.id == remaining_of(named_by(identifier))
    return db.session.scalar(
        select(Person.id).where(own, Person.email.is_not(None), Person.active.is_(True))
    )


def activation_by_link(token: str, at: datetime) -> int | None:
    """Return the activation of a link that may still be used."""
    return _activation(
        at, ActivationCode.kind == "link", ActivationCode.code_hash == fingerprint(token)
    )


def activation_by_slip(nip: str, code: str, at: datetime) -> int | None:
    """Return the activation of a slip that may still be used by the holder of a NIP, old or new."""
    fitting = ActivationCode.code_hash == fingerprint(code)
    own = Person.id == remaining_of(named.nip == nip)
    return _activation(at, ActivationCode.kind == "slip", own, fitting)


def holder_of_activation(activation_id: int, at: datetime) -> Holder | None:
    """Return whose password an activation may still set."""
    row = db.session.execute(
        select(*_HOLDER)
        .join(ActivationCode, ActivationCode.person_id == Person.id)
        .where(ActivationCode.id == activation_id, *_usable(at))
    ).first()
    return Holder(*row) if row else None


def _activation(at: datetime, *conditions: Any) -> int | None:
    """Return the key of an activation that may still be used."""
    person = select(ActivationCode.id).join(Person, Person.id == ActivationCode.person_id)
    return db.session.scalar(person.where(*conditions, *_usable(at)))


def _usable(at: datetime) -> tuple[Any, ...]:
    """Return when an activation may still be used: once, in time, by an open account."""
    unused = (ActivationCode.used_at.is_(None), ActivationCode.expires_at > at)
    return (*unused, Person.active.is_(True))


def candidates(
    officer: Any,
    *,
    unit_path: str = "",
    search: str = "",
    only_new: bool = False,
    after: tuple[str, int] | None = None,
    limit: int = 50,
) -> list[Candidate]:
    """Return people to whom an officer may give codes, by name; keyset paging."""
    query = _candidates(officer).where(found_by(search))
    if unit_path:
        query = query.where(below(Unit.path, unit_path))
    if only_new:
        query = query.where(Person.password_hash.is_(None))
    if after:
        query = query.where(tuple_(Person.name, Person.id) > after)
    rows = db.session.execute(query.order_by(Person.name, Person.id).limit(limit))
    return [Candidate(*row) for row in rows]


def chosen_candidates(officer: Any, ids: Sequence[int]) -> list[Candidate]:
    """Return those of some people to whom an officer may give codes, by name."""
    query = _candidates(officer).where(Person.id.in_(ids)).order_by(Person.name, Person.id)
    return [Candidate(*row) for row in db.session.execute(query)]


def _candidates(officer: Any) -> Any:
    """Return the select of people to whom an officer may give codes."""
    columns = (Person.id, Person.nip, Person.front_title, Person.name, Person.back_title)
    more = (Unit.name, Person.email, Person.password_hash.is_not(None))
    return (
        select(*columns, *more)
        .join(Unit, Unit.id == Person.unit_id)
        .where(Person.active.is_(True), Person.nip.is_not(None), activatable(officer))
    )


def reached_units(officer: Any) -> Sequence[Unit]:
    """Return the units of an officer's subtrees, by name."""
    return db.session.scalars(
        select(Unit).where(reached_paths(officer)).order_by(Unit.name, Unit.id)
    ).all()
