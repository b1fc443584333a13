"""Accounts that were joined and stand joined: which, when, why, and who may part them."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from elearning.accounts.merge_models import AccountMerge
from elearning.accounts.models import Person, Unit
from elearning.accounts.policy import oversees
from elearning.core.db import db


class Joined(NamedTuple):
    """Accounts that were joined and not parted since."""

    id: int
    from_id: int
    into_id: int
    former_nip: str
    former_name: str
    into_nip: str
    into_name: str
    made_at: datetime
    reason: str
    path: str


def may_part(officer: Any, joined: Joined) -> bool:
    """Whoever oversees the account that remains, never its own holder."""
    return oversees(officer, joined.path) and joined.into_id not in officer.account_ids


_former, _into = aliased(Person), aliased(Person)
_JOINED = (
    select(
        *(AccountMerge.id, AccountMerge.from_id, AccountMerge.into_id),
        *(func.coalesce(_former.nip, ""), _former.name, func.coalesce(_into.nip, ""), _into.name),
        *(AccountMerge.made_at, AccountMerge.reason, func.coalesce(Unit.path, "")),
    )
    .join(_former, _former.id == AccountMerge.from_id)
    .join(_into, _into.id == AccountMerge.into_id)
    .outerjoin(Unit, Unit.id == _into.unit_id)
    .where(AccountMerge.undone_at.is_(None), _into.erased_at.is_(None))
)


def joined_at(merge_id: int) -> Joined | None:
    """Return two joined accounts that stand joined."""
    row = db.session.execute(_JOINED.where(AccountMerge.id == merge_id)).first()
    return Joined._make(row) if row else None


def joined_into(person_id: int) -> list[Joined]:
    """Return the accounts that stand joined into one, the newest first."""
    found = _JOINED.where(AccountMerge.into_id == person_id).order_by(AccountMerge.id.desc())
    return [Joined._make(row) for row in db.session.execute(found)]
