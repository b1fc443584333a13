"""Logs of many entries for tests, and the worker's two deeds for them."""

from datetime import UTC, date, datetime

from sqlalchemy import insert

from elearning.accounts.models import Person
from elearning.core.db import db
from elearning.records.chains import GENESIS, entry_hash
from elearning.records.ledger import checkpoint_due, number_due
from elearning.records.models import ChainHead, HistoryEntry, PersonYear
from tests.factories import make_person

NOW = datetime(2025, 11, 22, 3, 0, tzinfo=UTC)
COLUMNS = [each.name for each in HistoryEntry.__table__.columns if each.name != "id"]


def make_entries(count: int, person: Person | None = None) -> None:
    """Give a person a chain of so many entries, as if they had been recorded one by one."""
    person, previous, rows = person or make_person(), GENESIS, []
    for seq in range(1, count + 1):
        entry = make_entry(person.id, seq, previous)
        previous = entry.hash
        rows.append({name: getattr(entry, name) for name in COLUMNS})
    db.session.execute(insert(HistoryEntry), rows)
    db.session.add(ChainHead(person_id=person.id, seq=count, hash=previous))
    db.session.add(PersonYear(person_id=person.id, year=2025, jp=count, entries=count))
    db.session.flush()


def make_entry(person_id: int, seq: int, previous: str) -> HistoryEntry:
    """Return an entry of training earned elsewhere that follows another."""
    day = date(2025, 2, 3)
    entry = HistoryEntry(
        person_id=person_id,
        seq=seq,
        kind="external",
        identity=f"seminar {seq}",
        title=f"Seminar {seq}",
        organiser="ANRI",
        activity_type="9",
        jp=1,
        competency_kind="Teknis",
        certificate_number="",
        started_on=day,
        completed_on=day,
        year=2025,
        recorded_at=NOW,
        previous_hash=previous,
        salt="",
        frozen="",
        personal="",
        certified="",
        reason="",
        completion_id=None,
    )
    entry.hash = entry_hash(entry)
    return entry


def carry_through(at: datetime = NOW) -> tuple[int, int]:
    """Do what the worker does until nothing is due; return how many lines and checkpoints it made."""
    lines = 0
    while made := number_due(at):
        lines += made
    return lines, checkpoint_due(at)
