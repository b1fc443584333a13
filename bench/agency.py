"""A large agency with everything that its people have earned: real tables, chains and totals.

It grows in stages, so that one database is measured at several sizes. Rows are written past the
ORM, as fast as each database takes them; the totals of people follow by its own triggers.
"""

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import chain, islice
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from bench import completions as invented
from bench.completions import START, Rows
from elearning.accounts.models import Person, Unit
from elearning.certificates.models import Certificate
from elearning.core import clock
from elearning.core.db import Base, db, writing
from elearning.courses.models import Course, CourseRevision, Enrolment
from elearning.records import ledger, rollups
from elearning.records.chains import GENESIS, entry_hash
from elearning.records.models import ChainHead, Completion, HistoryEntry, PersonYear
from elearning.records.operations import entry_of

PEOPLE = 100_000
DEPARTMENTS = 40
UNITS = 2_000
#: The first key of the leaf units.
LEAF = 1_000
BATCH = 5_000
YEAR = 2025


class Agency:
    """People with what they have completed so far; `head` keeps the end of each one's chain."""

    def __init__(self, people: int = PEOPLE) -> None:
        self.people = people
        self.rows = 0
        self.heads = [GENESIS] * people

    def found(self, connection: Connection) -> None:
        """Fill an empty database with units, people and the course's revision."""
        pour(connection, Unit, units())
        pour(connection, Course, [invented.course(0)])
        pour(connection, CourseRevision, [invented.revision()])
        pour(connection, Person, (person(n) for n in range(self.people)))

    def grow(self, rows: int) -> None:
        """Let people complete courses until there are so many completions."""
        courses = [invented.course(n) for n in range(-(-rows // self.people))]
        with db.engine.begin() as connection:
            known = connection.scalar(select(func.count()).select_from(Course.__table__)) or 0
            pour(connection, Course, courses[known:])
        for first in range(self.rows, rows, BATCH):
            with db.engine.begin() as connection:
                self._complete(connection, range(first, min(first + BATCH, rows)))
        self.rows = rows
        self._count()

    def _complete(self, connection: Connection, numbers: range) -> None:
        """Add some completions with their certificates and entries."""
        done = [self.completion(n) for n in numbers]
        pour(connection, Enrolment, (self.enrolment(n) for n in numbers))
        pour(connection, Completion, done)
        certificates = [invented.certificate(n) for n in numbers]
        pour(connection, Certificate, certificates)
        pairs = zip(done, certificates, strict=True)
        pour(connection, HistoryEntry, [self.entry(*pair) for pair in pairs])

    def enrolment(self, n: int) -> dict[str, Any]:
        """Return the enrolment of a completion."""
        mine = {"person_id": n % self.people + 1, "course_id": n // self.people + 1}
        return invented.enrolment(n) | mine | {"completed_at": START, "confirmed_at": START}

    def completion(self, n: int) -> dict[str, Any]:
        """Return one completion."""
        who, day = n % self.people, date(YEAR, 1, 1) + timedelta(n % 300)
        return invented.completion(n) | {
            "person_id": who + 1,
            "course_id": n // self.people + 1,
            "started_on": day,
            "completed_on": day + timedelta(7),
            "nip": nip(who),
            "unit_path": leaf_path(who),
            "status": status(who),
            "jp": 2 + n * 7_919 % 7,
            "competency_kind": ("Teknis", "Manajerial", "Sosial Kultural")[n % 3],
            "version": 1,
        }

    def entry(self, row: dict[str, Any], certificate: dict[str, Any]) -> dict[str, Any]:
        """Return the entry of a completion, chained to the one before it."""
        completion = Completion(**row)
        training = entry_of(completion, certificate["number"], "")
        who = row["person_id"] - 1
        entry = training._asdict() | {
            "id": row["id"],
            "person_id": row["person_id"],
            "seq": row["course_id"],
            "year": row["year"],
            "recorded_at": START,
            "previous_hash": self.heads[who],
        }
        self.heads[who] = entry["hash"] = entry_hash(SimpleNamespace(**entry))
        return entry

    def _count(self) -> None:
        """Bring the heads of the chains, the log and every total up to the entries."""
        with db.engine.begin() as connection:
            for table in (ChainHead, PersonYear):
                connection.execute(delete(table))
            years = select(
                HistoryEntry.person_id,
                HistoryEntry.year,
                func.sum(HistoryEntry.jp),
                func.count(),
            ).group_by(HistoryEntry.person_id, HistoryEntry.year)
            columns = ["person_id", "year", "jp", "entries"]
            connection.execute(insert(PersonYear).from_select(columns, years))
            seqs = divmod(self.rows, self.people)
            pour(connection, ChainHead, (self.head(who, *seqs) for who in range(self.people)))
        ledger.number_beyond(0, clock.now())
        with writing():
            while rollups.fold_due(clock.now()):
                pass
            for part in rollups.recounts():
                if part.table is rollups.MONTHS:
                    rollups.recount(part)
        if db.engine.dialect.name == "postgresql":
            with db.engine.begin() as connection:
                connection.exec_driver_sql("analyze")

    def head(self, who: int, rounds: int, more: int) -> dict[str, Any]:
        """Return the end of one person's chain."""
        return {"person_id": who + 1, "seq": rounds + (who < more), "hash": self.heads[who]}


def pour(connection: Connection, model: type[Base], rows: Iterable[dict[str, Any]]) -> None:
    """Write rows as fast as the database takes them: COPY, or the driver's own executemany."""
    rows = iter(rows)
    first = next(rows, None)
    if first is None:
        return
    table: Any = model.__table__
    kept = {
        column.name: column.default.arg
        for column in table.columns
        if column.default is not None and column.default.is_scalar
    }
    names = list(kept | first)
    lines = ([stored((kept | row)[name]) for name in names] for row in chain([first], rows))
    columns = ", ".join(names)
    raw: Any = connection.connection.dbapi_connection
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" * len(names))
        adding = f"insert into {table.name} ({columns}) values ({marks})"
        while some := list(islice(lines, BATCH)):
            raw.executemany(adding, some)
        return
    with raw.cursor().copy(f"copy {table.name} ({columns}) from stdin") as copy:
        for line in lines:
            copy.write_row(line)


def stored(value: Any) -> Any:
    """Return a value as both databases read it as text."""
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value * 100)
    if isinstance(value, bool):
        return int(value)
    return json.dumps(value) if isinstance(value, list | dict) else value


def units() -> Rows:
    """Return the agency, its departments and their units."""
    agency = invented.unit(1, None, "agency", "Pemerintah Provinsi Contoh", "/1/")
    departments = [
        invented.unit(2 + n, 1, "department", f"Dinas Contoh {n}", f"/1/{2 + n}/")
        for n in range(DEPARTMENTS)
    ]
    leaves = [
        invented.unit(LEAF + n, 2 + n % DEPARTMENTS, "unit", f"Unit Contoh {n}", leaf_path(n))
        for n in range(UNITS)
    ]
    return [agency, *departments, *leaves]


def leaf_path(n: int) -> str:
    """Return the path of a person's unit."""
    return f"/1/{2 + n % UNITS % DEPARTMENTS}/{LEAF + n % UNITS}/"


def nip(n: int) -> str:
    """Return a person's NIP."""
    return f"{198503172010010000 + n}"


def status(n: int) -> str:
    """Return a person's status: one in four is a PPPK."""
    return "PPPK" if n % 4 == 0 else "PNS"


def person(n: int) -> dict[str, Any]:
    """Return one person."""
    mine = {"nip": nip(n), "unit_id": LEAF + n % UNITS, "status": status(n)}
    return invented.person(n) | mine
