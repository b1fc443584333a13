"""HR's export: 29 columns in their order, and SIASN's keys."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from elearning.core.tables import iter_csv, iter_jsonl, write_xlsx
from elearning.reports.exports.columns import (
    ACTIVITY_TYPES,
    COLUMNS,
    CompletionRow,
    certificate_file,
    export_rows,
    siasn_record,
)

ROW = CompletionRow(
    nip="198503172010011987",
    full_name="Dra. Contoh Lestari, M.AP.",
    status="PNS",
    rank="III/a",
    position="Analis Kebijakan Ahli Pertama",
    position_kind="Fungsional",
    unit="Bidang Pelayanan Informasi",
    department="Dinas Komunikasi dan Informatika",
    agency="Pemerintah Kabupaten Contoh",
    activity_type="16",
    course_title="Pelindungan Data Pribadi untuk Layanan Publik",
    competency_kind="Teknis",
    organiser="BKPSDM Kabupaten Contoh",
    certificate_number="800.2/0001/PDP/BKPSDM/2025",
    year=2025,
    started_on=date(2025, 11, 3),
    completed_on=date(2025, 11, 10),
    jp=4,
    score=Decimal("88.50"),
    predicate="Baik",
    verify_url="https://belajar.contoh.go.id/verifikasi/abc",
)

#: Header and example of each column, from the agreed table.
EXPECTED = {
    "No": "1",
    "NIP": "198503172010011987",
    "Nama Lengkap": "Dra. Contoh Lestari, M.AP.",
    "Status ASN": "PNS",
    "Pangkat/Golongan": "Penata Muda, III/a",
    "Jabatan": "Analis Kebijakan Ahli Pertama",
    "Jenis Jabatan": "Fungsional",
    "Unit Kerja": "Bidang Pelayanan Informasi",
    "Perangkat Daerah": "Dinas Komunikasi dan Informatika",
    "Instansi": "Pemerintah Kabupaten Contoh",
    "Jenis Diklat (Kode)": "16",
    "Jenis Diklat": "E-Learning",
    "Jenis Kursus Sertipikat": "T",
    "Nama Pelatihan": "Pelindungan Data Pribadi untuk Layanan Publik",
    "Jenis Kompetensi": "Teknis",
    "Institusi Penyelenggara": "BKPSDM Kabupaten Contoh",
    "Nomor Sertifikat": "800.2/0001/PDP/BKPSDM/2025",
    "Tahun": "2025",
    "Tanggal Mulai": "03-11-2025",
    "Tanggal Selesai": "10-11-2025",
    "Jumlah JP": "4",
    "Nilai Akhir": "88,5",
    "Predikat": "Baik",
    "Tautan Verifikasi": "https://belajar.contoh.go.id/verifikasi/abc",
    "Nama Berkas Sertifikat": "198503172010011987_800.2-0001-PDP-BKPSDM-2025.pdf",
    "pnsOrangId": "",
    "ID Riwayat SIASN": "",
    "Status Kirim SIASN": "Belum Dikirim",
    "Catatan": "",
}


def test_csv_has_the_29_columns_in_order_with_the_agreed_formats() -> None:
    text = b"".join(iter_csv(export_rows([ROW]), COLUMNS, ";")).decode("utf-8-sig")
    header, line, _ = text.split("\r\n")
    assert dict(zip(header.split(";"), line.split(";"), strict=True)) == EXPECTED
    assert len(COLUMNS) == 29


def test_xlsx_keeps_nip_and_certificate_number_as_text_and_days_as_days(tmp_path: Path) -> None:
    write_xlsx(export_rows([ROW]), COLUMNS, tmp_path / "a.xlsx", "Riwayat Kursus")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    cells = dict(zip((cell.value for cell in sheet[1]), sheet[2], strict=True))
    assert list(cells) == list(EXPECTED)
    assert cells["NIP"].value == ROW.nip
    assert cells["Jenis Diklat (Kode)"].value == "16"
    assert cells["Tanggal Selesai"].value.date() == ROW.completed_on
    assert (cells["Jumlah JP"].value, cells["Nilai Akhir"].value) == (4, 88.5)


def test_rows_are_numbered_from_one_in_each_file() -> None:
    assert [cells[0] for cells in export_rows([ROW, ROW])] == [1, 2]


def test_a_pppk_has_no_pangkat_in_the_export() -> None:
    assert next(export_rows([ROW._replace(status="PPPK", rank="IX")]))[4] == "IX"


@pytest.mark.parametrize(
    ("number", "name"),
    [
        ("800.2/0001/PDP/2025", "1_800.2-0001-PDP-2025.pdf"),
        ("A\\B:C D\n", "1_A-B-C-D.pdf"),
        ("../../etc", "1_..-..-etc.pdf"),
    ],
)
def test_a_certificates_file_is_named_by_nip_and_number(number: str, name: str) -> None:
    assert certificate_file("1", number) == name


def test_the_siasn_record_has_exactly_the_keys_of_kursus_save() -> None:
    assert siasn_record(ROW._replace(siasn_person_id="A8ACA7"), "A5EB03") == {
        "id": None,
        "pnsOrangId": "A8ACA7",
        "jenisDiklatId": "16",
        "jenisKursus": "",
        "jenisKursusSertipikat": "T",
        "namaKursus": "Pelindungan Data Pribadi untuk Layanan Publik",
        "institusiPenyelenggara": "BKPSDM Kabupaten Contoh",
        "instansiId": "A5EB03",
        "nomorSertipikat": "800.2/0001/PDP/BKPSDM/2025",
        "tahunKursus": 2025,
        "tanggalKursus": "03-11-2025",
        "tanggalSelesaiKursus": "10-11-2025",
        "jumlahJam": 4,
        "lokasiId": "",
        "path": [],
        "id_rumpun_jabatan": [],
    }


def test_the_siasn_file_has_one_json_object_a_line() -> None:
    lines = b"".join(iter_jsonl(siasn_record(row, "") for row in [ROW, ROW])).decode().splitlines()
    assert [json.loads(line)["jumlahJam"] for line in lines] == [4, 4]


def test_structural_leadership_training_is_no_kursus() -> None:
    assert list(ACTIVITY_TYPES) == [str(code) for code in range(2, 26)]
    assert {letter for _, letter in ACTIVITY_TYPES.values()} == {"T", "F", "P"}
