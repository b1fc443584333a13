"""What the HR office leaves behind when it reads: openings of a record."""

from datetime import datetime

from elearning.accounts import access_log
from elearning.core import audit


def note_opening(officer_id: int, person_id: int, at: datetime) -> None:
    """Note that an officer has opened a person's record."""
    audit.record("person.opened", f"person:{person_id}", at, actor_id=officer_id)
    access_log.note_view(person_id, officer_id, access_log.RECORD, at)
