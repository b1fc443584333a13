"""The exported files say the certificate's own words, in every format."""

import io
import json
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select

from elearning.certificates.models import Certificate
from elearning.core.application import Application
from elearning.core.db import db
from elearning.core.settings import Settings
from elearning.learning.completion.correcting import approve
from elearning.records.corrections import propose_replacement, propose_revocation
from elearning.records.models import HistoryEntry
from elearning.reports.exports.columns import COLUMNS
from tests.conftest import make_settings
from tests.factories import make_completion, make_course, make_person, work
from tests.proofs import rows
from tests.reports.exports import ADDRESS, csv_rows, export
from tests.reports.offices import NOW, YEAR, make_office, signed_in
from tests.statements import statements


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
    (row,) = rows(export(visitor, "xlsx"))
    assert (row["NIP"], row["Jenis Diklat (Kode)"]) == (done.nip, "16")
    assert row["Tanggal Selesai"].date() == done.completed_on
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


def test_every_file_has_each_training_once_as_it_holds(app: Application) -> None:
    with work(app):
        office = make_office()
        course = make_course()
        for siasn_id in ("A1", "A2", "A3"):
            make_completion(make_person(office.unit, siasn_id=siasn_id), course, NOW)
        first, second, _third = db.session.scalars(select(HistoryEntry).order_by(HistoryEntry.id))
        by, decider = make_person(), make_person()
        wrong = propose_replacement(first, {"full_name": "Nama Benar"}, "", by, NOW)
        approve(wrong.id, "", decider, NOW)
        approve(propose_revocation(second, "twice", "", by, NOW).id, "", decider, NOW)
    visitor = signed_in(app, office.officer)
    records = [json.loads(line) for line in export(visitor, "siasn").splitlines()]
    found = [(r["pnsOrangId"], r["jenisDiklatId"], r["jumlahJam"]) for r in records]
    assert sorted(found) == [("A1", "16", 4), ("A3", "16", 4)]
    rows = {row["Nama Lengkap"]: row["Catatan"] for row in csv_rows(export(visitor))}
    assert rows == {"Nama Benar": "Data telah diperbaiki", "Contoh Lestari": ""}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An agency that SIASN knows by an id."""
    return make_settings(tmp_path, siasn_agency_id="A5EB03E21DA2F6A0E040640A040252AD")


def test_the_siasn_file_names_the_agency_as_siasn_knows_it(app: Application) -> None:
    with work(app):
        office = make_office()
        make_completion(make_person(office.unit, siasn_id="A1"), make_course(), NOW)
    (line,) = export(signed_in(app, office.officer), "siasn").splitlines()
    assert json.loads(line)["instansiId"] == "A5EB03E21DA2F6A0E040640A040252AD"


def test_a_csv_takes_the_delimiter_and_the_apostrophe_that_were_chosen(app: Application) -> None:
    with work(app):
        office = make_office()
        done = make_completion(make_person(office.unit), make_course(), NOW)
    file = export(signed_in(app, office.officer), pemisah=",", apostrof="y")
    assert file.startswith(b"\xef\xbb\xbfNo,NIP,")
    assert csv_rows(file, ",")[0]["NIP"] == f"'{done.nip}"


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
