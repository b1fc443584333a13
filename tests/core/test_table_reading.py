"""Tables in, from CSV and workbooks: what a file may never do to us."""

import io
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from elearning.core.tables import Row, TableRefused, read_table, reading, sheets
from tests.core.spreadsheets import NIP, rows_of, workbook


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
        (b"\xff\xfe\0\0", "roster.csv", "no text"),
        (b"\xff\xfe" + bytes(40), "roster.csv", "no text"),
        ("NIP;Nama\n".encode("utf-32"), "roster.csv", "no text"),
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


@pytest.mark.parametrize(
    "content", [b"NIP\n1\x81\n", "NIP\n1\n".encode("utf-16") + b"\x00", b"\xff\xfe\x00"]
)
def test_bytes_that_are_no_text_break_nothing(content: bytes) -> None:
    assert "\ufffd" in str(rows_of(content)[-1].values)
