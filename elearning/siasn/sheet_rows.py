"""Rows of sheets about SIASN as offices send them, read cell by cell; no database."""

import re
from datetime import date
from typing import NamedTuple

from flask_babel import gettext as _

from elearning.accounts import nip
from elearning.core.errors import Refused
from elearning.core.tables import Cell, Record
from elearning.records.days import day_of
from elearning.siasn.states import WORDS

STATE_COLUMNS = {
    "nip": ("NIP", "nipBaru", "NIP Baru", "NIP Peserta"),
    "number": (
        *("Nomor Sertifikat", "nomorSertipikat", "Nomor Sertipikat", "No. Sertifikat"),
        *("No Sertifikat", "noSertipikat"),
    ),
    "siasn_id": ("ID Riwayat SIASN", "ID Riwayat", "rwKursusId", "id_riwayat"),
    "state": ("Status Kirim SIASN", "Status SIASN", "Status Kirim", "Status"),
    "note": ("Catatan", "Keterangan", "Alasan"),
}
PEOPLE_COLUMNS = {
    "nip": STATE_COLUMNS["nip"],
    "siasn_id": ("pnsOrangId", "PNS ID", "pnsId", "ID PNS", "Orang ID", "idPns", "ID SIASN"),
}
LIST_COLUMNS = {
    "nip": STATE_COLUMNS["nip"],
    "number": STATE_COLUMNS["number"],
    "siasn_id": ("ID Riwayat SIASN", "ID Riwayat", "ID", "rwKursusId"),
    "title": ("Nama Pelatihan", "namaKursus", "Nama Kursus", "Nama Diklat", "Judul"),
    "started_on": ("Tanggal Mulai", "tanggalKursus", "Tanggal Kursus", "Tgl Mulai"),
    "completed_on": ("Tanggal Selesai", "tanggalSelesaiKursus", "Tgl Selesai"),
    "jp": ("Jumlah JP", "jumlahJam", "Jumlah Jam", "JP", "Jam Pelajaran"),
}

LONGEST_ID = 64
ID_PATTERN = r"[0-9A-Za-z][0-9A-Za-z._:-]*$"
ID = re.compile(ID_PATTERN)
_BLANK = frozenset({"", "-", "(kosong)"})
_STATES = {re.sub(r"\W", "", words.casefold()): state for state, words in WORDS.items()}


class Trouble(NamedTuple):
    """What is wrong in a cell, with its column's title."""

    column: str
    text: str


class StateRow(NamedTuple):
    """What a row says became of a record."""

    line: int
    nip: str
    number: str
    siasn_id: str
    #: A key of `states.WORDS`; empty when the row names none.
    state: str
    note: str
    troubles: tuple[Trouble, ...]
    titles: dict[str, str]


class PersonRow(NamedTuple):
    """Which id a row gives a person."""

    line: int
    nip: str
    siasn_id: str
    troubles: tuple[Trouble, ...]
    titles: dict[str, str]


class ListRow(NamedTuple):
    """A record as SIASN lists it."""

    line: int
    nip: str
    number: str
    siasn_id: str
    title: str
    started_on: date | None
    completed_on: date | None
    jp: int | None
    troubles: tuple[Trouble, ...]


class _Cells:
    """The cells of one row, with what is wrong in them."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.troubles: list[Trouble] = []

    def note(self, field: str, text: object) -> None:
        """Remember what is wrong in a cell."""
        self.troubles.append(Trouble(self.record.cell(field).column, str(text)))

    def nip(self) -> str:
        """Read 18 digits that no spreadsheet destroyed."""
        cell = self.record.cell("nip")
        if not cell.text:
            self.note("nip", _("The NIP is missing."))
            return ""
        try:
            return nip.normalise(cell.value)
        except Refused as refused:
            self.note("nip", refused)
            return ""

    def id(self) -> str:
        """Read an id of SIASN; a dash stands for none."""
        cell = self.record.cell("siasn_id")
        if cell.text in _BLANK:
            return ""
        if not is_id(cell):
            self.note(
                "siasn_id",
                _("This is no SIASN id. Copy it as text, without spaces, at most 64 characters."),
            )
            return ""
        return cell.text

    def state(self) -> str:
        """Read a state by the words of the export."""
        text = self.record.text("state")
        if text in _BLANK:
            return ""
        state = _STATES.get(re.sub(r"\W", "", text.casefold()), "")
        if not state:
            known = ", ".join(WORDS.values())
            self.note("state", _("Unknown state. Write one of: %(known)s.", known=known))
        return state

    def day(self, field: str) -> date | None:
        """Read a day, if the sheet has it."""
        if self.record.text(field) in _BLANK:
            return None
        day = day_of(self.record.cell(field).value)
        if day is None:
            self.note(field, _("Unknown date. Write it as 21-11-2025."))
        return day

    def hours(self) -> int | None:
        """Read whole learning hours, if the sheet has them."""
        text = self.record.text("jp").upper().removesuffix("JP").strip()
        if text in _BLANK:
            return None
        if not (text.isascii() and text.isdigit() and len(text) < 6):
            self.note("jp", _("JP is a whole number."))
            return None
        return int(text)

    def titles(self) -> dict[str, str]:
        """Return the titles of the columns as the sheet writes them."""
        return {field: title for field, (_index, title) in self.record.header.columns.items()}


def is_id(cell: Cell) -> bool:
    """Whether a cell can be an id of SIASN; a number is what a spreadsheet made of one."""
    text = cell.text
    return isinstance(cell.value, str) and len(text) <= LONGEST_ID and bool(ID.fullmatch(text))


def state_row(record: Record) -> StateRow:
    """Read what a row says became of a record."""
    cells = _Cells(record)
    number = record.text("number")
    found = (cells.nip(), number if number not in _BLANK else "", cells.id(), cells.state())
    note = record.text("note") if record.text("note") not in _BLANK else ""
    return StateRow(record.row.number, *found, note, tuple(cells.troubles), cells.titles())


def person_row(record: Record) -> PersonRow:
    """Read which id a row gives a person."""
    cells = _Cells(record)
    found = (cells.nip(), cells.id())
    return PersonRow(record.row.number, *found, tuple(cells.troubles), cells.titles())


def list_row(record: Record) -> ListRow:
    """Read a record as SIASN lists it."""
    cells = _Cells(record)
    number = record.text("number")
    days = (cells.day("started_on"), cells.day("completed_on"))
    found = (cells.nip(), number if number not in _BLANK else "", cells.id())
    return ListRow(
        record.row.number,
        *found,
        record.text("title"),
        *days,
        cells.hours(),
        tuple(cells.troubles),
    )
