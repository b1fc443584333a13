"""Writing down what became of a completion at SIASN; each change leaves a step behind."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select, update

from elearning.core.db import db
from elearning.records.models import Completion
from elearning.siasn.models import SiasnRecord, SiasnStep
from elearning.siasn.states import DELETED, HELD, SENT

LONGEST_NOTE = 500


class Stated(NamedTuple):
    """What somebody says of a record at SIASN."""

    state: str
    siasn_id: str = ""
    note: str = ""
    #: Whether SIASN holds it no more, so that its id means nothing.
    is_gone: bool = False


class Source(NamedTuple):
    """Where a statement comes from: the way, the moment and who; None for a command."""

    how: str
    at: datetime
    actor_id: int | None = None


def state_that(completion_id: int, stated: Stated, source: Source) -> bool:
    """Write down what a record's state is now; say whether anything is new."""
    return bool(state_all({completion_id: stated}, source))


def state_all(stated: Mapping[int, Stated], source: Source) -> list[int]:
    """Write down the states of some hundreds of completions; return those that are new.

    An id that is known is kept when a statement names none.
    """
    records = _locked(sorted(stated))
    new = [key for key, said in stated.items() if _state(records.get(key), key, said, source)]
    db.session.flush()  # what is stated next in this transaction finds it
    return new


def _locked(keys: Sequence[int]) -> dict[int, SiasnRecord]:
    """Return what is known of completions, which nobody else states anything of meanwhile."""
    held = select(Completion.id).where(Completion.id.in_(keys)).order_by(Completion.id)
    db.session.execute(held.with_for_update(key_share=True))
    found = select(SiasnRecord).where(SiasnRecord.completion_id.in_(keys))
    fresh = db.session.scalars(found.execution_options(populate_existing=True))
    return {record.completion_id: record for record in fresh}


def _state(record: SiasnRecord | None, key: int, stated: Stated, source: Source) -> bool:
    """Write one state down; say whether it is new."""
    if record is None:
        record = SiasnRecord(completion_id=key, siasn_id="", attempts=0)
        db.session.add(record)
    is_gone = stated.is_gone or stated.state == DELETED
    siasn_id = "" if is_gone else stated.siasn_id or record.siasn_id
    said = (stated.state, siasn_id, stated.note[:LONGEST_NOTE])
    if said == (record.state, record.siasn_id, record.note):
        return False
    record.state, record.siasn_id, record.note = said
    record.how, record.changed_at = source.how, source.at
    if stated.state in HELD or source.how != "push":
        record.attempts = 0  # what a person has looked at is tried anew
    if stated.state in HELD and (record.sent_at is None or stated.state == SENT):
        record.sent_at = source.at
    _keep_step(record, source)
    return True


def _keep_step(record: SiasnRecord, source: Source) -> None:
    """Append a step to the record's history."""
    step = SiasnStep(
        completion_id=record.completion_id,
        state=record.state,
        siasn_id=record.siasn_id,
        note=record.note,
        how=source.how,
        at=source.at,
        actor_id=source.actor_id,
    )
    db.session.add(step)


def keep_attempt(completion_id: int) -> None:
    """Count a try that failed."""
    tried = update(SiasnRecord).where(SiasnRecord.completion_id == completion_id)
    db.session.execute(tried.values(attempts=SiasnRecord.attempts + 1))


def keep_upload(completion_id: int, at: datetime) -> None:
    """Note that SIASN has the certificate's file."""
    had = update(SiasnRecord).where(SiasnRecord.completion_id == completion_id)
    db.session.execute(had.values(uploaded_at=at))
