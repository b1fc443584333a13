"""One change of the organisation at a time: paths of a subtree and new units must not cross."""

from sqlalchemy import func, select

from elearning.accounts.models import Unit
from elearning.core.db import db, is_postgresql

#: Any number that no other advisory lock uses.
TREE_LOCK = 20_078


def lock_tree(*units: Unit) -> None:
    """Wait for other changes of the organisation and read units as they are then.

    SQLite has one writer at a time, whose reads are of that moment already.
    """
    if not is_postgresql():
        return
    db.session.execute(select(func.pg_advisory_xact_lock(TREE_LOCK)))
    db.session.flush()  # what is read anew must not lose what was set before
    for unit in units:
        db.session.refresh(unit)
