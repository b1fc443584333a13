"""The roster: every column name of the field, and every way in which a roster is wrong."""

import io
from datetime import date

import openpyxl
import pytest

from elearning.accounts.roster import Roster, read_roster
from elearning.core.tables import TableRefused

NIP = "198503172010011987"
OTHER = "199012052015032996"
PPPK = "199207042022212993"


def roster(*lines: str) -> Roster:
    return read_roster(io.BytesIO("\n".join(lines).encode()), "pegawai.csv")


def messages(found: Roster, level: str = "error") -> list[str]:
    return [str(problem) for problem in found.problems if problem.level == level]


def test_siasns_own_column_names_are_read() -> None:
    found = roster(
        "id;nipBaru;nama;gelarDepan;gelarBelakang;email;emailGov;kedudukanPnsNama;statusPegawai;"
        "unorNama;unorIndukNama;jenisJabatan;jabatanNama;golRuangAkhir;tmtJabatan",
        f"A8ACA7;{NIP};CONTOH LESTARI;Dr.;S.Kom., M.T.;x@mail.id;Lestari@contoh.go.id;Aktif;PNS;"
        "Bidang Satu;Dinas Kominfo;2;Analis Kebijakan Ahli Pertama;III/a;01-04-2020",
    )
    assert found.problems == ()
    row = found.rows[0]
    assert row.line == 2
    assert (row.front_title, row.name, row.back_title) == ("Dr.", "CONTOH LESTARI", "S.Kom., M.T.")
    assert (row.status, row.rank, row.position_kind) == ("PNS", "III/a", "Fungsional")
    assert (row.unit_name, row.department) == ("Bidang Satu", "Dinas Kominfo")
    assert (row.email, row.siasn_id, row.legal_standing) == ("lestari@contoh.go.id", "A8ACA7", "01")
    assert row.start_date == date(2020, 4, 1)


def test_everyday_headers_below_titles_in_merged_cells_are_read() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"], sheet["A2"] = "DAFTAR PEGAWAI", "Dinas Contoh, Kabupaten Contoh"
    sheet.merge_cells("A1:G1")
    sheet.merge_cells("A2:G2")
    sheet.append([])
    sheet.append(["No.", "NIP", "Nama Lengkap", "Golongan", "Jabatan", "Unit Kerja", "NIP Atasan"])
    sheet.append(range(1, 8))
    sheet.append([1, f"'{NIP}", "Dra. Contoh Lestari, M.AP.", "III/a", "Analis", "Bidang", OTHER])
    sheet.append([])
    sheet["F10"] = "Kepala Dinas"
    data = io.BytesIO()
    book.save(data)
    data.seek(0)
    found = read_roster(data, "pegawai.xlsx")
    assert [(row.line, row.nip, row.supervisor_nip) for row in found.rows] == [(6, NIP, OTHER)]
    assert found.rows[0][2:5] == ("Dra.", "Contoh Lestari", "M.AP.")
    assert messages(found, "warning") == ["Row 10: Left out: the row has neither NIP nor name."]


def test_a_roster_with_wrong_columns_is_refused_naming_them() -> None:
    with pytest.raises(TableRefused, match=r"missing: NIP\. Found in row 1: Nomor, Nama, Alamat"):
        roster("Nomor,Nama,Alamat", "1,Contoh,Jalan")


def test_a_nip_in_scientific_notation_is_an_error_with_its_place() -> None:
    found = roster("NIP;Nama", "1,98503E+17;Contoh")
    assert found.rows == ()
    assert found.has_errors
    assert messages(found)[0].startswith("Row 2, column NIP: The spreadsheet turned this NIP")


def test_a_nip_in_a_numeric_cell_is_an_error_though_it_looks_whole() -> None:
    book = openpyxl.Workbook()
    book.active.append(["NIP", "Nama"])
    book.active.append([int(NIP), "Contoh"])
    data = io.BytesIO()
    book.save(data)
    data.seek(0)
    assert "lost its last digits" in messages(read_roster(data, "a.xlsx"))[0]


def test_a_nip_twice_in_a_file_names_both_rows() -> None:
    found = roster("NIP,Nama", f"{NIP},Satu", f"{OTHER},Dua", f"{NIP},Tiga")
    assert [row.name for row in found.rows] == ["Satu", "Dua"]
    assert messages(found) == ["Row 4, column NIP: The same NIP stands in row 2 already."]


def test_a_row_without_nip_or_name_is_an_error() -> None:
    found = roster("NIP,Nama", ",Satu", f"{NIP},")
    assert messages(found) == [
        "Row 2, column NIP: The NIP is missing.",
        "Row 3, column Nama: The name is missing.",
    ]


@pytest.mark.parametrize(
    ("written", "status"),
    [
        *(
            ("PNS", "PNS"),
            ("cpns", "CPNS"),
            ("P3K", "PPPK"),
            ("PPPK Paruh Waktu", "PPPK Paruh Waktu"),
        ),
        *(("Pegawai Negeri Sipil", "PNS"), ("", "PNS")),
    ],
)
def test_a_status_is_read_in_its_spellings(written: str, status: str) -> None:
    assert roster("NIP,Nama,Status", f"{NIP},Satu,{written}").rows[0].status == status


def test_an_empty_status_follows_from_the_nip() -> None:
    assert roster("NIP,Nama", f"{PPPK},Satu").rows[0].status == "PPPK"


def test_an_unknown_status_is_an_error() -> None:
    assert "Unknown status" in messages(roster("NIP,Nama,Status", f"{NIP},Satu,Honorer"))[0]


def test_a_rank_that_the_status_cannot_have_is_left_empty_with_a_warning() -> None:
    found = roster("NIP,Nama,Status,Gol", f"{PPPK},Satu,PPPK,III/a")
    assert found.rows[0].rank == ""
    assert messages(found, "warning") == [
        "Row 2, column Gol: This rank does not exist for PPPK; it was left empty."
    ]


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        *(("Jabatan Struktural", "Struktural"), ("FUNGSIONAL_TERTENTU", "Fungsional")),
        *(("Fungsional Umum", "Pelaksana"), ("Pelaksana", "Pelaksana"), ("4", "Pelaksana")),
        *(("Jabatan Administrator", "Struktural"), ("", "")),
    ],
)
def test_a_kind_of_position_is_read_in_its_spellings(written: str, kind: str) -> None:
    assert roster("NIP,Nama,Jenis Jabatan", f"{NIP},Satu,{written}").rows[0].position_kind == kind


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("Jenis Jabatan", "Direktur", "Unknown kind of position"),
        ("Email", "bukan surel", "no e-mail address"),
        ("NIP Atasan", "123", "has 18 digits"),
        ("NIP Atasan", NIP, "their own supervisor"),
        ("TMT Jabatan", "31-02-2020", "Unknown date"),
        ("TMT Jabatan", "kemarin", "Unknown date"),
        ("TMT Jabatan", "01-02-0202", "Unknown date"),
        ("TMT Jabatan", "2205-02-01", "Unknown date"),
    ],
)
def test_a_bad_extra_costs_the_extra_not_the_person(column: str, value: str, words: str) -> None:
    found = roster(f"NIP,Nama,{column}", f"{NIP},Satu,{value}")
    assert len(found.rows) == 1
    assert [words in message for message in messages(found, "warning")] == [True]
    assert value not in found.rows[0][3:]


def test_an_email_address_belongs_to_one_person_only() -> None:
    found = roster("NIP,Nama,Email", f"{NIP},Satu,A@contoh.id", f"{OTHER},Dua,a@contoh.id")
    assert [row.email for row in found.rows] == ["a@contoh.id", ""]
    assert "address of row 2" in messages(found, "warning")[0]


@pytest.mark.parametrize("written", ["2020-04-01", "2020-04-01 00:00:00", "1/4/2020", "01.04.2020"])
def test_a_start_date_is_read_in_its_spellings(written: str) -> None:
    assert roster("NIP,Nama,TMT", f"{NIP},Satu,{written}").rows[0].start_date == date(2020, 4, 1)


def test_a_dash_means_nothing() -> None:
    found = roster("NIP,Nama,Gol,Email,NIP Atasan,TMT,Kedudukan Hukum", f"{NIP},Satu,-,-,-,-,-")
    assert found.problems == ()
    assert found.rows[0].legal_standing == ""


def test_an_unknown_legal_standing_is_an_error_because_it_decides_who_may_learn() -> None:
    found = roster("NIP,Nama,Kedudukan Hukum", f"{NIP},Satu,Sibuk")
    assert "Unknown kedudukan hukum" in messages(found)[0]


def test_an_odd_nip_is_a_warning_and_the_person_is_kept() -> None:
    found = roster("NIP,Nama", "198503172010013987,Satu")
    assert len(found.rows) == 1
    assert not found.has_errors
    assert "sex" in messages(found, "warning")[0]


def test_a_character_that_certificates_cannot_print_is_reported_and_blocks_nobody() -> None:
    found = roster("NIP;Nama;Gelar Belakang", f"{NIP};Yun 漢字;S.E.", f"{OTHER};José Łukasz;S.E.")
    assert [row.name for row in found.rows] == ["Yun 漢字", "José Łukasz"]
    assert messages(found, "warning") == [
        "Row 2, column Nama: Certificates print a mark in place of 漢 字. Write it in Latin letters."
    ]
