"""Reading what sheets are compared with, within some subtrees, and sheets that were uploaded."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, or_, select

from elearning.accounts.merged import NIP_NOW, Remaining, named, whose
from elearning.accounts.models import Person, Unit
from elearning.certificates.models import Certificate
from elearning.core.db import db
from elearning.records.models import Completion, HistoryEntry
from elearning.records.policy import concerning, within
from elearning.siasn.models import SiasnRecord, SiasnSheet, SiasnSheetRow
from elearning.siasn.standings import NOTE, SIASN_ID, STATE, beside

AnySelect = Select[*tuple[Any, ...]]

#: Values in one `in (…)`.
SOME = 500
#: Rows of a sheet on a page.
PAGE = 50


class Held(NamedTuple):
    """A completion as a sheet is compared with it."""

    completion_id: int
    #: The version and what makes it the same completion.
    same: tuple[int, int, int]
    nip: str
    nip_now: str
    full_name: str
    number: str
    title: str
    started_on: date
    completed_on: date
    jp: int
    state: str
    siasn_id: str
    note: str


class Owner(NamedTuple):
    """A person whose id at SIASN a sheet gives."""

    person_id: int
    nip: str
    name: str
    siasn_id: str


def portions(values: Collection[Any]) -> Iterator[Sequence[Any]]:
    """Yield values some hundreds at a time, in order."""
    ordered = sorted(values)
    for first in range(0, len(ordered), SOME):
        yield ordered[first : first + SOME]


_HELD: AnySelect = beside(
    select(
        Completion.id,
        Completion.person_id,
        Completion.course_id,
        Completion.cycle,
        Completion.nip,
        NIP_NOW,
        Completion.full_name,
        Certificate.number,
        Completion.course_title,
        Completion.started_on,
        Completion.completed_on,
        Completion.jp,
        STATE,
        SIASN_ID,
        NOTE,
    )
    .select_from(Completion)
    .join(Certificate, Certificate.completion_id == Completion.id)
    .join(Person, Person.id == Completion.person_id)
    .outerjoin(Remaining, Remaining.id == Person.merged_into_id)
    .outerjoin(Unit, Unit.id == Person.unit_id)
)


def _held(found: AnySelect) -> Iterator[Held]:
    """Yield completions of a select."""
    for row in db.session.execute(found):
        yield Held(row[0], (row[1], row[2], row[3]), *row[4:])


def held_by_number(numbers: Collection[str], paths: Sequence[str]) -> dict[str, Held]:
    """Return the completions whose certificates have some numbers and that concern subtrees."""
    found: dict[str, Held] = {}
    for some in portions(numbers):
        chosen = _HELD.where(concerning(paths), Certificate.number.in_(some))
        found |= {held.number: held for held in _held(chosen)}
    return found


def held_in(year: int, paths: Sequence[str], most: int) -> list[Held]:
    """Return the completions of a year that count and concern subtrees; one too many at most."""
    chosen = (
        _HELD.where(Completion.year == year, concerning(paths), Completion.reversed_at.is_(None))
        .order_by(Completion.id)
        .limit(most + 1)
    )
    return list(_held(chosen))


def holders_of_ids(ids: Collection[str]) -> dict[str, tuple[int, int, int]]:
    """Return which completion each id of SIASN is known for, anywhere."""
    found: dict[str, tuple[int, int, int]] = {}
    columns = (SiasnRecord.siasn_id, Completion.person_id, Completion.course_id, Completion.cycle)
    for some in portions(ids):
        chosen = select(*columns).join(Completion, Completion.id == SiasnRecord.completion_id)
        rows = db.session.execute(chosen.where(SiasnRecord.siasn_id.in_(some)))
        found |= {row[0]: (row[1], row[2], row[3]) for row in rows}
    return found


def owners_by_nip(nips: Collection[str], paths: Sequence[str]) -> dict[str, Owner]:
    """Return the people of some subtrees who hold some NIPs now, or held them in a former account."""
    found: dict[str, Owner] = {}
    columns: AnySelect = select(named.nip, Person.id, Person.nip, Person.name, Person.siasn_id)
    owners = columns.join(Person, Person.id == whose(named)).join(Unit, Unit.id == Person.unit_id)
    for some in portions(nips):
        chosen = owners.where(named.nip.in_(some), within(Unit.path, paths))
        found |= {row[0]: Owner(*row[1:]) for row in db.session.execute(chosen)}
    return found


def owners_of_ids(ids: Collection[str]) -> dict[str, int]:
    """Return who has some ids of SIASN already, anywhere."""
    found: dict[str, int] = {}
    for some in portions(ids):
        rows = select(Person.siasn_id, whose()).where(Person.siasn_id.in_(some))
        found |= dict(db.session.execute(rows).all())
    return found


def recorded_elsewhere(people: Collection[int]) -> set[tuple[int, str]]:
    """Return person and number of the training elsewhere in the histories of some people."""
    found: set[tuple[int, str]] = set()
    for some in portions(people):
        rows = (
            select(whose(), HistoryEntry.certificate_number)
            .join(Person, Person.id == HistoryEntry.person_id)
            .where(or_(Person.id.in_(some), Person.merged_into_id.in_(some)))
            .where(HistoryEntry.kind == "external")
        )
        found |= {(key, number) for key, number in db.session.execute(rows)}
    return found


# Uploaded sheets


def sheet_at(key: int) -> SiasnSheet | None:
    """Return an uploaded sheet."""
    return db.session.get(SiasnSheet, key)


def rows_of(sheet_id: int, verdict: str, after: int, most: int) -> list[SiasnSheetRow]:
    """Return the next rows of a sheet with one verdict, in the order of the file."""
    of_verdict = (SiasnSheetRow.sheet_id == sheet_id, SiasnSheetRow.verdict == verdict)
    found = select(SiasnSheetRow).where(*of_verdict, SiasnSheetRow.number > after)
    return list(db.session.scalars(found.order_by(SiasnSheetRow.number).limit(most)))


def states_of(keys: Collection[int]) -> dict[int, str]:
    """Return where some completions stand now."""
    found: dict[int, str] = {}
    for some in portions(keys):
        chosen = beside(select(Completion.id, STATE).select_from(Completion))
        rows = db.session.execute(chosen.where(Completion.id.in_(some)))
        found |= dict(rows.all())
    return found
