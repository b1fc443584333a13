"""Reading records by their state at SIASN, within some subtrees."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, func, select, union, union_all
from sqlalchemy.orm import aliased

from elearning.accounts.former_paths import widened
from elearning.accounts.merged import SIASN_PERSON, Remaining
from elearning.accounts.models import Person, Unit
from elearning.accounts.searching import found_by
from elearning.certificates.models import Certificate
from elearning.core.db import db
from elearning.records.models import Completion
from elearning.records.policy import concerning, within
from elearning.siasn.models import SiasnRecord, SiasnStep
from elearning.siasn.standings import (
    CONCERNS_SIASN,
    IS_TO_DELETE,
    NOTE,
    SIASN_ID,
    STATE,
    beside,
)
from elearning.siasn.states import ASKING, FAILED, REJECTED, TO_RESEND

AnySelect = Select[*tuple[Any, ...]]

PAGE = 50
#: A desk counts no further.
MOST_WAITING = 100
#: Records of a choice that are counted by state; of more, counting would take seconds a view.
MOST_COUNTED = 10_000

_older = aliased(Completion)


class Wanted(NamedTuple):
    """Which records a list shows; an empty state means those that ask for something."""

    paths: tuple[str, ...]
    year: int | None
    state: str = ""
    words: str = ""


class Line(NamedTuple):
    """A record beside what is known of it at SIASN."""

    id: int
    nip: str
    full_name: str
    title: str
    number: str
    completed_on: date
    started_on: date
    jp: int
    unit: str
    state: str
    siasn_id: str
    note: str
    sent_at: datetime | None
    person_siasn_id: str
    reversed_at: datetime | None


class Step(NamedTuple):
    """A state that a record was given."""

    state: str
    siasn_id: str
    note: str
    how: str
    at: datetime
    actor: str | None


_LINES: AnySelect = beside(
    select(
        Completion.id,
        Completion.nip,
        Completion.full_name,
        Completion.course_title,
        func.coalesce(Certificate.number, ""),
        Completion.completed_on,
        Completion.started_on,
        Completion.jp,
        Completion.unit,
        STATE,
        SIASN_ID,
        NOTE,
        SiasnRecord.sent_at,
        func.coalesce(SIASN_PERSON, ""),
        Completion.reversed_at,
    )
    .select_from(Completion)
    .join(Person, Person.id == Completion.person_id)
    .outerjoin(Remaining, Remaining.id == Person.merged_into_id)
    .outerjoin(Unit, Unit.id == Person.unit_id)
    .outerjoin(Certificate, Certificate.completion_id == Completion.id)
)
_STATES: AnySelect = beside(
    select(STATE.label("state"))
    .select_from(Completion)
    .join(Person, Person.id == Completion.person_id)
    .outerjoin(Unit, Unit.id == Person.unit_id)
)


def lines(wanted: Wanted, before: int = 0) -> list[Line]:
    """Return a page of records, the newest first, and one more when there are more."""
    states, place = [wanted.state] if wanted.state else ASKING, Completion.id
    found = _LINES.where(*_conditions(wanted), found_by(wanted.words), STATE.in_(states))
    if set(states) <= set(ASKING):
        few = union_all(_troubled(), _to_delete(), _to_resend())
        found, place = found.where(Completion.id.in_(few)), unwalked(Completion.id)
    if before:
        found = found.where(Completion.id < before)
    rows = db.session.execute(found.order_by(place.desc()).limit(PAGE + 1))
    return [Line(*row) for row in rows]


def counts(wanted: Wanted) -> dict[str, int] | None:
    """Return how many records of a year are in each state; None when they are too many to count."""
    few = _reached(wanted)
    if (db.session.scalar(select(func.count()).select_from(few.subquery())) or 0) > MOST_COUNTED:
        return None
    conditions = (CONCERNS_SIASN, Person.erased_at.is_(None), Completion.id.in_(few))
    seen = _STATES.where(*conditions).subquery()
    found = select(seen.c.state, func.count()).group_by(seen.c.state)
    return dict(db.session.execute(found).all())


def _reached(wanted: Wanted) -> Any:
    """Return the select of the records of some subtrees, some more than are counted at most.

    By the unit then and by the person's unit now: each side has an index, both at once have none.
    """
    of_year = (Completion.year == wanted.year,) if wanted.year is not None else ()
    then = select(Completion.id).where(
        *of_year, within(Completion.unit_path, widened(wanted.paths))
    )
    now = (
        select(Completion.id)
        .join(Person, Person.id == Completion.person_id)
        .join(Unit, Unit.id == Person.unit_id)
        .where(*of_year, within(Unit.path, wanted.paths))
    )
    sides = (each.limit(MOST_COUNTED + 1).subquery() for each in (then, now))
    return union(*(select(side.c.id) for side in sides))


def _conditions(wanted: Wanted) -> list[Any]:
    """Return the conditions of reach and year."""
    conditions = [concerning(wanted.paths), CONCERNS_SIASN, Person.erased_at.is_(None)]
    if wanted.year is not None:
        conditions.append(unwalked(Completion.year) == wanted.year)
    return conditions


def unwalked(column: Any) -> Any:
    """Return a number by which no index is walked, where few rows are found in another way.

    SQLite would walk a million records for them (measured: 4 s).
    """
    return column + 0


def line_at(completion_id: int, paths: Sequence[str]) -> Line | None:
    """Return a record that concerns some subtrees, by its completion."""
    reached = (concerning(paths), Person.erased_at.is_(None))
    row = db.session.execute(_LINES.where(Completion.id == completion_id, *reached)).first()
    return Line(*row) if row else None


def steps_of(completion_id: int) -> list[Step]:
    """Return the states that a record was given, the newest first."""
    columns = (SiasnStep.state, SiasnStep.siasn_id, SiasnStep.note, SiasnStep.how, SiasnStep.at)
    found = (
        select(*columns, Person.name)
        .outerjoin(Person, Person.id == SiasnStep.actor_id)
        .where(SiasnStep.completion_id == completion_id)
        .order_by(SiasnStep.id.desc())
    )
    return [Step(*row) for row in db.session.execute(found)]


def waiting_count(paths: Sequence[str], year: int | None = None) -> int:
    """Return how many records ask for something, as far as a desk counts."""
    found = (_troubled(), _to_delete(), _to_resend().distinct())
    return min(MOST_WAITING, sum(_capped(each, paths, year) for each in found))


def _capped(found: AnySelect, paths: Sequence[str], year: int | None) -> int:
    """Count the records of some subtrees, no further than a desk does."""
    if year is not None:
        found = found.where(unwalked(Completion.year) == year)
    reached = (
        found.join(Person, Person.id == Completion.person_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(concerning(paths))
        .limit(MOST_WAITING)
        .subquery()
    )
    return db.session.scalar(select(func.count()).select_from(reached)) or 0


def _troubled() -> AnySelect:
    """Return the select of what was rejected or failed; the state's index has it."""
    found = select(Completion.id).join(SiasnRecord, SiasnRecord.completion_id == Completion.id)
    return found.where(SiasnRecord.state.in_((REJECTED, FAILED)), Completion.reversed_at.is_(None))


def _to_delete() -> AnySelect:
    """Return the select of what SIASN must delete, from the few that were taken back."""
    found = select(Completion.id).join(SiasnRecord, SiasnRecord.completion_id == Completion.id)
    return found.where(IS_TO_DELETE)


def _to_resend() -> AnySelect:
    """Return the select of what was corrected after it was sent, from the few taken back.

    What was taken back twice stands in it twice.
    """
    same = and_(
        unwalked(_older.person_id) == Completion.person_id,
        unwalked(_older.course_id) == Completion.course_id,
        unwalked(_older.cycle) == Completion.cycle,
    )
    found: AnySelect = beside(select(Completion.id).select_from(_older).join(Completion, same))
    return found.where(
        _older.reversed_at.is_not(None), Completion.reversed_at.is_(None), STATE == TO_RESEND
    )
