"""Reading what can be sent to SIASN, within some subtrees."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select

from elearning.accounts.merged import NIP_NOW, SIASN_PERSON, Remaining
from elearning.accounts.models import Person, Unit
from elearning.certificates.models import Certificate
from elearning.core.db import db
from elearning.records.activity_types import STRUCTURAL
from elearning.records.models import Completion
from elearning.records.policy import concerning
from elearning.siasn.models import SiasnRecord
from elearning.siasn.payloads import Sendable
from elearning.siasn.standings import SIASN_ID, STATE, beside
from elearning.siasn.states import FAILED, TO_DELETE, TO_RESEND, UNSENT

AnySelect = Select[*tuple[Any, ...]]

#: States that a session of sending deals with.
SENT_BY_PUSH = (UNSENT, FAILED, TO_RESEND, TO_DELETE)
#: A record that fails again and again waits for a person.
MOST_ATTEMPTS = 5

_PERSON_ID = func.coalesce(SIASN_PERSON, Completion.siasn_id)


class Outgoing(NamedTuple):
    """A record that is sent, changed or deleted."""

    completion_id: int
    certificate_id: int
    nip: str
    file_name: str
    state: str
    record: Sendable


class Prospect(NamedTuple):
    """How many records of a year can be sent, and how many lack their person's id."""

    ready: int
    without_id: int


def _found(year: int, paths: Sequence[str], *columns: Any) -> AnySelect:
    """Return the select of a year's records that a session deals with."""
    found: AnySelect = beside(
        select(*columns)
        .select_from(Completion)
        .join(Person, Person.id == Completion.person_id)
        .outerjoin(Remaining, Remaining.id == Person.merged_into_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .join(Certificate, Certificate.completion_id == Completion.id)
    )
    return found.where(
        Completion.year == year,
        concerning(paths),
        Person.erased_at.is_(None),
        Completion.reversed_at.is_(None) | (STATE == TO_DELETE),
        Completion.activity_type != STRUCTURAL,
        STATE.in_(SENT_BY_PUSH),
        func.coalesce(SiasnRecord.attempts, 0) < MOST_ATTEMPTS,
    )


def prospect(year: int, paths: Sequence[str]) -> Prospect:
    """Return how much a session would send."""
    known = _PERSON_ID != ""
    found = _found(year, paths, known, func.count()).group_by(known)
    counts = {bool(has_id): count for has_id, count in db.session.execute(found)}
    return Prospect(counts.get(True, 0), counts.get(False, 0))


def next_outgoing(year: int, paths: Sequence[str], after: int, agency_id: str) -> Outgoing | None:
    """Return the next record behind a key that can be sent."""
    columns = (
        *(Completion.id, Certificate.id, NIP_NOW, Completion.nip, STATE, SIASN_ID, _PERSON_ID),
        *(Completion.activity_type, Completion.course_title, Completion.organiser),
        *(Certificate.number, Completion.year, Completion.started_on, Completion.completed_on),
        Completion.jp,
    )
    found = _found(year, paths, *columns).where(_PERSON_ID != "", Completion.id > after)
    row = db.session.execute(found.order_by(Completion.id).limit(1)).first()
    if row is None:
        return None
    record = Sendable(row[5], row[6], agency_id, *row[7:])
    file_name = f"{row[3]}_{row[10].replace('/', '-')}.pdf"
    return Outgoing(row[0], row[1], row[2] or row[3], file_name, row[4], record)
