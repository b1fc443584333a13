"""Training earned elsewhere: read with care, added once, all of it or nothing."""

from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from elearning.accounts import operations as accounts
from elearning.core import clock
from elearning.core.application import Application
from elearning.core.audit import AuditEntry
from elearning.core.db import db
from elearning.core.tables import Row
from elearning.records.activity_types import ACTIVITY_TYPES, activity_type_of
from elearning.records.cli import records
from elearning.records.days import day_of
from elearning.records.external import ExternalTraining, record_external
from elearning.records.importing import plan_rows
from elearning.records.models import ChainHead, HistoryEntry, PersonYear
from elearning.records.rollup_models import UnitMonth
from tests.factories import make_completion, make_course, make_person, make_unit, work

NOW = clock.now()
HEADER = (
    *("NIP", "Nama Pelatihan", "Penyelenggara", "Jenis Diklat", "Tanggal Mulai"),
    *("Tanggal Selesai", "JP", "Nomor Sertifikat", "Jenis Kompetensi"),
)
NIP = "198503172010011987"
ROW = (NIP, "Diklat Arsip", "ANRI", "3", "03-02-2024", "07-02-2024", "40", "123/ANRI", "Teknis")
TRAINING = ExternalTraining(
    "Diklat Arsip", "ANRI", "3", date(2024, 2, 3), date(2024, 2, 7), 40, "123/ANRI", "Teknis"
)


def with_cell(column: str, value: object) -> tuple[object, ...]:
    """Return the good row with another value in a column."""
    return tuple(value if name == column else cell for name, cell in zip(HEADER, ROW, strict=True))


def write(folder: Path, *rows: tuple[object, ...], header: tuple[str, ...] = HEADER) -> Path:
    """Write a CSV file."""
    path = folder / "riwayat.csv"
    lines = (";".join(map(str, row)) for row in (header, *rows))
    path.write_text("\r\n".join(lines), encoding="utf-8")
    return path


def run(app: Application, path: Path, *args: str) -> tuple[int, str]:
    """Run `elearning records import` and return its status and words."""
    result = app.test_cli_runner().invoke(records, ["import", str(path), *args])
    return result.exit_code, result.output


def entries(app: Application) -> list[HistoryEntry]:
    """Return every entry, by person and number."""
    with work(app):
        ordered = select(HistoryEntry).order_by(HistoryEntry.person_id, HistoryEntry.seq)
        return list(db.session.scalars(ordered))


def test_an_import_adds_each_training_to_its_persons_history(
    each_app: Application, tmp_path: Path
) -> None:
    with work(each_app):
        person = make_person(nip=NIP)
    status, words = run(each_app, write(tmp_path, ROW, with_cell("Tanggal Mulai", "01-01-2024")))
    assert (status, "2" in words) == (0, True)
    first, second = entries(each_app)
    assert (first.kind, first.title, first.organiser) == ("external", "Diklat Arsip", "ANRI")
    assert (first.activity_type, first.competency_kind, first.jp) == ("3", "Teknis", 40)
    assert (first.year, first.certificate_number, second.previous_hash) == (
        2024,
        "123/ANRI",
        first.hash,
    )
    with work(each_app):
        total = db.session.get(PersonYear, (person.id, 2024))
        assert total is not None
        assert (total.jp, total.entries) == (80, 2)
        assert db.session.scalar(select(func.count()).select_from(UnitMonth)) == 0
        audit = db.session.scalars(
            select(AuditEntry).where(AuditEntry.action == "records.imported")
        )
        assert audit.one().details["added"] == 2


def test_importing_the_same_file_again_adds_nothing(app: Application, tmp_path: Path) -> None:
    with work(app):
        make_person(nip=NIP)
    respelt = with_cell("Nama Pelatihan", "DIKLAT  arsip")
    path = write(tmp_path, ROW, ROW, respelt)
    assert run(app, path)[0] == run(app, path)[0] == 0
    assert len(entries(app)) == 1


def test_a_dry_run_says_what_is_new_and_adds_nothing(app: Application, tmp_path: Path) -> None:
    with work(app):
        record_external(make_person(nip=NIP), TRAINING, NOW)
    status, words = run(app, write(tmp_path, ROW, with_cell("JP", "3")[:3] + ROW[3:]), "--dry-run")
    assert status == 0
    assert "0" in words
    status, words = run(app, write(tmp_path, with_cell("Nama Pelatihan", "Baru")), "--dry-run")
    assert (status, "1" in words, len(entries(app))) == (0, True, 1)


def test_one_bad_row_keeps_the_whole_file_out(app: Application, tmp_path: Path) -> None:
    with work(app):
        make_person(nip=NIP)
    status, words = run(app, write(tmp_path, ROW, with_cell("JP", "empat")))
    assert status == 1
    assert "3" in words
    assert "JP" in words
    assert entries(app) == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("NIP", ""),
        ("NIP", "1.98503E+17"),
        ("NIP", 198503172010011987),
        ("NIP", "199912312024011001"),
        ("Nama Pelatihan", ""),
        ("Nama Pelatihan", "x" * 501),
        ("Penyelenggara", " "),
        ("Jenis Diklat", "26"),
        ("Jenis Diklat", "Piknik"),
        ("Tanggal Mulai", "31-02-2024"),
        ("Tanggal Mulai", ""),
        ("Tanggal Selesai", "besok"),
        ("Tanggal Selesai", "02-02-2024"),
        ("Tanggal Selesai", NOW.date() + timedelta(2)),
        ("JP", "0"),
        ("JP", 4.5),
        ("JP", "-3"),
        ("JP", "99999"),
        ("Jenis Kompetensi", "Ajaib"),
    ],
)
def test_what_is_wrong_in_a_cell_is_told_with_its_row_and_column(
    app: Application, column: str, value: object
) -> None:
    with work(app):
        make_person(nip=NIP)
        plan = plan_rows([Row(1, HEADER), Row(2, with_cell(column, value))], NOW.date())
    problem = plan.problems[0]
    assert (problem.line, problem.column) == (2, column)
    assert column in str(problem)
    assert (plan.has_errors, plan.new) == (True, 0)


@pytest.mark.parametrize(
    ("column", "value", "field", "meaning"),
    [
        ("Jenis Diklat", "Diklat Teknis", "activity_type", "3"),
        ("Jenis Diklat", "bimtek", "activity_type", "8"),
        ("Jenis Diklat", "09", "activity_type", "9"),
        ("Jenis Diklat", 1.0, "activity_type", "1"),
        ("Tanggal Mulai", date(2024, 2, 3), "started_on", date(2024, 2, 3)),
        ("Tanggal Mulai", "3 Februari 2024", "started_on", date(2024, 2, 3)),
        ("Tanggal Mulai", "2024-02-03", "started_on", date(2024, 2, 3)),
        ("JP", 40.0, "jp", 40),
        ("JP", "40 JP", "jp", 40),
        ("Nomor Sertifikat", "-", "certificate_number", ""),
        ("Jenis Kompetensi", "sosio kultural", "competency_kind", "Sosial Kultural"),
        ("Jenis Kompetensi", None, "competency_kind", ""),
    ],
)
def test_everyday_spellings_are_understood(
    app: Application, column: str, value: object, field: str, meaning: object
) -> None:
    with work(app):
        make_person(nip=NIP)
        plan = plan_rows([Row(1, HEADER), Row(2, with_cell(column, value))], NOW.date())
    assert plan.problems == ()
    ((training,),) = plan.people.values()
    assert getattr(training, field) == meaning


def test_columns_may_have_siasns_names_and_titles_above_them(
    app: Application, tmp_path: Path
) -> None:
    with work(app):
        make_person(nip=NIP)
    book = openpyxl.Workbook()
    book.active.append(["Daftar Riwayat Kursus"])
    book.active.append([])
    book.active.append(
        [
            *("nipBaru", "namaKursus", "institusiPenyelenggara", "jenisDiklatId", "tanggalKursus"),
            *("tanggalSelesaiKursus", "jumlahJam", "nomorSertipikat"),
        ]
    )
    book.active.append(
        [NIP, "Diklat Arsip", "ANRI", 3, date(2024, 2, 3), date(2024, 2, 7), 40, "123/ANRI"]
    )
    book.save(tmp_path / "a.xlsx")
    assert run(app, tmp_path / "a.xlsx")[0] == 0
    (entry,) = entries(app)
    assert (entry.identity, entry.completed_on) == (TRAINING.identity, date(2024, 2, 7))


def test_a_table_without_the_needed_columns_is_refused_with_their_names(
    app: Application, tmp_path: Path
) -> None:
    path = write(tmp_path, ROW[:3], header=HEADER[:3])
    result = app.test_cli_runner().invoke(records, ["import", str(path)])
    assert "JP" in str(result.exception)


def test_an_earlier_nip_still_finds_its_person(app: Application, tmp_path: Path) -> None:
    with work(app):
        person = make_person(nip=NIP)
        accounts.change_employment(person, date(2025, 1, 1), nip="199001012025211001")
    assert run(app, write(tmp_path, ROW))[0] == 0
    assert entries(app)[0].person_id == person.id


def test_our_own_certificates_that_come_back_in_a_table_are_not_added_again(
    app: Application, tmp_path: Path
) -> None:
    with work(app):
        make_completion(make_person(make_unit(), nip=NIP), make_course(), NOW)
        number = db.session.scalars(select(HistoryEntry.certificate_number)).one()
    assert run(app, write(tmp_path, with_cell("Nomor Sertifikat", number)))[0] == 0
    assert len(entries(app)) == 1


def test_structural_leadership_training_is_allowed_in_the_history(app: Application) -> None:
    with work(app):
        entry = record_external(make_person(), TRAINING._replace(activity_type="1"), NOW)
    assert entry is not None


def test_recording_the_same_training_twice_returns_nothing_the_second_time(
    each_app: Application,
) -> None:
    with work(each_app):
        person = make_person()
        assert record_external(person, TRAINING, NOW) is not None
        assert record_external(person, TRAINING._replace(organiser="Lain"), NOW) is None
        head = db.session.get(ChainHead, person.id)
        assert head is not None
        assert head.seq == 1


def test_every_code_and_name_of_siasn_is_known() -> None:
    assert list(ACTIVITY_TYPES) == [str(code) for code in range(1, 26)]
    for code, kind in ACTIVITY_TYPES.items():
        assert activity_type_of(code) == activity_type_of(kind.name.upper()) == code


@given(
    st.dates(date(1000, 1, 1)),
    st.sampled_from(["%d-%m-%Y", "%d/%m/%Y", "%Y-%m-%d", "%d %B %Y", "%d-%b-%Y"]),
)
def test_a_day_is_read_back_from_every_spelling(day: date, spelling: str) -> None:
    assert day_of(day.strftime(spelling)) == day


@given(st.text(max_size=20))
def test_no_text_breaks_the_reading_of_days(text: str) -> None:
    assert day_of(text) is None or isinstance(day_of(text), date)
