"""Workbooks out: text stays text, days are days, and memory stays small."""

import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from elearning.core.tables import Column, write_xlsx
from elearning.core.tables.xlsx import write_with_python, write_with_rust
from tests.core.spreadsheets import COLUMNS, NIP, ROW

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
