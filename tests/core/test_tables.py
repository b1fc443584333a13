"""Tables out and in: what a spreadsheet may never do to a NIP, and what a file may never do to us."""

import csv
import io
import subprocess
import sys
import tracemalloc
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearning.core.tables import (
    Column,
    Problem,
    Row,
    TableRefused,
    find_header,
    iter_csv,
    iter_jsonl,
    read_table,
    reading,
    records,
    sheets,
    write_csv,
    write_jsonl,
    write_xlsx,
)
from elearning.core.tables.xlsx import write_with_python, write_with_rust

NIP = "198503172010011987"
COLUMNS = (
    Column("No", "int", 6),
    Column("NIP", "text", 20),
    Column("Nama", "text", 30),
    Column("Tanggal", "date", 12),
    Column("Nilai", "decimal", 8),
)
ROW = (1, NIP, "Dra. Contoh Lestari, M.AP.", date(2025, 11, 3), Decimal("88.50"))
WANTED = {"nip": ("NIP", "nipBaru"), "name": ("Nama Lengkap", "Nama"), "unit": ("Unit Kerja",)}


def cell_of(text: str, delimiter: str = ",", **options: bool) -> str:
    """Return how a text column writes a text, quotes undone."""
    data = b"".join(iter_csv([(text,)], [Column("Teks")], delimiter, **options))
    lines = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=delimiter)
    return list(lines)[1][0]


def rows_of(data: bytes, filename: str = "pegawai.csv") -> list[Row]:
    return list(read_table(io.BytesIO(data), filename))


def workbook(*rows: tuple[object, ...], merged: tuple[str, ...] = ()) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for cells in merged:
        book.active.merge_cells(cells)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


# CSV out


def test_csv_has_a_bom_crlf_indonesian_dates_and_decimals() -> None:
    data = b"".join(iter_csv([ROW], COLUMNS))
    assert data == (
        b"\xef\xbb\xbfNo,NIP,Nama,Tanggal,Nilai\r\n"
        b'1,198503172010011987,"Dra. Contoh Lestari, M.AP.",03-11-2025,"88,5"\r\n'
    )


def test_csv_for_indonesian_excel_divides_with_semicolons() -> None:
    stream = io.BytesIO()
    write_csv([ROW], COLUMNS, stream, ";")
    line = stream.getvalue().decode("utf-8-sig").splitlines()[1]
    assert line == f"1;{NIP};Dra. Contoh Lestari, M.AP.;03-11-2025;88,5"


@pytest.mark.parametrize(
    "text",
    [
        *("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\u00a0=1", "\u200b=1", '"=1'),
        *("＝1", "＋1", "－1", "＠A", "\n=1", "\tteks", "\rteks", "−1"),
    ],
)
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_a_text_that_a_spreadsheet_could_run_gets_an_apostrophe(text: str, delimiter: str) -> None:
    cell = cell_of(text, delimiter)
    assert cell.startswith("'")
    assert cell.replace("'", "") == text.replace("'", "")


def test_a_formula_cannot_hide_behind_the_other_delimiter() -> None:
    assert cell_of("Lestari;=1+1") == "Lestari;'=1+1"
    assert cell_of("Lestari,=1+1", ";") == "Lestari,'=1+1"
    assert cell_of("satu\n=1+1") == "satu\n'=1+1"


@pytest.mark.parametrize(
    "text", ["E-Learning", "a@b.go.id", "1+1=2", "Jalan - jalan", "PDP, dasar"]
)
def test_a_harmless_text_stays_as_it_is(text: str) -> None:
    assert cell_of(text) == text


def test_numbers_stay_numbers_even_below_zero() -> None:
    columns = [Column("a", "int"), Column("b", "decimal"), Column("c", "decimal")]
    data = b"".join(iter_csv([(-5, Decimal("-0.50"), Decimal(100))], columns, ";"))
    assert data.splitlines()[1] == b"-5;-0,5;100"


def test_an_empty_value_leaves_the_cell_empty() -> None:
    data = b"".join(iter_csv([(None,) * 5], COLUMNS))
    assert data.splitlines()[1] == b",,,,"


def test_long_digits_are_guarded_on_request_only() -> None:
    assert cell_of(NIP) == NIP
    assert cell_of(NIP, guard_digits=True) == f"'{NIP}"
    assert cell_of("2025", guard_digits=True) == "2025"


@given(st.lists(st.tuples(st.text(), st.text()), max_size=5), st.sampled_from([",", ";", "\t"]))
def test_a_csv_is_read_back_as_it_was_but_for_apostrophes(
    rows: list[tuple[str, str]], delimiter: str
) -> None:
    data = b"".join(iter_csv(rows, [Column("a"), Column("b")], delimiter)).decode("utf-8-sig")
    found = list(csv.reader(io.StringIO(data, newline=""), delimiter=delimiter))[1:]
    bare = [
        [text.encode("utf-8", "replace").decode().replace("'", "") for text in row] for row in rows
    ]
    assert [[cell.replace("'", "") for cell in row] for row in found] == bare


def test_csv_streams_in_chunks_of_about_64_kilobytes() -> None:
    chunks = list(iter_csv([("x" * 500,)] * 1000, [Column("a")]))
    assert len(chunks) == 1 + 8
    assert max(map(len, chunks)) < 80_000


def test_a_row_of_another_length_is_a_bug_and_fails() -> None:
    with pytest.raises(ValueError, match="zip"):
        list(iter_csv([(1, 2)], COLUMNS))


def test_the_memory_of_texts_is_bounded() -> None:
    tracemalloc.start()
    try:
        assert (
            sum(1 for _ in iter_csv(((f"{n:018d}",) for n in range(50_000)), [Column("a")])) > 300
        )
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()


def test_jsonl_keeps_order_and_letters() -> None:
    stream = io.BytesIO()
    write_jsonl([{"b": "Jawa – é", "a": None}, {"b": 1}], stream)
    assert stream.getvalue().decode() == '{"b":"Jawa – é","a":null}\n{"b":1}\n'
    assert list(iter_jsonl([])) == []


# XLSX out


@pytest.mark.parametrize("write", [write_xlsx, write_with_rust, write_with_python])
def test_xlsx_keeps_text_as_text_and_days_as_days(tmp_path: Path, write: object) -> None:
    path = tmp_path / "riwayat.xlsx"
    formula = (2, "=1+1", "=cmd|' /C calc'!A0", None, None)
    write([ROW, formula], COLUMNS, path, "Riwayat Kursus")  # type: ignore[operator]
    sheet = openpyxl.load_workbook(path)["Riwayat Kursus"]
    assert [cell.value for cell in sheet[1]] == ["No", "NIP", "Nama", "Tanggal", "Nilai"]
    assert [cell.data_type for cell in sheet[2]] == ["n", "s", "s", "d", "n"]
    assert [sheet["B2"].value, sheet["D2"].value.date(), sheet["E2"].value] == [NIP, ROW[3], 88.5]
    assert [cell.data_type for cell in sheet[3]][1:3] == ["s", "s"]
    assert sheet["B3"].value == "=1+1"
    assert sheet["D2"].number_format == "dd-mm-yyyy"
    assert sheet["B2"].number_format == "@"
    assert sheet["A1"].font.bold
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:E3"
    assert sheet.column_dimensions["C"].width > 25


@pytest.mark.parametrize("write", [write_xlsx, write_with_rust, write_with_python])
def test_an_empty_xlsx_still_has_its_header(tmp_path: Path, write: object) -> None:
    write([], COLUMNS, tmp_path / "kosong.xlsx", "Kosong")  # type: ignore[operator]
    sheet = openpyxl.load_workbook(tmp_path / "kosong.xlsx").active
    assert [cell.value for cell in sheet[1]] == [column.header for column in COLUMNS]


def test_xlsx_cuts_a_text_at_excels_longest_cell(tmp_path: Path) -> None:
    write_xlsx([("x" * 40_000,), (7,)], [Column("a")], tmp_path / "a.xlsx", "a")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert len(sheet["A2"].value) == 32_767
    assert sheet["A3"].value == "7"


MEMORY = """
import resource, sys
from pathlib import Path
from elearning.core.tables import Column, iter_csv, write_xlsx
columns = [Column(str(n)) for n in range(6)]
def rows(count):
    return ((f"{n:018d}", "Contoh Lestari", "Dinas", "Unit", "Judul", f"800.2/{n}") for n in range(count))
def write(count):
    write_xlsx(rows(count), columns, Path(sys.argv[1]), "a")
    for _ in iter_csv(rows(count), columns):
        pass
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
write(30_000)
print(write(30_000), write(100_000))
"""


def test_exports_of_a_hundred_thousand_rows_need_no_more_memory(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", MEMORY, tmp_path / "a.xlsx"],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    small, large = map(int, ran.stdout.split())
    assert large < small + 4 * 1024


# CSV in


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_is_read_whatever_its_delimiter(delimiter: str) -> None:
    rows = rows_of(f'NIP{delimiter}Nama\r\n{NIP}{delimiter}"Lestari, M.AP."\r\n'.encode())
    assert rows == [Row(1, ("NIP", "Nama")), Row(2, (NIP, "Lestari, M.AP."))]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_csv_is_read_in_the_encodings_of_excel(encoding: str) -> None:
    assert rows_of("Nama;Unit\nRenée;Bidang – Satu\n".encode(encoding))[1].values == (
        "Renée",
        "Bidang – Satu",
    )


def test_rows_are_numbered_as_a_spreadsheet_shows_them() -> None:
    rows = rows_of(b'Judul,\n\n"a\nb",2\nc,3\n')
    assert [row.number for row in rows] == [1, 2, 3, 4]
    assert rows[3].values == ("c", "3")


@pytest.mark.parametrize(
    ("data", "filename", "words"),
    [
        (b"x", "roster.pdf", "Only CSV"),
        (b"\x00\x01\x02", "roster.csv", "no table"),
        (b"<html><table>", "roster.xls", "web page"),
        (b"PK\x03\x04rusak", "roster.xlsx", "damaged"),
        (b"\xd0\xcf\x11\xe0rusak", "roster.xls", "cannot be read"),
        (b'NIP,Nama\n"' + b"x" * 200_000, "roster.csv", "quotation mark"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_a_sentence(
    data: bytes, filename: str, words: str
) -> None:
    with pytest.raises(TableRefused, match=words):
        rows_of(data, filename)


def test_a_file_too_large_is_refused_while_it_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_BYTES", 1 << 20)
    with pytest.raises(TableRefused, match="larger than 1 MB"):
        rows_of(b"a,b\n" * 300_000)


def test_a_table_with_too_many_rows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_ROWS", 2)
    with pytest.raises(TableRefused, match="more than 2 rows"):
        rows_of(b"a\nb\nc\n")


# Workbooks in


def test_a_workbook_gives_values_as_they_are() -> None:
    rows = rows_of(workbook(("NIP", "Mulai"), (198503172010011987, date(2025, 3, 17))), "a.xlsx")
    assert isinstance(rows[1].values[0], float)
    assert rows[1].values[1] == date(2025, 3, 17)


def test_a_path_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook(("NIP",), (NIP,)))
    assert list(read_table(path))[1].values == (NIP,)


def test_hidden_and_empty_sheets_are_passed_over() -> None:
    book = openpyxl.Workbook()
    book.active.title = "Kosong"
    hidden = book.create_sheet("Sembunyi")
    hidden.append(["rahasia"])
    hidden.sheet_state = "hidden"
    book.create_sheet("Pegawai").append(["NIP"])
    data = io.BytesIO()
    book.save(data)
    assert [row.values for row in rows_of(data.getvalue(), "a.xlsx")] == [("NIP",)]


def test_a_workbook_without_values_is_an_empty_table() -> None:
    assert rows_of(workbook(), "a.xlsx") == []


def test_reading_only_the_first_row_ends_the_reading_process() -> None:
    rows = read_table(io.BytesIO(workbook(*[(n,) for n in range(50_000)])), "a.xlsx")
    assert next(rows).number == 1
    rows.close()  # type: ignore[attr-defined]


def test_a_workbook_that_asks_for_all_memory_is_contained() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "NIP"
    book.active["XFD1048576"] = "bom"
    data = io.BytesIO()
    book.save(data)
    with pytest.raises(TableRefused, match="too much memory"):
        rows_of(data.getvalue(), "bom.xlsx")


def test_a_zip_bomb_is_refused_before_it_is_opened() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/worksheets/sheet1.xml", b"0" * (5 << 20))
    with pytest.raises(TableRefused, match="not opened"):
        rows_of(data.getvalue(), "bom.xlsx")


def test_a_locked_workbook_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    locked = tmp_path / "locked.py"
    locked.write_text(f"raise SystemExit({sheets.LOCKED})")
    monkeypatch.setattr(sheets, "_READER", locked)
    with pytest.raises(TableRefused, match="password"):
        rows_of(workbook(("NIP",)), "a.xlsx")


# Headers


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
