"""Exports: the certificate's own words, in every format, only of one's subtree, always logged."""

import csv
import hashlib
import io
import json
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select

from elearning.accounts import operations as accounts
from elearning.accounts.models import Person, Unit
from elearning.certificates.models import Certificate
from elearning.core.application import Application
from elearning.core.audit import AuditEntry
from elearning.core.db import db
from elearning.records.models import Completion, ExportLog
from elearning.reports import export_queries
from elearning.reports.columns import COLUMNS
from elearning.reports.export_queries import Wanted
from elearning.reports.policy import concerns
from tests.factories import make_completion, make_course, make_person, make_unit, work
from tests.reports.offices import NOW, YEAR, make_office, signed_in
from tests.statements import statements
from tests.visitor import Visitor

ADDRESS = "/kepegawaian/ekspor"


def export(visitor: Visitor, format: str = "csv", **fields: object) -> bytes:
    """Choose on the page and return the file."""
    visitor.open(ADDRESS).send(ADDRESS, format=format, **fields)
    assert visitor.response is not None
    return visitor.response.get_data()


def csv_rows(file: bytes, delimiter: str = ";") -> list[dict[str, str]]:
    """Read a CSV file as a spreadsheet does."""
    text = io.StringIO(file.decode("utf-8-sig"), newline="")
    return list(csv.DictReader(text, delimiter=delimiter))


def xlsx_rows(file: bytes) -> list[dict[str, object]]:
    """Read a workbook's cells."""
    sheet = openpyxl.load_workbook(io.BytesIO(file)).active
    header, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_a_row_states_exactly_what_the_certificate_states(each_app: Application) -> None:
    with work(each_app):
        office = make_office()
        person = make_person(
            office.unit, front_title="Dra.", name="Ayu", back_title="M.AP.", siasn_id="A8"
        )
        course = make_course(title="Pelindungan Data", jp=4, code="PDP")
        done = make_completion(person, course, NOW, Decimal("88.5"))
        certificate = db.session.scalars(select(Certificate)).one()
    (row,) = csv_rows(export(signed_in(each_app, office.officer)))
    assert list(row) == [column.header for column in COLUMNS]
    assert row == {
        "No": "1",
        "NIP": done.nip,
        "Nama Lengkap": "Dra. Ayu, M.AP.",
        "Status ASN": "PNS",
        "Pangkat/Golongan": "Penata Muda, III/a",
        "Jabatan": "Analis Kebijakan Ahli Pertama",
        "Jenis Jabatan": "Fungsional",
        "Unit Kerja": "Bidang Layanan",
        "Perangkat Daerah": "Dinas Satu",
        "Instansi": "Pemerintah Contoh",
        "Jenis Diklat (Kode)": "16",
        "Jenis Diklat": "E-Learning",
        "Jenis Kursus Sertipikat": "T",
        "Nama Pelatihan": "Pelindungan Data",
        "Jenis Kompetensi": "Teknis",
        "Institusi Penyelenggara": "BKPSDM Contoh",
        "Nomor Sertifikat": certificate.number,
        "Tahun": str(done.year),
        "Tanggal Mulai": f"{done.started_on:%d-%m-%Y}",
        "Tanggal Selesai": f"{done.completed_on:%d-%m-%Y}",
        "Jumlah JP": "4",
        "Nilai Akhir": "88,5",
        "Predikat": "Baik",
        "Tautan Verifikasi": certificate.verify_url,
        "Nama Berkas Sertifikat": f"{done.nip}_{certificate.number.replace('/', '-')}.pdf",
        "pnsOrangId": "A8",
        "ID Riwayat SIASN": "",
        "Status Kirim SIASN": "Belum Dikirim",
        "Catatan": "",
    }


def test_the_workbook_has_text_for_numbers_that_are_names_and_real_days(app: Application) -> None:
    with work(app):
        office = make_office()
        done = make_completion(make_person(office.unit), make_course(), NOW, Decimal("88.5"))
    visitor = signed_in(app, office.officer)
    (row,) = xlsx_rows(export(visitor, "xlsx"))
    assert (row["NIP"], row["Jenis Diklat (Kode)"]) == (done.nip, "16")
    assert row["Tanggal Selesai"].date() == done.completed_on  # type: ignore[attr-defined]
    assert (row["Jumlah JP"], row["Nilai Akhir"], row["Tahun"]) == (4, 88.5, done.year)
    assert visitor.response is not None
    assert f"riwayat-kursus-{YEAR}.xlsx" in visitor.response.headers["Content-Disposition"]


def test_a_name_that_looks_like_a_formula_stays_text_in_the_real_files(app: Application) -> None:
    nasty = '=HYPERLINK("http://x","y")'
    with work(app):
        office = make_office()
        make_completion(make_person(office.unit, name=nasty), make_course(), NOW)
    visitor = signed_in(app, office.officer)
    assert csv_rows(export(visitor))[0]["Nama Lengkap"] == f"'{nasty}"
    cell = openpyxl.load_workbook(io.BytesIO(export(visitor, "xlsx"))).active["C2"]
    assert (cell.value, cell.data_type) == (nasty, "s")


def test_the_siasn_file_has_its_keys_and_leaves_out_revoked_certificates(app: Application) -> None:
    with work(app):
        office = make_office()
        course = make_course()
        make_completion(make_person(office.unit, siasn_id="A1"), course, NOW)
        make_completion(make_person(office.unit, siasn_id="A2"), course, NOW)
        certificate = db.session.scalars(
            select(Certificate).order_by(Certificate.id.desc())
        ).first()
        assert certificate is not None
        certificate.status = "revoked"
    visitor = signed_in(app, office.officer)
    records = [json.loads(line) for line in export(visitor, "siasn").splitlines()]
    assert [(r["pnsOrangId"], r["jenisDiklatId"], r["jumlahJam"]) for r in records] == [
        ("A1", "16", 4)
    ]
    assert {row["Catatan"] for row in csv_rows(export(visitor))} == {"", "Sertifikat dicabut"}


def test_an_officer_exports_their_people_and_what_was_earned_in_their_subtree(
    app: Application,
) -> None:
    with work(app):
        office = make_office()
        course = make_course()
        for name, unit in (
            ("Tetap", office.unit),
            ("Pergi", office.unit),
            ("Datang", office.other),
        ):
            make_completion(make_person(unit, name=name), course, NOW)
        make_completion(make_person(office.other, name="Asing"), course, NOW)
        move("Pergi", office.other)
        move("Datang", office.own)
    rows = csv_rows(export(signed_in(app, office.officer)))
    assert {row["Nama Lengkap"] for row in rows} == {"Tetap", "Pergi", "Datang"}


def move(name: str, unit: Unit) -> None:
    """Move a person to another unit."""
    person = db.session.scalars(select(Person).where(Person.name == name)).one()
    accounts.change_employment(person, NOW.date(), unit_id=unit.id)


def test_the_condition_of_the_statement_is_the_rule_of_the_policy(each_app: Application) -> None:
    with work(each_app):
        office = make_office()
        course = make_course()
        units = (office.own, office.unit, office.other, make_unit(office.other, "unit"))
        for then in units:
            for now in units:
                person = make_person(then)
                make_completion(person, course, NOW)
                person.unit_id = now.id
    with work(each_app):
        pairs = db.session.execute(
            select(Completion.nip, Unit.path, Completion.unit_path)
            .join(Person, Person.id == Completion.person_id)
            .join(Unit, Unit.id == Person.unit_id)
        ).all()
        for paths in ((office.own.path,), (office.unit.path, office.other.path), ()):
            allowed = {nip for nip, now, then in pairs if concerns(paths, now, then)}
            found = db.session.execute(export_queries.completions(Wanted(paths))).all()
            assert {row[0] for row in found} == allowed


@pytest.mark.parametrize("field", ["unit", "pelatihan", "tahun", "periode", "pemisah", "format"])
def test_a_choice_that_was_not_offered_is_refused(app: Application, field: str) -> None:
    with work(app):
        office = make_office()
        make_completion(make_person(office.other), make_course(), NOW)
    values = {"format": "csv", field: str(office.other.id) if field == "unit" else "999"}
    visitor = signed_in(app, office.officer).open(ADDRESS).send(ADDRESS, **values)
    assert visitor.status == 422
    assert "Not a valid choice" not in visitor.text
    with work(app):
        assert db.session.scalars(select(ExportLog)).all() == []


def test_a_part_of_a_year_needs_the_year(app: Application) -> None:
    with work(app):
        office = make_office()
    visitor = signed_in(app, office.officer).open(ADDRESS)
    visitor.send(ADDRESS, format="xlsx", tahun="", periode="s1")
    assert visitor.status == 422
    assert visitor.page.select_one("#periode-error")


def test_the_choice_narrows_by_unit_year_period_and_course(app: Application) -> None:
    with work(app):
        office = make_office()
        first, second = make_course(slug="a", title="Satu"), make_course(slug="b", title="Dua")
        make_completion(make_person(office.own, name="Ani"), first, NOW.replace(month=2, day=20))
        make_completion(make_person(office.unit, name="Budi"), second, NOW.replace(month=8, day=20))
        old = NOW.replace(year=YEAR - 1, month=6, day=1)
        make_completion(make_person(office.unit, name="Cici"), first, old)
    visitor = signed_in(app, office.agency_officer)

    def found(**choice: object) -> set[str]:
        return {row["Nama Lengkap"] for row in csv_rows(export(visitor, **choice))}

    assert found() == {"Ani", "Budi"}
    assert found(tahun="") == {"Ani", "Budi", "Cici"}
    assert found(unit=office.unit.id) == {"Budi"}
    assert found(periode="t1") == {"Ani"}
    assert found(periode="s2") == {"Budi"}
    assert found(pelatihan=first.id) == {"Ani"}


def test_a_csv_takes_the_delimiter_and_the_apostrophe_that_were_chosen(app: Application) -> None:
    with work(app):
        office = make_office()
        done = make_completion(make_person(office.unit), make_course(), NOW)
    file = export(signed_in(app, office.officer), pemisah=",", apostrof="y")
    assert file.startswith(b"\xef\xbb\xbfNo,NIP,")
    assert csv_rows(file, ",")[0]["NIP"] == f"'{done.nip}"


@pytest.mark.parametrize("format", ["xlsx", "csv", "siasn"])
def test_every_export_is_logged_with_its_rows_and_digest(
    each_app: Application, format: str
) -> None:
    with work(each_app):
        office = make_office()
        make_completion(make_person(office.unit), make_course(), NOW)
    visitor = signed_in(each_app, office.officer)
    file = export(visitor, format)
    with work(each_app):
        log = db.session.scalars(select(ExportLog)).one()
        audit = db.session.scalars(
            select(AuditEntry).where(AuditEntry.action == "records.exported")
        ).one()
    assert (log.person_id, log.unit_id, log.year) == (office.officer.id, office.own.id, YEAR)
    assert (log.format, log.rows, log.digest) == (format, 1, hashlib.sha256(file).hexdigest())
    assert (audit.actor_id, audit.subject) == (office.officer.id, f"export:{log.id}")
    assert log.digest[:12] in visitor.open(ADDRESS).text


def test_an_export_that_is_broken_off_stays_unfinished_in_the_log(app: Application) -> None:
    with work(app):
        office = make_office()
        make_completion(make_person(office.unit), make_course(), NOW)
    visitor = signed_in(app, office.officer).open(ADDRESS)
    token = visitor.form(ADDRESS).find("input", attrs={"name": "csrf_token"})
    assert token is not None
    data = {"csrf_token": token["value"], "format": "csv", "tahun": YEAR, "pemisah": ";"}
    response = visitor.client.post(ADDRESS, data=data, buffered=False)
    next(iter(response.response))
    response.close()
    with app.app_context():
        assert db.engine.pool.checkedout() == 0  # type: ignore[attr-defined]
        assert db.session.scalars(select(ExportLog)).one().rows is None
        db.session.rollback()


def test_officers_see_the_exports_of_their_units_only(app: Application) -> None:
    with work(app):
        office = make_office()
        make_completion(make_person(office.other, name="Orang Lain"), make_course(), NOW)
    export(signed_in(app, office.agency_officer))
    assert "Petugas Semua" in signed_in(app, office.agency_officer).open(ADDRESS).text
    assert "Petugas Semua" not in signed_in(app, office.officer).open(ADDRESS).text


def test_a_choice_without_completions_is_answered_with_a_sentence(app: Application) -> None:
    with work(app):
        office = make_office()
        make_completion(make_person(office.other), make_course(), NOW)
    visitor = signed_in(app, office.officer).open(ADDRESS).send(ADDRESS, format="csv", tahun="")
    assert visitor.page.select_one(".flashes .notice.info") is not None
    assert visitor.form(ADDRESS)
    with work(app):
        assert db.session.scalars(select(ExportLog)).all() == []


def test_an_export_is_one_statement_however_many_rows_it_has(app: Application) -> None:
    with work(app):
        office = make_office()
    visitor = signed_in(app, office.officer)
    counts = []
    for more in (1, 12):
        with work(app):
            course = make_course(slug=f"k{more}")
            for _n in range(more):
                make_completion(make_person(office.unit), course, NOW)
        visitor.open(ADDRESS)
        with statements(app) as seen:
            visitor.send(ADDRESS, format="csv")
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_the_command_writes_the_same_file_and_logs_it_without_a_person(
    app: Application, tmp_path: Path
) -> None:
    with work(app):
        office = make_office()
        course = make_course()
        make_completion(make_person(office.unit, name="Ayu"), course, NOW)
        make_completion(make_person(office.other, name="Asing"), course, NOW)
    args = ["--format", "csv", "--unit", "d1", "--year", str(YEAR), "--delimiter", ";"]
    output = run(app, *args, "-o", str(tmp_path / "a.csv"))
    assert "1" in output
    assert (tmp_path / "a.csv").read_bytes() == export(signed_in(app, office.officer))
    with work(app):
        log = db.session.scalars(select(ExportLog).where(ExportLog.person_id.is_(None))).one()
    assert (log.unit_id, log.rows, log.format) == (office.own.id, 1, "csv")


@pytest.mark.parametrize(
    ("name", "first"), [("jsonl", b'{"id":null'), ("siasn", b'{"id":null'), ("xlsx", b"PK")]
)
def test_the_command_knows_the_three_formats(
    app: Application, tmp_path: Path, name: str, first: bytes
) -> None:
    with work(app):
        make_completion(make_person(make_office().unit), make_course(), NOW)
    run(app, "--format", name, "-o", str(tmp_path / "a"))
    assert (tmp_path / "a").read_bytes().startswith(first)


def test_the_command_refuses_an_unknown_and_an_ambiguous_unit(
    app: Application, tmp_path: Path
) -> None:
    with work(app):
        office = make_office()
        for parent in (office.own, office.other):
            make_unit(parent, "unit", code="TU", name=f"Tata Usaha {parent.name}")
    for code in ("TIDAK", "TU"):
        assert code in run(app, "--unit", code, "-o", str(tmp_path / "a"), refused=True)
    assert not (tmp_path / "a").exists()


def run(app: Application, *args: str, refused: bool = False) -> str:
    """Run `elearning records export` and return what it says."""
    from elearning.core.errors import Refused
    from elearning.reports.cli import records

    result = app.test_cli_runner().invoke(records, ["export", *args])
    if refused:
        assert isinstance(result.exception, Refused)
        return str(result.exception)
    assert result.exit_code == 0, result.output
    return result.output
