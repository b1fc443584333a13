"""What the retention settings have removed: ended sign-ins and old lines of the access log.

The worker removes the oldest first, some at a time, each in a transaction with its line in the
audit log; done again it removes nothing twice. Histories, certificates and the audit log stay, and
what a legal hold keeps.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select

from elearning.accounts.holds import is_held
from elearning.accounts.models import SignIn
from elearning.accounts.privacy_models import AccessEvent
from elearning.core import audit
from elearning.core.db import db, when_due
from elearning.core.settings import current_settings

AT_ONCE = 500


def forget_old_sign_ins(at: datetime) -> int:
    """Remove sign-ins that ended long enough ago and return how many."""
    return _forget(SignIn, SignIn.expires_at, current_settings().sign_in_months, at)


def forget_old_views(at: datetime) -> int:
    """Remove lines of the access log that were kept long enough and return how many."""
    return _forget(AccessEvent, AccessEvent.at, current_settings().access_log_months, at)


def _forget(model: Any, moment: Any, months: int, at: datetime) -> int:
    """Remove rows whose moment lies so many months back; 0 keeps them."""
    if months <= 0:
        return 0
    limit = at - timedelta(days=365 * months // 12)

    def old() -> list[int]:
        """Return keys, which are given in the order of time."""
        kept = is_held(model.person_id, at.date())
        oldest = select(model.id, moment).where(~kept).order_by(model.id).limit(AT_ONCE)
        return [key for key, when in db.session.execute(oldest) if when < limit]

    def remove() -> int:
        db.session.rollback()
        gone, name = old(), model.__tablename__
        db.session.execute(delete(model).where(model.id.in_(gone)))
        if gone:
            audit.record("retention.removed", f"table:{name}", at, actor_id=None, rows=len(gone))
        db.session.commit()
        return len(gone)

    return when_due(old, remove)
