"""One person by hand: added, changed, closed, opened, released, taken over."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _

from elearning.accounts import operations
from elearning.accounts.models import Person
from elearning.accounts.policy import oversees
from elearning.core import audit
from elearning.core.db import db
from elearning.core.errors import Refused
from elearning.staff.comparing import GUARDED, outside, was_merged
from elearning.staff.officers import Officer, holders_beyond
from elearning.staff.present import Present, keys_by_email, keys_by_nip, people_by

Values = Mapping[str, Any]


def add_person(values: Values, since: date, officer: Officer, at: datetime) -> Person:
    """Open an account, or take over the one of somebody whom their office has released."""
    known = next(iter(people_by(Person.nip, {values["nip"]})), None)
    if known is not None and known.merged_into_id is not None:
        told = was_merged(known) if oversees(officer, known.path) else outside(known.agency)
        raise Refused(told, about="nip")
    if known is not None:
        return _take_over(known, values, since, officer, at)
    if values["nip"] in keys_by_nip({values["nip"]}):
        raise Refused(_("This NIP belonged to an account whose data were removed."), about="nip")
    _require_free(values, None)
    person = Person(created_at=at, **values)
    operations.hire(person, since)
    audit.record("person.added", f"person:{person.id}", at, actor_id=officer.id)
    return person


def _take_over(
    known: Present, values: Values, since: date, officer: Officer, at: datetime
) -> Person:
    """Move a released person here with their history; an empty field keeps what is held."""
    if oversees(officer, known.path):
        raise Refused(
            _("There is an account with this NIP already. Change it on its own page."), about="nip"
        )
    if not known.is_released:
        raise Refused(outside(known.agency), about="nip")
    _require_own(known.id, officer)
    _require_free(values, known.id)
    person = db.session.get_one(Person, known.id)
    stated = {name: value for name, value in values.items() if value or name == "supervisor_id"}
    operations.change_employment(person, since, **{**stated, "active": True})
    person.released_at = None
    audit.record("person.taken_over", f"person:{person.id}", at, actor_id=officer.id)
    return person


def change_person(
    person: Person, values: Values, since: date, officer: Officer, at: datetime
) -> bool:
    """Change what is held about a person; history keeps what was. Say whether anything changed."""
    changed = [name for name, value in values.items() if getattr(person, name) != value]
    if set(changed) & set(GUARDED):
        _require_own(person.id, officer)
    _require_free(values, person.id)
    operations.change_employment(person, since, **values)
    if changed:
        subject = f"person:{person.id}"
        audit.record("person.changed", subject, at, actor_id=officer.id, fields=changed)
    return bool(changed)


def _require_free(values: Values, person_id: int | None) -> None:
    """NIP, e-mail address and SIASN's id belong to one account only."""
    siasn = {x.siasn_id: x.id for x in people_by(Person.siasn_id, {values.get("siasn_id") or ""})}
    email = values.get("email") or ""
    holders = {
        "nip": keys_by_nip({values["nip"]}).get(values["nip"]),
        "email": keys_by_email({email}).get(email),
        "siasn_id": siasn.get(values.get("siasn_id") or ""),
    }
    for name, holder in holders.items():
        if holder not in (None, person_id):
            raise Refused(_("Another account has this already."), about=name)


def _require_own(person_id: int, officer: Officer) -> None:
    """Nobody opens or shuts the door of somebody who reaches further."""
    if holders_beyond(officer, {person_id}):
        raise Refused(
            _("This person holds rights beyond yours. Ask the administrator to change the account.")
        )


def close_account(person: Person, reason: str, officer: Officer, at: datetime) -> None:
    """Close an account with the reason; its records stay."""
    _require_own(person.id, officer)
    operations.deactivate(person, at, actor_id=officer.id, reason=reason)


def open_account(person: Person, officer: Officer, at: datetime) -> None:
    """Open a closed account again."""
    _require_own(person.id, officer)
    operations.reactivate(person, at, actor_id=officer.id)


def release(person: Person, officer: Officer, at: datetime) -> None:
    """Let another office take a person over; until then nothing changes for them."""
    _require_own(person.id, officer)
    person.released_at = at
    audit.record("person.released", f"person:{person.id}", at, actor_id=officer.id)


def keep(person: Person, officer: Officer, at: datetime) -> None:
    """Take a release back."""
    person.released_at = None
    audit.record("person.kept", f"person:{person.id}", at, actor_id=officer.id)
