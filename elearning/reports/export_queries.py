"""Reading completions for an export, as one statement, and the exports made before."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Engine, Select, case, func, literal, or_, select, type_coerce
from sqlalchemy.types import NullType

from elearning.accounts.models import Person, Unit
from elearning.certificates.models import Certificate
from elearning.core.db import db, writing
from elearning.courses.models import Course
from elearning.records.models import Completion, ExportLog
from elearning.reports.policy import concerning, within

AnySelect = Select[*tuple[Any, ...]]

#: Rows fetched from the database at once.
FETCHED = 1_000
#: Past exports on the page.
SHOWN = 30


class Wanted(NamedTuple):
    """Which completions leave: those that concern some subtrees, narrowed; None means all."""

    paths: tuple[str, ...]
    year: int | None = None
    #: Months of the year, the first and the last.
    months: tuple[int, int] = (1, 12)
    course_id: int | None = None


class PastExport(NamedTuple):
    """An export that left the house."""

    at: datetime
    person: str | None
    unit: str | None
    year: int | None
    format: str
    rows: int | None
    digest: str


def _stored(column: Any) -> Any:
    """Return a column as the database holds it: reading a day or score costs more than fetching."""
    return type_coerce(column, NullType())


#: Until HR feeds back what SIASN answered.
_SENT = (literal(""), literal("Belum Dikirim"))
#: What was corrected leaves once, as it holds now.
_NOTE = case((Completion.version > 1, "Data telah diperbaiki"), else_="")
#: In the order of `CompletionRow`.
_COMPLETIONS = (
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
        func.coalesce(func.nullif(Person.siasn_id, ""), Completion.siasn_id),
        *_SENT,
        _NOTE,
        literal(""),
    )
    .join(Person, Person.id == Completion.person_id)
    .outerjoin(Unit, Unit.id == Person.unit_id)
    .outerjoin(Certificate, Certificate.completion_id == Completion.id)
    .order_by(Completion.year, Completion.unit_path, Completion.id)
)


def completions(wanted: Wanted) -> AnySelect:
    """Return the select of completions, by year and unit; no sort is needed: an index has it."""
    return _COMPLETIONS.where(*_conditions(wanted))


def _conditions(wanted: Wanted) -> tuple[Any, ...]:
    """Return the conditions of the filter; the subtrees always are the first.

    What was revoked or replaced leaves no more.
    """
    conditions = [concerning(wanted.paths), Completion.reversed_at.is_(None)]
    if wanted.year is not None:
        conditions.append(Completion.year == wanted.year)
        first, last = wanted.months
        if (first, last) != (1, 12):
            after = date(wanted.year + last // 12, last % 12 + 1, 1)
            conditions.append(Completion.completed_on >= date(wanted.year, first, 1))
            conditions.append(Completion.completed_on < after)
    if wanted.course_id is not None:
        conditions.append(Completion.course_id == wanted.course_id)
    return tuple(conditions)


def count(wanted: Wanted) -> int:
    """Return how many completions an export will have; for a progress bar."""
    found = completions(wanted).order_by(None).subquery()
    return db.session.scalar(select(func.count()).select_from(found)) or 0


def any_of(wanted: Wanted) -> bool:
    """Whether an export will have a row at all."""
    return db.session.execute(completions(wanted).limit(1)).first() is not None


def stream(engine: Engine, statement: AnySelect) -> Iterator[Sequence[Any]]:
    """Yield rows over a connection of its own, which is given back however the reading ends.

    It begins as a reading transaction, so that a slow reader never holds the write lock.
    """
    with writing(False):
        connection = engine.connect().execution_options(yield_per=FETCHED)
        rows = connection.execute(statement)
    try:
        yield from rows
    finally:
        connection.close()


def certificates_in(wanted: Wanted, most: int) -> list[tuple[int, str, str]]:
    """Return key, NIP and number of the valid certificates, in the table's order; one too many."""
    rows = db.session.execute(
        select(Certificate.id, Completion.nip, Certificate.number)
        .join(Completion, Completion.id == Certificate.completion_id)
        .join(Person, Person.id == Completion.person_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(*_conditions(wanted), Certificate.status == "valid")
        .order_by(Completion.year, Completion.unit_path, Completion.id)
        .limit(most + 1)
    )
    return [(key, nip, number) for key, nip, number in rows]


def courses_offered() -> list[tuple[int, str]]:
    """Return the courses that a filter offers, by title."""
    found = select(Course.id, Course.title).where(Course.revision_id.is_not(None))
    rows = db.session.execute(found.order_by(Course.title, Course.id))
    return [(key, title) for key, title in rows]


def past_exports(officer: Any) -> list[PastExport]:
    """Return the last exports of an officer and those of units in their reach, the newest first."""
    columns = (ExportLog.at, Person.name, Unit.name, ExportLog.year, ExportLog.format)
    own = or_(ExportLog.person_id == officer.id, within(Unit.path, officer.hr_paths))
    rows = db.session.execute(
        select(*columns, ExportLog.rows, ExportLog.digest)
        .outerjoin(Person, Person.id == ExportLog.person_id)
        .outerjoin(Unit, Unit.id == ExportLog.unit_id)
        .where(own)
        .order_by(ExportLog.at.desc(), ExportLog.id.desc())
        .limit(SHOWN)
    )
    return [PastExport(*row) for row in rows]
