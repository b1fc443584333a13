"""The header of a table: found wherever it stands, and named in every problem."""

from datetime import date

import pytest

from elearning.core.tables import Problem, TableRefused, find_header, records
from tests.core.spreadsheets import NIP, rows_of, workbook

WANTED = {"nip": ("NIP", "nipBaru"), "name": ("Nama Lengkap", "Nama"), "unit": ("Unit Kerja",)}


def test_the_header_is_found_below_titles_and_merged_cells() -> None:
    data = workbook(
        ("DAFTAR PEGAWAI NEGERI SIPIL",),
        ("Keadaan 1 November 2025",),
        (),
        ("No", "N I P", "NAMA\nLENGKAP", "Unit  Kerja"),
        (1, 2, 3, 4),
        (1, NIP, "Contoh Lestari", "Bidang Satu"),
        merged=("A1:D1", "A2:D2"),
    )
    found = list(records(rows_of(data, "a.xlsx"), WANTED, ["nip", "name"]))
    assert [(r.row.number, r.text("nip"), r.text("unit")) for r in found] == [
        (6, NIP, "Bidang Satu")
    ]
    assert found[0].cell("name").column == "NAMA LENGKAP"


def test_a_double_header_with_merged_cells_is_read_as_one() -> None:
    wanted = {"nip": ("NIP",), "front": ("Gelar Depan",), "back": ("Gelar Belakang",)}
    rows = rows_of(
        workbook(
            ("NIP", "Gelar", None, "Keterangan"),
            (None, "Depan", "Belakang", None),
            (NIP, "Dr.", "M.T.", "-"),
            merged=("A1:A2", "B1:C1", "D1:D2"),
        ),
        "a.xlsx",
    )
    header = find_header(rows, wanted, ["nip"])
    assert header.line == 2
    assert [header.columns[field][0] for field in wanted] == [0, 1, 2]
    assert header.columns["back"][1] == "Gelar Belakang"


def test_a_row_below_the_header_is_never_taken_for_one() -> None:
    found = list(records(rows_of(f"NIP,Nama\n{NIP},Lestari\n".encode()), WANTED, ["nip"]))
    assert [record.text("name") for record in found] == ["Lestari"]


def test_the_best_title_wins_where_two_columns_fit() -> None:
    header = find_header(rows_of(b"nip,nama,Nama Lengkap\n"), WANTED)
    assert header.columns["name"] == (2, "Nama Lengkap")


def test_wrong_columns_are_refused_naming_the_missing_and_the_found() -> None:
    rows = rows_of(b"Daftar\nNIP,Pegawai,Kantor\n1,2,3\n")
    with pytest.raises(TableRefused) as refused:
        find_header(rows, WANTED, ["nip", "name"])
    assert str(refused.value) == (
        "These columns are missing: Nama Lengkap. Found in row 2: NIP, Pegawai, Kantor."
    )


def test_no_header_at_all_is_refused() -> None:
    with pytest.raises(TableRefused, match="No header row"):
        find_header(rows_of(b"a,b\n"), WANTED, ["nip"])
    with pytest.raises(TableRefused, match="empty"):
        find_header([], WANTED, ["nip"])


def test_a_problem_says_its_row_and_its_column_as_written() -> None:
    record = next(records(rows_of(b"Judul\n\nN.I.P.,Nama\n12,Lestari\n"), WANTED, ["nip"]))
    problem = record.cell("nip").problem("too short")
    assert problem == Problem(4, "N.I.P.", "too short", "error")
    assert str(problem) == "Row 4, column N.I.P.: too short"
    assert str(Problem(4, "", "left out")) == "Row 4: left out"
    assert record.cell("unit").text == ""


def test_a_cells_text_is_what_a_person_sees() -> None:
    rows = rows_of(workbook(("NIP", "Nama", "Unit Kerja"), (12.0, date(2025, 3, 1), 1.5)), "a.xlsx")
    record = next(records(rows, WANTED, ["nip"]))
    assert [record.text(field) for field in WANTED] == ["12", "01-03-2025", "1.5"]
