"""Noting from a page that somebody else's data are looked at, before anything is shown."""

from flask_login import current_user

from elearning.accounts import access_log
from elearning.core import clock
from elearning.core.db import db, retrying, writing


def note_view_of(person_id: int, page: str) -> None:
    """Note in a short transaction of its own that somebody else's data are opened; one's own are not."""
    if person_id in current_user.account_ids:
        return
    db.session.rollback()
    with writing():
        retrying(lambda: _keep(person_id, page))


def _keep(person_id: int, page: str) -> None:
    """Write the view into the access log."""
    access_log.note_view(person_id, current_user.id, page, clock.now())
    db.session.commit()
