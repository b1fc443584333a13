"""Legal holds: somebody's data stay whole for a case, until it ends or a day has passed."""

from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, exists, or_, select

from elearning.accounts.merged import accounts_of
from elearning.accounts.privacy_models import LegalHold
from elearning.core import audit
from elearning.core.db import db
from elearning.core.errors import Refused


def in_force(on: date) -> ColumnElement[bool]:
    """Whether a hold holds on a day."""
    return LegalHold.lifted_at.is_(None) & or_(LegalHold.until.is_(None), LegalHold.until >= on)


def is_held(person_id: Any, on: date) -> ColumnElement[bool]:
    """Whether the data of the person in a column are held on a day, under any of their accounts."""
    return exists().where(LegalHold.person_id.in_(accounts_of(person_id)), in_force(on))


def hold_of(person_id: int, on: date) -> LegalHold | None:
    """Return the hold on somebody's data, under any of their accounts; the oldest of several."""
    own = LegalHold.person_id.in_(accounts_of(person_id))
    return db.session.scalars(
        select(LegalHold).where(own, in_force(on)).order_by(LegalHold.id)
    ).first()


def shown_hold(person_id: int, on: date) -> LegalHold | None:
    """Return the hold on somebody's data, unless the law forbids to tell them."""
    hold = hold_of(person_id, on)
    return hold if hold and hold.is_shown else None


def require_free(person_id: int, on: date) -> None:
    """Refuse to erase what is held."""
    if hold_of(person_id, on):
        raise Refused(
            _("A legal hold keeps this person's data. Lift it first, when the case has ended.")
        )


def place(
    person_id: int,
    reason: str,
    *,
    until: date | None,
    is_shown: bool,
    by_id: int,
    on: date,
    at: datetime,
) -> LegalHold:
    """Hold somebody's data; one hold at a time, so that it is clear which one keeps them."""
    if hold_of(person_id, on):
        raise Refused(_("These data are held already. Lift that hold before you place another."))
    if until is not None and until < on:
        raise Refused(_("The last day of the hold has passed. Choose a later one, or none."))
    _end_passed(person_id, by_id, at)
    hold = LegalHold(
        person_id=person_id,
        reason=reason,
        placed_at=at,
        placed_by_id=by_id,
        until=until,
        is_shown=is_shown,
    )
    db.session.add(hold)
    db.session.flush()  # the log names the new key
    facts = {"hold": hold.id, "until": until.isoformat() if until else None, "shown": is_shown}
    audit.record("hold.placed", f"person:{person_id}", at, actor_id=by_id, **facts)
    return hold


def lift(hold: LegalHold, by_id: int, at: datetime) -> None:
    """End a hold; lifting it again changes nothing."""
    if hold.lifted_at is None:
        hold.lifted_at, hold.lifted_by_id = at, by_id
        subject = f"person:{hold.person_id}"
        audit.record("hold.lifted", subject, at, actor_id=by_id, hold=hold.id)


def _end_passed(person_id: int, by_id: int, at: datetime) -> None:
    """Lift the hold whose last day has passed, so that another can be placed."""
    passed = (LegalHold.person_id == person_id, LegalHold.lifted_at.is_(None))
    for hold in db.session.scalars(select(LegalHold).where(*passed)):
        lift(hold, by_id, at)
    db.session.flush()  # one hold at a time: the old one ends before the new one begins
