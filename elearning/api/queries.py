"""What tokens read; every statement that names people is bound to the token's subtree."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased, join

from elearning.accounts.merged import (
    NIP_NOW,
    SIASN_PERSON,
    Remaining,
    accounts_of,
    named,
    remaining_of,
)
from elearning.accounts.models import Person, Unit
from elearning.accounts.names import full_name
from elearning.accounts.policy import below
from elearning.api.policy import readable
from elearning.certificates.models import Certificate
from elearning.core.db import db
from elearning.courses.models import Course, CourseRevision
from elearning.records.models import Completion, HistoryEntry, LedgerHead, LedgerLine, PersonYear

AnySelect = Select[*tuple[Any, ...]]

#: Lines of the log that one request looks at, however few of them its token may read.
LOOKED_AT = 5_000


class Completed(NamedTuple):
    """A course as it was completed, frozen with who and what its learner was."""

    course_code: str
    course_version: int
    cycle: int
    version: int
    score: Decimal | None
    predicate: str
    full_name: str
    nip: str
    status: str
    rank: str
    position: str
    position_kind: str
    unit: str
    department: str
    agency: str
    valid_until: date | None


class Proven(NamedTuple):
    """The certificate of a completion."""

    code: str
    number: str
    status: str
    verify_url: str


class Entry(NamedTuple):
    """A line of a development history."""

    id: int
    person_id: int
    kind: str
    nip: str
    siasn_person_id: str
    title: str
    organiser: str
    activity_type: str
    competency_kind: str
    certificate_number: str
    started_on: date
    completed_on: date
    year: int
    jp: int
    recorded_at: datetime
    #: Keys of the line that it takes back, of the one in whose place it stands, of the one by
    #: which it was taken back.
    reverses: int | None
    reason: str
    replaces: int | None
    reversed_by: int | None
    completion: Completed | None
    certificate: Proven | None


class Page(NamedTuple):
    """Some items, where to go on, and whether there is more already."""

    items: Sequence[Any]
    next: int
    has_more: bool


class Holder(NamedTuple):
    """A person whose history is read."""

    id: int
    nip: str
    front_title: str
    name: str
    back_title: str
    unit: str

    @property
    def full_name(self) -> str:
        """The name with its titles."""
        return full_name(self.front_title, self.name, self.back_title)


class CourseLine(NamedTuple):
    """A course that can be joined."""

    id: int
    slug: str
    code: str
    title: str
    summary: str
    category: str
    level: str
    jp: int
    minutes: int
    version: int
    published_at: datetime


class Issued(NamedTuple):
    """A certificate with what it proves."""

    person_id: int
    code: str
    number: str
    status: str
    status_at: datetime | None
    reason: str
    issued_on: date
    verify_url: str
    replaced_by: str | None
    completion: int
    full_name: str
    nip: str
    title: str
    organiser: str
    started_on: date
    completed_on: date
    jp: int
    score: Decimal | None
    valid_until: date | None


_taken, _old, _back = (aliased(HistoryEntry) for _each in range(3))
_replacement = aliased(Certificate)

_ENTRY = (
    *(HistoryEntry.id, HistoryEntry.person_id, HistoryEntry.kind, NIP_NOW),
    func.coalesce(SIASN_PERSON, ""),
    *(HistoryEntry.title, HistoryEntry.organiser, HistoryEntry.activity_type),
    *(HistoryEntry.competency_kind, HistoryEntry.certificate_number, HistoryEntry.started_on),
    *(HistoryEntry.completed_on, HistoryEntry.year, HistoryEntry.jp, HistoryEntry.recorded_at),
    *(_taken.id, HistoryEntry.reason, _old.id, _back.id),
)
_COMPLETED = (
    *(Completion.course_code, Completion.course_version, Completion.cycle, Completion.version),
    *(Completion.score, Completion.predicate, Completion.full_name, Completion.nip),
    *(Completion.status, Completion.rank, Completion.position, Completion.position_kind),
    *(Completion.unit, Completion.department, Completion.agency, Completion.valid_until),
)
_PROVEN = (Certificate.code, Certificate.number, Certificate.status, Certificate.verify_url)


def _entries(source: Any = HistoryEntry) -> AnySelect:
    """Return the select of entries, each with the completion that it records or takes back.

    `source` comes first: PostgreSQL orders no more than eight tables of a join by itself.
    """
    own = HistoryEntry.person_id
    completion = func.coalesce(HistoryEntry.completion_id, _taken.completion_id)
    columns = (*_ENTRY, Completion.id, *_COMPLETED, Certificate.id, *_PROVEN)
    return (
        select(*columns)
        .select_from(source)
        .join(Person, Person.id == own)
        .outerjoin(Remaining, Remaining.id == Person.merged_into_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .outerjoin(_taken, (_taken.person_id == own) & (_taken.seq == HistoryEntry.reverses))
        .outerjoin(_old, (_old.person_id == own) & (_old.seq == HistoryEntry.replaces))
        .outerjoin(_back, (_back.person_id == own) & (_back.reverses == HistoryEntry.seq))
        .outerjoin(Completion, Completion.id == completion)
        .outerjoin(Certificate, Certificate.completion_id == Completion.id)
    )


_ENTRIES = _entries()
_FEED = _entries(
    join(LedgerLine, HistoryEntry, HistoryEntry.id == LedgerLine.entry_id)
).add_columns(LedgerLine.number.label("line"))


def _entry(row: Any) -> Entry:
    """Return a row as an entry with its completion and certificate."""
    own, rest = row[: len(_ENTRY)], row[len(_ENTRY) :]
    completed, proven = rest[: len(_COMPLETED) + 1], rest[len(_COMPLETED) + 1 :]
    frozen = Completed._make(completed[1:]) if completed[0] is not None else None
    proof = Proven._make(proven[1 : len(_PROVEN) + 1]) if proven[0] is not None else None
    return Entry._make([*own, frozen, proof])


def log_size() -> int:
    """Return how many entries are numbered."""
    return db.session.scalar(select(LedgerHead.size)) or 0


def feed(path: str, first: int, limit: int, looked_at: int = LOOKED_AT) -> Page:
    """Return entries in the order of the log from a number on.

    Numbers are given after the commit, under one lock, without gaps: what stands below the log's
    size stays, and nothing is added there. So its size is read first.
    """
    size = log_size()
    end = min(first + looked_at, size)
    found = _FEED.where(LedgerLine.number >= first, LedgerLine.number < end, readable(path))
    rows = db.session.execute(found.order_by(LedgerLine.number).limit(limit)).all()
    after = rows[-1].line + 1 if len(rows) == limit else max(end, first)
    return Page([_entry(row) for row in rows], after, after < size)


def entry_at(path: str, entry_id: int) -> Entry | None:
    """Return an entry by its key."""
    row = db.session.execute(_ENTRIES.where(HistoryEntry.id == entry_id, readable(path))).first()
    return _entry(row) if row else None


def holder_of(path: str, nip: str) -> Holder | None:
    """Return who has a NIP, or had it in a former account, and is in a subtree now."""
    columns = (Person.id, Person.nip, Person.front_title, Person.name, Person.back_title, Unit.name)
    found = select(*columns).join(Unit, Unit.id == Person.unit_id)
    own = Person.id == remaining_of(named.nip == nip)
    row = db.session.execute(found.where(own, below(Unit.path, path))).first()
    return Holder._make(row) if row else None


def history_of(holder: Holder) -> list[Entry]:
    """Return the whole history of somebody whom `holder_of` has found, the oldest entry first."""
    own = HistoryEntry.person_id.in_(accounts_of(holder.id))
    found = _ENTRIES.where(own).order_by(HistoryEntry.id)
    return [_entry(row) for row in db.session.execute(found)]


def jp_of(holder: Holder) -> list[tuple[int, int]]:
    """Return somebody's years with their JP, the oldest first."""
    found = select(PersonYear.year, PersonYear.jp).where(PersonYear.person_id == holder.id)
    return [(year, jp) for year, jp in db.session.execute(found.order_by(PersonYear.year))]


def courses(after: int, limit: int) -> Page:
    """Return the courses of the catalogue, the first made first; they belong to everybody."""
    columns = (Course.id, Course.slug, Course.code, Course.title, Course.summary, Course.category)
    more = (Course.level, Course.jp, Course.minutes, CourseRevision.number)
    found: AnySelect = select(*columns, *more, CourseRevision.published_at)
    rows = db.session.execute(
        found.join(CourseRevision, CourseRevision.id == Course.revision_id)
        .where(Course.id > after, Course.withdrawn_at.is_(None))
        .order_by(Course.id)
        .limit(limit + 1)
    ).all()
    shown = [CourseLine(*row) for row in rows[:limit]]
    return Page(shown, shown[-1].id if shown else after, len(rows) > limit)


def certificate_at(path: str, code: str) -> Issued | None:
    """Return a certificate by the code of its QR."""
    row = db.session.execute(
        select(
            *(Completion.person_id, Certificate.code, Certificate.number, Certificate.status),
            *(Certificate.status_at, Certificate.status_reason, Certificate.issued_on),
            *(Certificate.verify_url, _replacement.code, HistoryEntry.id, Completion.full_name),
            *(Completion.nip, Completion.course_title, Completion.organiser),
            *(Completion.started_on, Completion.completed_on, Completion.jp, Completion.score),
            Completion.valid_until,
        )
        .join(Completion, Completion.id == Certificate.completion_id)
        .join(HistoryEntry, HistoryEntry.completion_id == Completion.id)
        .join(Person, Person.id == Completion.person_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .outerjoin(_replacement, _replacement.id == Certificate.replaced_by_id)
        .where(Certificate.code == code, readable(path))
    ).first()
    return Issued._make(row) if row else None
