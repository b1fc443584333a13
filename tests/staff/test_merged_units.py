"""Offices merge the unit's cell over its people: the unit is then everybody's, nothing else is."""

import io

import openpyxl
import pytest

from elearning.accounts.roster import Roster, read_roster
from elearning.core.application import Application
from tests.core.spreadsheets import workbook
from tests.factories import make_unit, work
from tests.staff.rosters import planned, problems

ANI, BUDI, CICI = "198503172010011987", "199012052015032996", "197205101998031993"
HEADER = ("NIP", "Nama", "Jabatan", "Unit Kerja", "Perangkat Daerah", "Kode Unit")
BLOCK = (
    HEADER,
    (ANI, "Ani", "Analis", "Bidang Satu", "Dinas Contoh", "B1"),
    (BUDI, "Budi", None, None, None, None),
    (CICI, "Cici", None, None, None, None),
)


def roster(data: bytes, filename: str = "pegawai.xlsx") -> Roster:
    """Read a roster."""
    return read_roster(io.BytesIO(data), filename)


def units(found: Roster) -> list[tuple[str, str, str]]:
    """Return where each person belongs."""
    return [(row.unit_name, row.department, row.unit_code) for row in found.rows]


def test_a_merged_unit_is_the_unit_of_every_row_it_covers() -> None:
    found = roster(workbook(*BLOCK, merged=("D2:D4", "E2:E4", "F2:F3")))
    assert units(found) == [
        ("Bidang Satu", "Dinas Contoh", "B1"),
        ("Bidang Satu", "Dinas Contoh", "B1"),
        ("Bidang Satu", "Dinas Contoh", ""),
    ]


def test_only_units_are_filled_down() -> None:
    found = roster(workbook(*BLOCK, merged=("C2:C4", "D2:D4")))
    assert [row.position for row in found.rows] == ["Analis", "", ""]


def test_a_new_merge_below_ends_the_one_above() -> None:
    below = ("198111232006042991", "Dedi", None, "Bidang Dua", None, None)
    last = ("198806152011012994", "Eka", None, None, None, None)
    data = workbook(
        ("DAFTAR PEGAWAI",), (), *BLOCK, below, last, merged=("A1:F1", "D4:D6", "D7:D8")
    )
    names = [name for name, _department, _code in units(roster(data))]
    assert names == ["Bidang Satu"] * 3 + ["Bidang Dua"] * 2


def test_cells_merged_in_one_row_fill_nothing_below() -> None:
    found = roster(workbook(*BLOCK, merged=("D2:E2",)))
    assert units(found)[1:] == [("", "", "")] * 2


def test_a_blank_row_inside_a_merged_unit_stays_blank() -> None:
    found = roster(workbook(*BLOCK[:2], (), *BLOCK[2:], merged=("D2:D5",)))
    assert [row.line for row in found.rows] == [2, 4, 5]
    assert found.problems == ()


def test_a_unit_merged_over_no_name_names_nobody() -> None:
    signature = (None, None, "Kepala Dinas", None, None, None)
    found = roster(workbook(*BLOCK, signature, merged=("D2:D5",)))
    assert [(problem.line, problem.level) for problem in found.problems] == [(5, "warning")]


@pytest.mark.parametrize(("merged", "errors"), [((), [3, 4]), (("D2:D3",), [4]), (("D2:D4",), [])])
def test_a_blank_unit_without_a_merge_stays_an_error(
    app: Application, merged: tuple[str, ...], errors: list[int]
) -> None:
    rows = [row[:4] for row in BLOCK]
    with work(app):
        make_unit(code="KAB", name="Kabupaten Contoh")
        change = planned(workbook(*rows, merged=merged))
        found = problems(change)
    assert [problem.line for problem in found] == errors
    assert all("pegawai baru harus mempunyai unit" in each.message for each in found)
    assert change.counts["error"] == len(errors)


def test_merges_down_to_the_last_row_of_a_sheet_are_read() -> None:
    book = openpyxl.Workbook()
    for row in BLOCK:
        book.active.append(row)
    book.active.merged_cells.add("D2:D1048576")
    data = io.BytesIO()
    book.save(data)
    assert len(roster(data.getvalue()).rows) == 3
