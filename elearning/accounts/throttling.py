"""How often something may be tried: passwords and codes of one account, and from one address.

A try is spent, and committed, before the secret is looked at: so the limit holds however many
requests come at once. What a right secret spent is given back.
"""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from flask_babel import gettext as _
from sqlalchemy import case, delete, select, update

from elearning.accounts import queries
from elearning.accounts.models import Throttle
from elearning.core.db import db, insert_into, when_due
from elearning.core.errors import Refused
from elearning.core.secrets import fingerprint

WINDOW = timedelta(minutes=15)
ADDRESS_FACTOR = 10


class Spent(NamedTuple):
    """How often something was tried in its present window, and when that ends."""

    tries: int
    window_ends_at: datetime


class TooManyTries(Refused):
    """Tries of an account or an address are used up for now."""


class Tries(NamedTuple):
    """The two keys under which a try is counted."""

    account: str
    address: str


def throttle_keys(account: str, address: str) -> Tries:
    """Return the keys of an account, named with its door (`activation:1985…`), and an address."""
    return Tries(fingerprint(f"account:{account.lower()}"), fingerprint(f"address:{address}"))


def require_few_tries(tries: Tries, limit: int, at: datetime) -> None:
    """Refuse, without writing, when an account or an address was tried too often."""
    counts = queries.tries_of(tries, at)
    if counts.get(tries.account, 0) >= limit:
        raise _too_many()
    if counts.get(tries.address, 0) >= limit * ADDRESS_FACTOR:
        raise _too_many()


def spend_try(tries: Tries, limit: int, at: datetime) -> None:
    """Count one try within the limits; the caller commits before looking at the secret."""
    account, address = count_try(tries, at)
    if account > limit or address > limit * ADDRESS_FACTOR:
        raise _too_many()


def count_try(tries: Tries, at: datetime) -> list[int]:
    """Count one try for the account and the address, and return how many they are now."""
    return [count_one(key, at).tries for key in tries]


def count_one(key: str, at: datetime, window: timedelta = WINDOW) -> Spent:
    """Count one try for a key in a window of its own length."""
    return Spent(*db.session.execute(_counted(key, at, window)).one())


def _too_many() -> TooManyTries:
    """Say how long to wait and what helps meanwhile."""
    return TooManyTries(
        _("Too many tries. Wait 15 minutes, or ask your HR office for an activation slip.")
    )


def _counted(key: str, at: datetime, window: timedelta) -> Any:
    """Return the upsert that counts a try, in a new window when the old one has ended."""
    fresh = insert_into(Throttle).values(key=key, window_ends_at=at + window, count=1)
    is_over = Throttle.window_ends_at <= at
    return fresh.on_conflict_do_update(
        index_elements=[Throttle.key],
        set_={
            "count": case((is_over, 1), else_=Throttle.count + 1),
            "window_ends_at": case(
                (is_over, fresh.excluded.window_ends_at), else_=Throttle.window_ends_at
            ),
        },
    ).returning(Throttle.count, Throttle.window_ends_at)


def give_back(tries: Tries) -> None:
    """Forget an account's tries after the right secret, and the one that its address spent."""
    db.session.execute(delete(Throttle).where(Throttle.key == tries.account))
    spent = (Throttle.key == tries.address, Throttle.count > 0)
    db.session.execute(update(Throttle).where(*spent).values(count=Throttle.count - 1))


def forget_old_tries(at: datetime) -> int:
    """Remove the counts of windows that have ended: work of `elearning worker`."""
    over = Throttle.window_ends_at <= at

    def forget() -> int:
        db.session.rollback()
        gone = db.session.execute(delete(Throttle).where(over).returning(Throttle.key)).all()
        db.session.commit()
        return len(gone)

    return when_due(lambda: db.session.scalar(select(Throttle.key).where(over).limit(1)), forget)
