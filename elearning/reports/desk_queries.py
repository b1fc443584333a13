"""Reading how much waits at a desk of HR."""

from typing import Any

from sqlalchemy import func, select

from elearning.accounts.merged import whose
from elearning.accounts.models import Person, Unit
from elearning.accounts.policy import overseen
from elearning.core.db import db
from elearning.records.models import Correction, HistoryEntry

#: From here on a count is told as "99+".
MOST_COUNTED = 99


def waiting_corrections(person: Any) -> int:
    """Return how many corrections wait that somebody may decide, at most one more than is told."""
    some = (
        select(Correction.id)
        .join(HistoryEntry, HistoryEntry.id == Correction.entry_id)
        .join(Person, Person.id == HistoryEntry.person_id)
        .join(Unit, Unit.id == Person.unit_id)
        .where(
            overseen(person),
            Correction.state == "proposed",
            Correction.proposed_by_id != person.id,
            whose() != person.id,
        )
        .limit(MOST_COUNTED + 1)
        .subquery()
    )
    return db.session.scalar(select(func.count()).select_from(some)) or 0
