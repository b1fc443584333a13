"""Training earned elsewhere: tables as an HR office keeps them, brought in by the import."""

import csv
import hashlib
import tempfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple

from flask_babel import gettext as _

from elearning.core import audit
from elearning.core.clock import local_date
from elearning.core.db import db, reading, writing
from elearning.core.errors import Refused
from elearning.demonstration.calendar import TIMEZONE, Season, working_days
from elearning.demonstration.sources import Row, accounts, rows
from elearning.records.external import record_all
from elearning.records.importing import Plan, plan_import

COLUMNS = (
    *("NIP", "Nama Pelatihan", "Jenis Diklat", "Jenis Kompetensi", "Penyelenggara"),
    *("Nomor Sertifikat", "Tanggal Mulai", "Tanggal Selesai", "JP"),
)
YEARS = 2
#: How many trainings a year people of each status have had, by weight.
COUNTS = {
    "PNS": (1, 2, 2, 3, 3, 4),
    "CPNS": (1, 2, 3),
    "PPPK": (0, 0, 1, 1, 2),
    "PPPK Paruh Waktu": (0, 0, 0, 1),
}


class Learner(NamedTuple):
    """Who may have attended a training."""

    nip: str
    status: str
    standing: str


class Attended(NamedTuple):
    """A training that somebody attended, as a row of the table."""

    nip: str
    training: Row
    first: date
    last: date

    def cells(self, number: int) -> tuple[object, ...]:
        """Return the row's cells, with a certificate's number."""
        row = self.training
        certificate = f"893.3/{number:04d}/{row['activity']}/{self.last.year}"
        facts = (
            self.nip,
            row["title"],
            row["activity"],
            row["kind"],
            row["organiser"],
            certificate,
        )
        return (*facts, f"{self.first:%d-%m-%Y}", f"{self.last:%d-%m-%Y}", row["jp"])


def earlier_trainings(people: Iterable[Learner], season: Season, chance: Random) -> list[Attended]:
    """Return what people attended in the two years before the season."""
    people = list(people)
    years = [season.first.year - back for back in range(YEARS, 0, -1)]
    spans = [(date(year, 1, 8), date(year, 12, 12)) for year in years]
    named = [*_named(2, *spans[0]), *_named(1, *spans[1])]
    return [*named, *(each for span in spans for each in _invented(people, *span, chance))]


def recent_trainings(people: Iterable[Learner], season: Season, chance: Random) -> list[Attended]:
    """Return what people attended since the season began."""
    return [
        *_named(0, season.first, season.last),
        *_invented(people, season.first, season.last, chance),
    ]


def _named(years_ago: int, first: date, last: date) -> Iterator[Attended]:
    """Yield what the table says of the accounts, by their share of the span."""
    days, known = working_days(first, last), {row["title"]: row for row in rows("trainings")}
    for row in rows("trainings_of_accounts"):
        if int(row["years_ago"]) == years_ago:
            day = days[int(len(days) * float(row["share"]))]
            yield _attended(row["nip"], known[row["title"]], day, last)


def _invented(
    people: Iterable[Learner], first: date, last: date, chance: Random
) -> Iterator[Attended]:
    """Yield some trainings of each invented person who was employed by then."""
    days, named = working_days(first, last), {row["sign_in"] for row in accounts()}
    for person in people:
        if person.nip in named or int(person.nip[8:12]) >= first.year:
            continue
        for training in chance.sample(rows("trainings"), chance.choice(COUNTS[person.status])):
            yield _attended(person.nip, training, chance.choice(days), last)


def _attended(nip: str, training: Row, first: date, last: date) -> Attended:
    """Return a training that begins on a day, or early enough to end in time."""
    length = timedelta(days=int(training["days"]) - 1)
    first = min(first, last - length)
    return Attended(nip, training, first, first + length)


def bring_in(attended: Iterable[Attended], at: datetime) -> int:
    """Import a table of trainings after a dry run without errors; return how many were new."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "pelatihan.csv")
        write_table(path, attended)
        with reading():
            plan = plan_import(path, local_date(at, TIMEZONE))
        require_clean(plan)
        if not plan.new:
            return 0
        carry_out(plan, hashlib.sha256(path.read_bytes()).hexdigest(), at)
    return plan.new


def write_table(path: Path, attended: Iterable[Attended]) -> None:
    """Write the table, in the order of the days."""
    ordered = sorted(attended, key=lambda each: (each.last, each.nip))
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(each.cells(number) for number, each in enumerate(ordered, start=1))


def require_clean(plan: Plan) -> None:
    """Refuse a table that the dry run finds fault with."""
    if plan.has_errors:
        raise Refused(
            _("The demonstration's trainings cannot be imported: %(why)s", why=plan.problems[0])
        )


def carry_out(plan: Plan, digest: str, at: datetime) -> None:
    """Add what the plan names, in one transaction with its audit row."""
    with writing():
        for person_id, trainings in plan.people.items():
            record_all(person_id, trainings, at)
        facts = {"rows": plan.rows, "added": plan.new, "sha256": digest}
        audit.record("records.imported", "history", at, actor_id=None, **facts)
        db.session.commit()
