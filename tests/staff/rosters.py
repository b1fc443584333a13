"""Rosters for tests: brought, checked and applied as the pages do."""

from datetime import date
from io import BytesIO

from sqlalchemy import select

from elearning.accounts.models import Person, Unit
from elearning.core import clock, files
from elearning.core.db import db
from elearning.core.tables import Problem, read_table
from elearning.staff import operations
from elearning.staff.applying import apply
from elearning.staff.checking import check
from elearning.staff.models import RosterChange, RosterLine, RosterProblem
from elearning.staff.officers import OPERATOR, Officer, officer_at
from elearning.staff.reading import header_of, look_at
from elearning.staff.work import check_now, rows_of
from tests.factories import NOW

TODAY = date(2026, 11, 22)


def agency() -> Unit:
    """Return the one agency."""
    return db.session.scalars(select(Unit).where(Unit.kind == "agency")).one()


def person(nip: str) -> Person:
    """Return somebody."""
    return db.session.scalars(select(Person).where(Person.nip == nip)).one()


def planned(
    text: str | bytes,
    root: Unit | None = None,
    officer: Officer = OPERATOR,
    *,
    is_complete: bool = False,
) -> RosterChange:
    """Return a roster after its dry run."""
    data = text.encode() if isinstance(text, str) else text
    name = "pegawai.csv" if isinstance(text, str) else "pegawai.xlsx"
    sheet = look_at(read_table(BytesIO(data), name))
    unit = root or agency()
    change = operations.bring(
        unit, name, sheet, NOW, made_by_id=officer.id, is_complete=is_complete
    )
    header = header_of(change.header_line, change.headings, change.mapping)
    check(change, header, read_table(BytesIO(data), name), officer, NOW)
    db.session.commit()
    return change


def applied(
    text: str, today: date = TODAY, root: Unit | None = None, officer: Officer = OPERATOR
) -> RosterChange:
    """Return a roster that was applied."""
    change = planned(text, root, officer)
    apply(change, officer, NOW, today)
    db.session.commit()
    return change


def problems(change: RosterChange) -> list[Problem]:
    """Return what is wrong with a roster."""
    own = select(RosterProblem).where(RosterProblem.change_id == change.id)
    found = db.session.scalars(own.order_by(RosterProblem.line, RosterProblem.id))
    return [Problem(p.line, p.column, p.message, p.level) for p in found]  # type: ignore[arg-type]


def lines(change: RosterChange, outcome: str) -> list[RosterLine]:
    """Return the lines with an outcome."""
    own = (RosterLine.change_id == change.id, RosterLine.outcome == outcome)
    found = select(RosterLine).where(*own).order_by(RosterLine.id)
    return list(db.session.scalars(found.execution_options(populate_existing=True)))


def counts(change: RosterChange) -> tuple[int, int, int]:
    """Return new, changed or moved, unchanged."""
    found = change.counts
    return found["new"], found["changed"] + found["moved"], found["unchanged"]


def kept(unit: Unit, officer_id: int, text: str, *, is_complete: bool = False) -> RosterChange:
    """Return a roster with its file, as an upload leaves it."""
    data, now = text.encode(), clock.now()
    sheet = look_at(read_table(BytesIO(data), "pegawai.csv"))
    return operations.bring(
        unit,
        "pegawai.csv",
        sheet,
        now,
        made_by_id=officer_id,
        digest=files.store(data),
        is_complete=is_complete,
    )


def make_rosters(unit: Unit, officer_id: int, nip: str) -> dict[str, int]:
    """Add a roster whose columns wait, one that was checked and one that was applied."""
    text = (
        f"NIP;Nama;Jabatan;Unit Kerja\n{nip};Contoh Lestari;%s;\n198503172010019876;Baru;;Loket\n"
    )
    brought = kept(unit, officer_id, text % "Arsiparis")
    wrong = kept(unit, officer_id, text % "Arsiparis" + "123;Salah;;\n")
    checked = kept(unit, officer_id, text % "Arsiparis", is_complete=True)
    done = kept(unit, officer_id, f"NIP;Nama;Jabatan\n{nip};Contoh Lestari;Analis Arsip\n")
    officer, now = officer_at(officer_id), clock.now()
    for change in (done, wrong, checked):
        check_now(change, rows_of(change), officer_id, now)
        if change is done:
            apply(change, officer, now, now.date())
    return {
        "roster_read": brought.id,
        "roster_wrong": wrong.id,
        "roster": checked.id,
        "roster_done": done.id,
    }
