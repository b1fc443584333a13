"""Who looked at whose data: appended by pages that show them to others, never by one's own views.

Pages write it in a short transaction of their own before they answer.
"""

from datetime import datetime

from elearning.accounts.privacy_models import AccessEvent
from elearning.core.db import db, insert_into

#: What was looked at.
RECORD, PROPOSAL, ESSAY, SHARED, CERTIFICATE, REQUEST, MERGE = (
    *("record", "proposal", "essay"),
    *("shared", "certificate", "request", "merge"),
)
PAGES = (RECORD, PROPOSAL, ESSAY, SHARED, CERTIFICATE, REQUEST, MERGE)


def note_view(person_id: int, viewer_id: int, page: str, at: datetime) -> None:
    """Note that somebody looks at another person's data, once an hour for each page."""
    if viewer_id != person_id:
        _append(person_id, f"person:{viewer_id}", viewer_id, page, at)


def note_shared_view(person_id: int, link_id: int, at: datetime) -> None:
    """Note that a link to a person's history was opened; nobody knows by whom."""
    _append(person_id, f"link:{link_id}", None, SHARED, at)


def _append(person_id: int, viewer: str, viewer_id: int | None, page: str, at: datetime) -> None:
    """Add a line unless this hour has it."""
    hour = at.replace(minute=0, second=0, microsecond=0)
    line = {"person_id": person_id, "viewer": viewer, "viewer_id": viewer_id, "page": page}
    fresh = insert_into(AccessEvent).values(**line, hour=hour, at=at)
    db.session.execute(fresh.on_conflict_do_nothing())
