"""Two accounts of one person become one, on an officer's word, and are parted again."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from flask_babel import gettext as _
from sqlalchemy import exists, or_, select, update

from elearning.accounts import access_log
from elearning.accounts.erasures import PROPOSED
from elearning.accounts.merge_models import AccountMerge
from elearning.accounts.models import Person, Unit
from elearning.accounts.nip import grouped
from elearning.accounts.operations import revoke_codes, revoke_sign_ins
from elearning.accounts.policy import oversees
from elearning.accounts.privacy_models import Erasure
from elearning.core import audit
from elearning.core.db import db
from elearning.core.errors import Refused
from elearning.courses.models import Enrolment
from elearning.home.merging import UNSYNCHRONISED, bring_back, carry_all, lend, take_back
from elearning.notices.kinds import ACCOUNT
from elearning.notices.operations import tell, tell_all
from elearning.records.operations import lock_chains
from elearning.records.rollups import count_years_anew
from elearning.staff.officers import Officer, holders_beyond

HISTORY = "/riwayat/"


def merge(
    former_id: int, into_id: int, reason: str, officer: Officer, at: datetime
) -> AccountMerge:
    """Join a former account into the one that remains; of two who do it at once one is refused."""
    former, into = _hold(former_id, into_id)
    require_mergeable(former, into, officer)
    moved = carry_all(former.id, into.id)
    moved |= {"active": former.active, "unit_id": former.unit_id, "lent": lend(former, into)}
    moved["followers"] = _lead_on(former.id, into)
    former.active, former.merged_into_id, former.unit_id = False, into.id, into.unit_id
    revoke_sign_ins(former.id, at)
    revoke_codes(former.id, at)
    made = AccountMerge(
        from_id=former.id,
        into_id=into.id,
        made_at=at,
        made_by_id=officer.id,
        reason=reason,
        moved=moved,
    )
    db.session.add(made)
    db.session.flush()  # the totals and the log read what was joined
    count_years_anew(into.id)
    facts = {"merge": made.id, "former": former.id}
    _note("person.merged", into.id, officer, at, **facts)
    tell(into, ACCOUNT, partial(_joined, former, into, _name_of(officer)), at, link=HISTORY)
    db.session.flush()
    db.session.expire_all()  # plain statements changed what the session holds
    return made


def undo(merge_id: int, officer: Officer, at: datetime) -> AccountMerge:
    """Part two accounts again; what was completed or decided since stays where it is."""
    found = db.session.get_one(AccountMerge, merge_id)
    former, into = _hold(found.from_id, found.into_id)
    db.session.refresh(found)
    if found.undone_at is not None:
        raise Refused(_("These accounts are parted already. Nothing was changed."))
    if former.merged_into_id != into.id:
        raise Refused(_("These accounts were joined into a third one since. Part that one first."))
    _require_known((former, into))
    _require_second((former, into), officer)
    bring_back(found)
    former.merged_into_id, former.active = None, found.moved["active"]
    former.unit_id = _unit_again(found.moved["unit_id"], into.unit_id)
    _lead(found.moved.get("followers", []), former)
    if take_back(former, into, found.moved["lent"]):
        revoke_sign_ins(into.id, at)
    found.undone_at, found.undone_by_id = at, officer.id
    db.session.flush()  # the totals read what was parted
    count_years_anew(into.id)
    count_years_anew(former.id)
    _note("person.unmerged", into.id, officer, at, merge=found.id, former=former.id)
    tell_all([into, former], ACCOUNT, partial(_parted, former, into, _name_of(officer)), at)
    db.session.flush()
    db.session.expire_all()  # plain statements changed what the session holds
    return found


def _lead_on(former_id: int, into: Person) -> list[int]:
    """Let accounts that were joined into the former one follow it; return their keys."""
    own = Person.merged_into_id == former_id
    followers = list(db.session.scalars(select(Person.id).where(own).order_by(Person.id)))
    _lead(followers, into)
    return followers


def _lead(follower_ids: Sequence[int], remaining: Person) -> None:
    """Let some accounts stand joined into another one, where that one is."""
    own = update(Person).where(Person.id.in_(follower_ids))
    values = {"merged_into_id": remaining.id, "unit_id": remaining.unit_id}
    db.session.execute(own.values(**values), execution_options=UNSYNCHRONISED)


def _hold(*account_ids: int) -> tuple[Person, Person]:
    """Return two accounts as they are now, with their enrolments and chains locked.

    The order is that of whoever completes a course: enrolment, person, chain.
    """
    own = select(Enrolment.id).where(Enrolment.person_id.in_(account_ids)).order_by(Enrolment.id)
    db.session.execute(own.with_for_update()).all()
    lock_chains(select(Person.id).where(Person.id.in_(account_ids)))
    db.session.flush()  # the rows are read anew
    first, second = (db.session.get_one(Person, key, populate_existing=True) for key in account_ids)
    return first, second


def require_mergeable(former: Person, into: Person, officer: Officer) -> None:
    """Refuse what is no pair of accounts of one person, or waits for something else first."""
    both = (former, into)
    if former.id == into.id:
        raise Refused(_("This is the same account. Type the person's other NIP."))
    if former.nip is None or into.nip is None:
        raise Refused(_("Only accounts with a NIP are joined."))
    _require_known(both)
    if former.merged_into_id is not None or into.merged_into_id is not None:
        raise Refused(_("One of these accounts was joined with another one already."))
    if former.active and not into.active:
        raise Refused(
            _(
                "The account that shall remain is closed. Open it first, or let the other one remain."
            )
        )
    _require_undisturbed(both)
    _require_second(both, officer)


def obstacle(former_id: int, into_id: int, officer: Officer) -> str:
    """Return why two accounts cannot be joined, to say it before; empty when they can."""
    former, into = (db.session.get_one(Person, key) for key in (former_id, into_id))
    try:
        require_mergeable(former, into, officer)
    except Refused as refused:
        return str(refused)
    return ""


def _require_known(both: Sequence[Person]) -> None:
    """What was erased is nobody's any more."""
    if any(account.erased_at is not None for account in both):
        raise Refused(_("The data of one of these accounts are erased."))


def _require_undisturbed(both: Sequence[Person]) -> None:
    """An erasure that waits is decided before its subject becomes another one."""
    waits = exists().where(
        or_(*(Erasure.person_id == account.id for account in both)), Erasure.state == PROPOSED
    )
    if db.session.scalar(select(waits)):
        raise Refused(
            _("It is proposed to erase the data of one of these accounts. Decide on that first.")
        )


def _require_second(both: Sequence[Person], officer: Officer) -> None:
    """Nobody joins or parts their own accounts, nor those of somebody who reaches further."""
    if officer.id in {account.id for account in both}:
        raise Refused(_("This is your own account. Another HR officer does this."))
    if not all(oversees(officer, path) for path in _paths(both)):
        raise Refused(_("One of these accounts is beyond your part of the organisation."))
    if holders_beyond(officer, {account.id for account in both}):
        raise Refused(
            _("This person holds rights beyond yours. Ask the administrator to change the account.")
        )


def _paths(both: Sequence[Person]) -> list[str]:
    """Return where two accounts are; nowhere is the administrator's."""
    units = [account.unit_id for account in both]
    found = dict(db.session.execute(select(Unit.id, Unit.path).where(Unit.id.in_(units))).all())
    return [found.get(unit_id or 0, "") for unit_id in units]


def _unit_again(unit_id: int | None, present: int | None) -> int | None:
    """Return the unit of before, or the present one when that was closed since."""
    unit = db.session.get(Unit, unit_id) if unit_id is not None else None
    return present if unit is not None and not unit.active else unit_id


def _note(deed: str, person_id: int, officer: Officer, at: datetime, **facts: int) -> None:
    """Write a deed into the audit log and into the person's access log."""
    audit.record(deed, f"person:{person_id}", at, actor_id=officer.id, **facts)
    if officer.id is not None:
        access_log.note_view(person_id, officer.id, access_log.MERGE, at)


def _name_of(officer: Officer) -> str:
    """Return the officer's name with its titles."""
    person = db.session.get(Person, officer.id or 0)
    return person.full_name if person else ""


def _joined(former: Person, into: Person, officer: str) -> tuple[str, ...]:
    """Return what the person is told whose accounts were joined."""
    return (
        _("Your two accounts were joined"),
        _(
            "%(officer)s has joined the account with NIP %(former)s into the one with NIP %(into)s."
            " Sign in with either NIP. Your whole history stands in one place; nothing was lost.",
            officer=officer,
            former=grouped(former.nip or ""),
            into=grouped(into.nip or ""),
        ),
        _("If one of them is not yours, tell your HR office at once: it can be undone."),
    )


def _parted(former: Person, into: Person, officer: str) -> tuple[str, ...]:
    """Return what the holders are told of accounts that were parted."""
    return (
        _("Two joined accounts were parted again"),
        _(
            "%(officer)s has parted the accounts with NIP %(former)s and NIP %(into)s. Each is as it"
            " was; what was completed in the meantime stays with NIP %(into)s.",
            officer=officer,
            former=grouped(former.nip or ""),
            into=grouped(into.nip or ""),
        ),
    )
