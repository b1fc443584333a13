"""Adding to the history: the chain head is locked first, then counters, then totals."""

from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, Table, select

from elearning.accounts.merged import remaining
from elearning.accounts.models import Person
from elearning.core.db import db, insert_into, insert_new, is_postgresql
from elearning.records.chains import GENESIS, entry_hash
from elearning.records.models import ChainHead, Completion, HistoryEntry, PersonYear
from elearning.records.rollup_models import UnitCourseYear, UnitMonth
from elearning.records.seals import sealed


class Training(NamedTuple):
    """What a history entry says of one training."""

    kind: str
    identity: str
    title: str
    organiser: str
    activity_type: str
    competency_kind: str
    certificate_number: str
    started_on: date
    completed_on: date
    jp: int
    completion_id: int | None = None
    salt: str = ""
    frozen: str = ""
    personal: str = ""
    certified: str = ""
    reverses: int | None = None
    reason: str = ""
    replaces: int | None = None

    @property
    def counts(self) -> int:
        """How many trainings it adds to a year; a reversal takes one away."""
        return 1 if self.reverses is None else -1


def lock_chain(person_id: int) -> ChainHead:
    """Return a person's chain head, locked: the first lock of whatever adds an entry.

    The person is locked even before, because their JP count where they are: whoever waits for a
    roster that moves them holds no counter meanwhile.
    """
    if is_postgresql():
        own = select(Person.id).where(Person.id == person_id)
        db.session.execute(own.with_for_update(key_share=True))
    insert_new(ChainHead, {"person_id": person_id, "seq": 0, "hash": GENESIS}, ["person_id"])
    return db.session.scalars(
        select(ChainHead).where(ChainHead.person_id == person_id).with_for_update()
    ).one()


def lock_chains(account_ids: Select[int]) -> None:
    """Lock the chains of several accounts, in the order that whoever locks several keeps."""
    for account_id in db.session.scalars(account_ids.order_by("id")).all():
        lock_chain(account_id)


def append_entry(head: ChainHead, training: Training, at: datetime) -> HistoryEntry:
    """Add a training to the end of a locked chain and to the year of the account that remains."""
    entry = HistoryEntry(
        person_id=head.person_id,
        seq=head.seq + 1,
        year=training.completed_on.year,
        recorded_at=at.astimezone(UTC),
        previous_hash=head.hash,
        **training._asdict(),
    )
    entry.hash = entry_hash(entry)
    head.seq, head.hash = entry.seq, entry.hash
    db.session.add(entry)
    db.session.flush()  # totals only count what the constraints have let in
    keys = {"person_id": remaining(head.person_id), "year": entry.year}
    add_to(PersonYear, keys, jp=entry.jp, entries=training.counts)
    return entry


def entry_of(completion: Completion, certificate_number: str, certified: str) -> Training:
    """Return what the history says of a completion, and seals of it and its certificate."""
    version = f":{completion.version}" if completion.version > 1 else ""
    return Training(
        kind="course",
        identity=f"course:{completion.course_id}:{completion.cycle}{version}",
        title=completion.course_title,
        organiser=completion.organiser,
        activity_type=completion.activity_type,
        competency_kind=completion.competency_kind,
        certificate_number=certificate_number,
        started_on=completion.started_on,
        completed_on=completion.completed_on,
        jp=completion.jp,
        completion_id=completion.id,
        **sealed(completion, certified)._asdict(),
    )


def count_completion(completion: Completion, times: int = 1) -> None:
    """Add a completion to the totals of its leaf unit, or with -1 take it away again."""
    day = completion.completed_on
    keys = {
        "unit_path": completion.unit_path,
        "year": day.year,
        "month": day.month,
        "competency_kind": completion.competency_kind,
    }
    add_to(UnitMonth, keys, completions=times, jp=completion.jp * times)
    keys = {"unit_id": leaf_of(completion.unit_path), "year": day.year}
    add_to(UnitCourseYear, keys | {"course_id": completion.course_id}, completions=times)


def leaf_of(path: str) -> int:
    """Return the key of the unit at a path: the path's last one."""
    return int(path.rstrip("/").rpartition("/")[2])


def add_to(model: type[Any], keys: dict[str, Any], **amounts: int) -> None:
    """Add amounts to a row of totals, which is made when it is not there yet."""
    table: Table = model.__table__
    statement = insert_into(table).values(**keys, **amounts)
    grown = {name: table.c[name] + statement.excluded[name] for name in amounts}
    db.session.execute(statement.on_conflict_do_update(index_elements=list(keys), set_=grown))


def upsert_returning(model: type[Any], keys: dict[str, Any], counter: str) -> int:
    """Raise a counter by one, made when it is not there yet, and return it; the row stays locked."""
    table: Table = model.__table__
    statement = insert_into(table).values(**keys, **{counter: 1})
    raised = statement.on_conflict_do_update(
        index_elements=list(keys), set_={counter: table.c[counter] + 1}
    ).returning(table.c[counter])
    return int(db.session.execute(raised).scalar_one())
