"""What changes accounts: sign-ins, passwords, activation, roles, units and moves."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import uuid4

from flask_babel import gettext as _
from sqlalchemy import select, update

from elearning.accounts.models import (
    ActivationCode,
    Employment,
    Person,
    RoleGrant,
    SignIn,
    Unit,
)
from elearning.accounts.tree_lock import lock_tree
from elearning.core import audit
from elearning.core.db import db
from elearning.core.errors import Refused
from elearning.core.secrets import fingerprint, new_code, new_token

SLIP_LENGTH = 12
LONGEST_BROWSER = 300
#: What begins a new period of the employment history when it changes.
EMPLOYMENT_FIELDS = ("nip", "status", "rank", "position", "position_kind", "unit_id")


# Signing in


def start_sign_in(person_id: int, *, browser: str, address: str, days: int, at: datetime) -> str:
    """Begin a sign-in with a new token and return the token."""
    token = new_token()
    db.session.add(
        SignIn(
            person_id=person_id,
            token_hash=fingerprint(token),
            browser=browser[:LONGEST_BROWSER],
            address=address,
            started_at=at,
            seen_at=at,
            expires_at=at + timedelta(days=days),
        )
    )
    return token


def note_seen(sign_in_id: int, at: datetime) -> None:
    """Note that a sign-in is in use."""
    db.session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(seen_at=at))


def revoke_sign_in(person_id: int, sign_in_id: int, at: datetime) -> None:
    """End one sign-in of a person."""
    own = (SignIn.id == sign_in_id, SignIn.person_id == person_id, SignIn.revoked_at.is_(None))
    db.session.execute(update(SignIn).where(*own).values(revoked_at=at))


def revoke_sign_ins(person_id: int, at: datetime, *, keep: int | None = None) -> None:
    """End every sign-in of a person, except one."""
    own = (SignIn.person_id == person_id, SignIn.revoked_at.is_(None), SignIn.id != (keep or 0))
    db.session.execute(update(SignIn).where(*own).values(revoked_at=at))


# Passwords and activation


def set_password(person: Person, password_hash: str, at: datetime) -> None:
    """Replace a person's password; sign-ins and the tokens they made end, unused codes die."""
    person.password_hash, person.password_set_at = password_hash, at
    revoke_sign_ins(person.id, at)
    revoke_codes(person.id, at)
    audit.record("password.set", f"person:{person.id}", at, actor_id=person.id)


def make_activation(
    person: Person, kind: str, *, made_by_id: int | None, valid: timedelta, at: datetime
) -> str:
    """Give a person a single-use link token or slip code; older ones die."""
    revoke_codes(person.id, at)
    code = new_token() if kind == "link" else new_code(SLIP_LENGTH)
    db.session.add(
        ActivationCode(
            person_id=person.id,
            kind=kind,
            code_hash=fingerprint(code),
            made_by_id=made_by_id,
            made_at=at,
            expires_at=at + valid,
        )
    )
    audit.record("activation.made", f"person:{person.id}", at, actor_id=made_by_id, kind=kind)
    return code


def use_activation(activation_id: int, at: datetime) -> Person:
    """Use a code up and return whose it was; of two who use it at once, one is refused."""
    unused = (
        ActivationCode.id == activation_id,
        ActivationCode.used_at.is_(None),
        ActivationCode.expires_at > at,
    )
    use = update(ActivationCode).where(*unused).values(used_at=at)
    person_id = db.session.scalar(use.returning(ActivationCode.person_id))
    person = db.session.get(Person, person_id) if person_id else None
    if person is None or not person.active:
        raise Refused(_("This activation was used or has expired. Ask your HR office for another."))
    return person


def revoke_codes(person_id: int, at: datetime) -> None:
    """Let a person's unused links and slips die."""
    unused = (ActivationCode.person_id == person_id, ActivationCode.used_at.is_(None))
    db.session.execute(update(ActivationCode).where(*unused).values(used_at=at))


def choose_certificate_mail(person_id: int, is_wanted: bool) -> None:
    """Remember whether a person wants each new certificate by e-mail."""
    own = update(Person).where(Person.id == person_id)
    db.session.execute(own.values(mails_certificates=is_wanted))


# Accounts and roles


def deactivate(person: Person, at: datetime, *, actor_id: int | None, reason: str = "") -> None:
    """Close an account: nobody signs in with it and its records stay."""
    person.active = False
    revoke_sign_ins(person.id, at)
    revoke_codes(person.id, at)
    subject = f"person:{person.id}"
    why = {"reason": reason} if reason else {}
    audit.record("person.deactivated", subject, at, actor_id=actor_id, **why)


def reactivate(person: Person, at: datetime, *, actor_id: int | None) -> None:
    """Open a closed account again, with the password it had."""
    person.active = True
    audit.record("person.reactivated", f"person:{person.id}", at, actor_id=actor_id)


def choose_locale(person_id: int, locale: str) -> None:
    """Keep the language that a person chose for themselves."""
    db.session.execute(update(Person).where(Person.id == person_id).values(locale=locale))


def grant(
    person: Person, role: str, unit: Unit | None, at: datetime, *, actor_id: int | None = None
) -> None:
    """Give a person a role; sign-ins end so that the new right starts with a new session."""
    if role == "kepegawaian" and unit is None:
        raise Refused(_("The role kepegawaian needs the unit whose people it reaches."))
    unit_id = unit.id if unit else None
    held = select(RoleGrant.id).where(RoleGrant.person_id == person.id, RoleGrant.role == role)
    if db.session.scalar(held.where(RoleGrant.unit_id.is_not_distinct_from(unit_id))):
        return
    db.session.add(RoleGrant(person_id=person.id, role=role, unit_id=unit_id, granted_at=at))
    revoke_sign_ins(person.id, at)
    subject = f"person:{person.id}"
    audit.record("role.granted", subject, at, actor_id=actor_id, role=role, unit_id=unit_id)


def withdraw(role_grant: RoleGrant, at: datetime, *, actor_id: int | None) -> None:
    """Take a role away; sign-ins end."""
    db.session.delete(role_grant)
    revoke_sign_ins(role_grant.person_id, at)
    details = {"role": role_grant.role, "unit_id": role_grant.unit_id}
    subject = f"person:{role_grant.person_id}"
    audit.record("role.withdrawn", subject, at, actor_id=actor_id, **details)


# Organisation


def add_unit(
    parent: Unit | None,
    kind: str,
    code: str,
    name: str,
    *,
    timezone: str = "",
    place: str = "",
    organiser_name: str = "",
) -> Unit:
    """Add a unit below its parent, an agency without one."""
    lock_tree(*([parent] if parent else []))
    unit = Unit(
        parent_id=parent.id if parent else None,
        kind=kind,
        code=code,
        name=name,
        timezone=timezone,
        place=place,
        organiser_name=organiser_name,
        path=f"new:{uuid4()}",
    )
    db.session.add(unit)
    db.session.flush()  # the path holds the new key
    unit.path = f"{parent.path if parent else '/'}{unit.id}/"
    unit.agency_id = parent.agency_id if parent else unit.id
    db.session.flush()  # a unit below reads the path
    return unit


def hire(person: Person, since: date) -> None:
    """Start the employment history of a new person."""
    hire_all([(person, since)])


def hire_all(people: Iterable[tuple[Person, date]]) -> None:
    """Start the employment history of many new people."""
    people = list(people)
    db.session.add_all(person for person, _since in people)
    db.session.flush()  # the history names the new keys
    for person, since in people:
        _begin_employment(person, since)


def change_employment(person: Person, since: date, **changes: str | int | None) -> bool:
    """Apply a move, promotion or new NIP and keep what was before; say whether anything changed.

    A change that is dated before the present period corrects that period: what lies before it is
    never rewritten.
    """
    changed = {name: value for name, value in changes.items() if getattr(person, name) != value}
    for name, value in changed.items():
        setattr(person, name, value)
    if changed.keys() & set(EMPLOYMENT_FIELDS):
        _change_period(person, since)
    return bool(changed)


def _change_period(person: Person, since: date) -> None:
    """Close the present period and begin the next, or correct it when it began no earlier."""
    present = (Employment.person_id == person.id, Employment.valid_until.is_(None))
    current = db.session.scalar(select(Employment).where(*present))
    if current is not None and current.valid_from >= since and person.unit_id is not None:
        for field in EMPLOYMENT_FIELDS:
            setattr(current, field, getattr(person, field))
        return
    if current is not None:
        current.valid_until = since
    _begin_employment(person, since)


def _begin_employment(person: Person, since: date) -> None:
    """Add what the person is now to their history."""
    if person.nip is None or person.unit_id is None:
        return
    db.session.add(
        Employment(
            person_id=person.id,
            nip=person.nip,
            status=person.status,
            rank=person.rank,
            position=person.position,
            position_kind=person.position_kind,
            unit_id=person.unit_id,
            valid_from=since,
        )
    )
