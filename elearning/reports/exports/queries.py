"""Reading completions for an export, as one statement."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Engine, Select, case, func, select, tuple_, type_coerce
from sqlalchemy.types import NullType

from elearning.accounts.merged import SIASN_PERSON, Remaining
from elearning.accounts.models import Person, Unit
from elearning.certificates.models import Certificate
from elearning.core.db import db, writing
from elearning.core.prepared import Prepared
from elearning.courses.models import Course
from elearning.records.models import Completion
from elearning.reports.policy import concerning
from elearning.siasn import standings
from elearning.siasn.states import TO_DELETE

AnySelect = Select[*tuple[Any, ...]]

#: Rows fetched from the database at once.
FETCHED = 1_000


class Wanted(NamedTuple):
    """Which completions leave: those that concern some subtrees, narrowed; None means all."""

    paths: tuple[str, ...]
    year: int | None = None
    #: Months of the year, the first and the last.
    months: tuple[int, int] = (1, 12)
    course_id: int | None = None
    #: First and last day on which the courses were completed.
    since: date | None = None
    until: date | None = None
    #: Status ASN at completion, and the state at SIASN, a key of `siasn.states.WORDS`.
    status: str = ""
    siasn: str = ""


class Place(NamedTuple):
    """Where a reading in the order of units goes on."""

    unit_path: str
    id: int


def _stored(column: Any) -> Any:
    """Return a column as the database holds it: reading a day or score costs more than fetching."""
    return type_coerce(column, NullType())


#: What was corrected leaves once, as it holds now.
_NOTE = case(
    (standings.NOTE != "", standings.NOTE),
    (Completion.version > 1, "Data telah diperbaiki"),
    else_="",
)
#: The person's pnsOrangId of today, else that of then.
_PERSON_ID = func.coalesce(SIASN_PERSON, Completion.siasn_id)
#: In the order of `CompletionRow`.
_COMPLETIONS: AnySelect = standings.beside(
    select(
        Completion.nip,
        Completion.full_name,
        Completion.status,
        Completion.rank,
        Completion.position,
        Completion.position_kind,
        Completion.unit,
        Completion.department,
        Completion.agency,
        Completion.activity_type,
        Completion.course_title,
        Completion.competency_kind,
        Completion.organiser,
        func.coalesce(Certificate.number, ""),
        Completion.year,
        _stored(Completion.started_on),
        _stored(Completion.completed_on),
        Completion.jp,
        _stored(Completion.score),
        Completion.predicate,
        func.coalesce(Certificate.verify_url, ""),
        _PERSON_ID,
        standings.SIASN_ID,
        standings.STATE_WORDS,
        _NOTE,
    )
    .join(Person, Person.id == Completion.person_id)
    .outerjoin(Remaining, Remaining.id == Person.merged_into_id)
    .outerjoin(Unit, Unit.id == Person.unit_id)
    .outerjoin(Certificate, Certificate.completion_id == Completion.id)
    .order_by(Completion.year, Completion.unit_path, Completion.id)
)


def completions(wanted: Wanted) -> AnySelect:
    """Return the select of completions, by year and unit; no sort is needed: an index has it."""
    return _COMPLETIONS.where(*_conditions(wanted))


def _conditions(wanted: Wanted) -> tuple[Any, ...]:
    """Return the conditions of the filter; the subtrees always are the first.

    What was revoked or replaced leaves no more, unless SIASN must still delete it; what was erased
    never does, for it is nobody's.
    """
    counts = (
        standings.IS_TO_DELETE if wanted.siasn == TO_DELETE else Completion.reversed_at.is_(None)
    )
    known = Person.erased_at.is_(None)
    return (concerning(wanted.paths), counts, known, *_days(wanted), *_narrowing(wanted))


def _days(wanted: Wanted) -> Iterator[Any]:
    """Yield the conditions on the day of completion."""
    if wanted.year is not None:
        yield Completion.year == wanted.year
        first, last = wanted.months
        if (first, last) != (1, 12):
            yield Completion.completed_on >= date(wanted.year, first, 1)
            yield Completion.completed_on < date(wanted.year + last // 12, last % 12 + 1, 1)
    if wanted.since is not None:
        yield Completion.completed_on >= wanted.since
    if wanted.until is not None:
        yield Completion.completed_on <= wanted.until


def _narrowing(wanted: Wanted) -> Iterator[Any]:
    """Yield the conditions on what was completed, by whom, and where it stands at SIASN."""
    if wanted.course_id is not None:
        yield Completion.course_id == wanted.course_id
    if wanted.status:
        yield Completion.status == wanted.status
    if wanted.siasn:
        yield wanted.siasn == standings.STATE


def count(wanted: Wanted) -> int:
    """Return how many completions an export will have; for a progress bar."""
    found = completions(wanted).order_by(None).subquery()
    return db.session.scalar(select(func.count()).select_from(found)) or 0


def has_more_than(wanted: Wanted, most: int) -> bool:
    """Whether an export has more rows than some, without counting all."""
    return db.session.execute(completions(wanted).offset(most).limit(1)).first() is not None


def any_of(wanted: Wanted) -> bool:
    """Whether an export will have a row at all."""
    return db.session.execute(completions(wanted).limit(1)).first() is not None


def stream(engine: Engine, statement: AnySelect) -> Iterator[Sequence[Any]]:
    """Yield rows over a connection of its own, which is given back however the reading ends.

    It begins as a reading transaction, so that a slow reader never holds the write lock.
    """
    with writing(False):
        connection = engine.connect()
        connection.begin()
    try:
        driver = connection.connection.driver_connection
        yield from Prepared(statement, engine.dialect).stream(driver, FETCHED)
    finally:
        connection.close()


class Certified(NamedTuple):
    """A completion in the order of units, with its certificate; the row is a `CompletionRow`."""

    id: int
    unit_path: str
    certificate_id: int | None
    row: tuple[Any, ...]


def certified(wanted: Wanted, after: Place | None, most: int) -> list[Certified]:
    """Return the next completions in the order of units, with the key of a valid certificate."""
    valid = case((Certificate.status == "valid", Certificate.id), else_=None)
    found = completions(wanted).add_columns(Completion.id, Completion.unit_path, valid)
    if after is not None:
        found = found.where(tuple_(Completion.unit_path, Completion.id) > tuple_(*after))
    ordered = found.order_by(None).order_by(Completion.unit_path, Completion.id)
    rows = db.session.execute(ordered.limit(most))
    return [Certified(row[-3], row[-2], row[-1], tuple(row[:-3])) for row in rows]


def any_certificate(wanted: Wanted) -> bool:
    """Whether a completion of an export has a valid certificate."""
    found = completions(wanted).where(Certificate.status == "valid")
    return db.session.execute(found.limit(1)).first() is not None


def lacking_siasn_person(wanted: Wanted) -> int:
    """Return how many people of an export have no pnsOrangId."""
    people = _lacking(wanted).with_only_columns(Completion.person_id).distinct().subquery()
    return db.session.scalar(select(func.count()).select_from(people)) or 0


def lacking_names(wanted: Wanted, most: int) -> list[str]:
    """Return the names of some of them, by name."""
    names = _lacking(wanted).with_only_columns(Completion.full_name).distinct()
    return list(db.session.scalars(names.order_by(Completion.full_name).limit(most)))


def _lacking(wanted: Wanted) -> AnySelect:
    """Return the select of completions whose person has no pnsOrangId."""
    return completions(wanted).order_by(None).where(_PERSON_ID == "")


def courses_offered() -> list[tuple[int, str]]:
    """Return the courses that a filter offers, by title."""
    found = select(Course.id, Course.title).where(Course.revision_id.is_not(None))
    rows = db.session.execute(found.order_by(Course.title, Course.id))
    return [(key, title) for key, title in rows]
