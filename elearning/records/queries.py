"""Reading histories: what a person's history holds, and every chain from its first entry."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from elearning.accounts.merged import accounts_of, whose
from elearning.accounts.models import Employment, Person
from elearning.core.audit import AuditEntry
from elearning.core.db import db
from elearning.records.chains import CORRECTING, COVERED, SEALS
from elearning.records.models import ChainHead, Completion, HistoryEntry, PersonYear
from elearning.records.seals import BESIDE, FROZEN, PERSONAL

#: Values in one `in (…)`.
SOME = 500
#: Rows fetched at once when a whole table is walked.
FETCHED = 1_000


_reversal = aliased(HistoryEntry)
_named, _account = aliased(Person), aliased(Person)


class Known(NamedTuple):
    """What a history holds: identities, and numbers of this platform's own certificates."""

    identities: set[str]
    numbers: set[str]

    def holds(self, identity: str, number: str) -> bool:
        """Whether a training is in the history; our own certificates return in exports."""
        return identity in self.identities or number in self.numbers


def known_trainings(person_ids: Sequence[int]) -> dict[int, Known]:
    """Return what the histories of some people hold, under all their accounts.

    Each person is named by any account; nothing for who has none.
    """
    known: dict[int, Known] = defaultdict(lambda: Known(set(), set()))
    columns = (HistoryEntry.identity, HistoryEntry.certificate_number, HistoryEntry.kind)
    for some in _portions(person_ids):
        held = (
            select(_named.id, *columns)
            .join(
                _account,
                or_(_account.id == whose(_named), _account.merged_into_id == whose(_named)),
            )
            .join(HistoryEntry, HistoryEntry.person_id == _account.id)
            .where(_named.id.in_(some))
        )
        for person_id, identity, number, kind in db.session.execute(held):
            known[person_id].identities.add(identity)
            if kind == "course" and number:
                known[person_id].numbers.add(number)
    return known


def standing_as(person_id: int, identity: str) -> HistoryEntry | None:
    """Return the entry that counts among those recorded or corrected as some training."""
    named = or_(HistoryEntry.identity == identity, HistoryEntry.identity.like(f"{identity}:%"))
    taken_back = exists().where(
        _reversal.person_id == HistoryEntry.person_id, _reversal.reverses == HistoryEntry.seq
    )
    own = HistoryEntry.person_id.in_(accounts_of(person_id))
    found = select(HistoryEntry).where(own, named, ~taken_back)
    return db.session.scalars(found.limit(1)).first()


def people_by_nip(nips: Collection[str]) -> dict[str, int]:
    """Return the people who hold some NIPs, now, in an earlier period or in a former account."""
    found: dict[str, int] = {}
    for some in _portions(sorted(nips)):
        earlier = select(Employment.nip, whose()).join(Person, Person.id == Employment.person_id)
        earlier = earlier.where(Employment.nip.in_(some))
        found |= dict(db.session.execute(earlier).all())
        now = select(Person.nip, whose()).where(Person.nip.in_(some))
        found |= {nip: key for nip, key in db.session.execute(now) if nip is not None}
    return found


def _portions(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Yield values some hundreds at a time."""
    for first in range(0, len(values), SOME):
        yield values[first : first + SOME]


# Every chain

_ENTRY = [getattr(HistoryEntry, name) for name in (*COVERED, *SEALS, *CORRECTING, "salt", "hash")]
_SEALED = [getattr(Completion, name).label(f"{BESIDE}{name}") for name in (*FROZEN, *PERSONAL)]
_FROZEN = (
    *("title", "organiser", "activity_type", "competency_kind", "started_on", "completed_on"),
    *("year", "jp", "person_id"),
)
_COMPLETION_COLUMNS = {
    name: Completion.course_title if name == "title" else getattr(Completion, name)
    for name in _FROZEN
}
_DIFFERS = or_(
    *(getattr(HistoryEntry, name) != column for name, column in _COMPLETION_COLUMNS.items())
)
_CHAINS = (
    select(
        *_ENTRY,
        *_SEALED,
        ChainHead.seq.label("head_seq"),
        ChainHead.hash.label("head_hash"),
        func.coalesce(_DIFFERS, HistoryEntry.completion_id.is_not(None)).label("differs"),
    )
    .outerjoin(ChainHead, ChainHead.person_id == HistoryEntry.person_id)
    .outerjoin(Completion, Completion.id == HistoryEntry.completion_id)
    .order_by(HistoryEntry.person_id, HistoryEntry.seq)
)
_LOST_HEAD = select(ChainHead.person_id, ChainHead.seq).where(
    ChainHead.seq > 0,
    ~exists().where(
        HistoryEntry.person_id == ChainHead.person_id, HistoryEntry.seq == ChainHead.seq
    ),
)
_LOST_COMPLETION = select(Completion.person_id, Completion.id).where(
    ~exists().where(HistoryEntry.completion_id == Completion.id)
)
_DEEDS = select(
    AuditEntry.id,
    AuditEntry.at,
    AuditEntry.actor_id,
    AuditEntry.action,
    AuditEntry.subject,
    AuditEntry.details,
    AuditEntry.previous_hash,
    AuditEntry.hash,
).order_by(AuditEntry.id)
_SUMS = (
    func.sum(HistoryEntry.jp).label("jp"),
    func.sum(case((HistoryEntry.kind == "reversal", -1), else_=1)).label("entries"),
)
#: By the account that remains of each person.
_EARNED = (
    select(whose().label("person_id"), HistoryEntry.year, *_SUMS)
    .join(Person, Person.id == HistoryEntry.person_id)
    .group_by(whose(), HistoryEntry.year)
    .subquery()
)
_WRONG_TOTAL = (
    select(PersonYear.person_id, PersonYear.year)
    .outerjoin(
        _EARNED,
        and_(
            _EARNED.c.person_id == PersonYear.person_id,
            _EARNED.c.year == PersonYear.year,
            _EARNED.c.jp == PersonYear.jp,
            _EARNED.c.entries == PersonYear.entries,
        ),
    )
    .where(_EARNED.c.person_id.is_(None))
)
_LOST_TOTAL = select(_EARNED.c.person_id, _EARNED.c.year).where(
    ~exists().where(PersonYear.person_id == _EARNED.c.person_id, PersonYear.year == _EARNED.c.year)
)


_reversed = aliased(HistoryEntry)
_TAKEN_BACK = ("title", "organiser", "certificate_number", "started_on", "completed_on", "year")
#: A reversal takes back exactly what one earlier entry, no reversal itself, has given.
_WRONG_REVERSAL = (
    select(HistoryEntry.person_id, HistoryEntry.seq)
    .outerjoin(
        _reversed,
        and_(
            _reversed.person_id == HistoryEntry.person_id,
            _reversed.seq == HistoryEntry.reverses,
            _reversed.seq < HistoryEntry.seq,
            _reversed.kind != "reversal",
            _reversed.jp == -HistoryEntry.jp,
            *(getattr(_reversed, name) == getattr(HistoryEntry, name) for name in _TAKEN_BACK),
        ),
    )
    .where(
        or_(HistoryEntry.kind == "reversal", HistoryEntry.reverses.is_not(None)),
        or_(HistoryEntry.kind != "reversal", _reversed.id.is_(None)),
    )
)
#: A completion counts until its entry is reversed.
_MISCOUNTED = (
    select(HistoryEntry.person_id, HistoryEntry.seq)
    .join(Completion, Completion.id == HistoryEntry.completion_id)
    .outerjoin(
        _reversal,
        and_(
            _reversal.person_id == HistoryEntry.person_id,
            _reversal.reverses == HistoryEntry.seq,
        ),
    )
    .where(Completion.reversed_at.is_(None) != _reversal.id.is_(None))
)


def count_entries() -> int:
    """Return how many entries all histories have; for a progress bar."""
    return db.session.scalar(select(func.count()).select_from(HistoryEntry)) or 0


def every_entry() -> Iterator[Any]:
    """Return every entry beside its chain's head, by person and number, in constant memory.

    `differs` says whether the entry states something else than the completion it records.
    """
    return walk(_CHAINS)


def first_lost_end() -> tuple[int, int] | None:
    """Return the person and number of a head whose entry is gone."""
    return _first(_LOST_HEAD.order_by(ChainHead.person_id))


def first_lost_completion() -> tuple[int, int] | None:
    """Return the person and key of a completion that no history records."""
    return _first(_LOST_COMPLETION.order_by(Completion.id))


def first_wrong_reversal() -> tuple[int, int] | None:
    """Return the person and number of a reversal that does not take back what it names."""
    return _first(_WRONG_REVERSAL.order_by(HistoryEntry.person_id, HistoryEntry.seq))


def first_miscounted() -> tuple[int, int] | None:
    """Return the person and number of a completion that counts though reversed, or the other way."""
    return _first(_MISCOUNTED.order_by(HistoryEntry.person_id, HistoryEntry.seq))


def first_wrong_total() -> tuple[int, int] | None:
    """Return the person and year whose JP are not the sum of the entries."""
    return _first(_WRONG_TOTAL.order_by(PersonYear.person_id)) or _first(_LOST_TOTAL)


def wrong_totals() -> list[tuple[int, int]]:
    """Return every person and year whose JP are not the sum of the entries."""
    rows = [*db.session.execute(_WRONG_TOTAL), *db.session.execute(_LOST_TOTAL)]
    return [(person_id, year) for person_id, year in rows]


def earned_by_year(person_id: int) -> dict[int, tuple[int, int]]:
    """Return the JP and the number of entries that a person's history has for each year."""
    own = HistoryEntry.person_id.in_(accounts_of(person_id))
    found = select(HistoryEntry.year, *_SUMS).where(own).group_by(HistoryEntry.year)
    return {year: (jp, entries) for year, jp, entries in db.session.execute(found)}


def every_deed() -> Iterator[Any]:
    """Return the audit log from its first deed, in constant memory."""
    return walk(_DEEDS)


def walk(statement: Select[*tuple[Any, ...]]) -> Iterator[Any]:
    """Yield rows some at a time; the cursor is closed however the reading ends."""
    with db.session.execute(statement, execution_options={"yield_per": FETCHED}) as rows:
        yield from rows


def _first(statement: Select[int, int]) -> tuple[int, int] | None:
    """Return the first row, as a pair."""
    row = db.session.execute(statement.limit(1)).first()
    return (row[0], row[1]) if row else None
