"""A staff roster, as SIASN, SIMPEG or an office writes it, read into rows and problems.

Nothing is stored here: the import shows the problems and applies only a roster without errors.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import BinaryIO, Literal, NamedTuple

from flask_babel import gettext as _

from elearning.accounts import nip
from elearning.accounts.first_rows import FirstRows
from elearning.accounts.names import Name, split_name
from elearning.accounts.plausible_days import EARLIEST, LATEST
from elearning.accounts.ranks import rank_of
from elearning.accounts.standings import standing_of
from elearning.core.errors import Refused
from elearning.core.printable import unprintable_characters
from elearning.core.tables import Problem, Record, read_table, records

#: Titles of the columns, the best first; a field's own name counts too.
COLUMNS = {
    "nip": ("NIP", "nipBaru", "NIP Baru", "Nomor Induk Pegawai", "NIPPPK", "NI PPPK", "NIP/NIPPPK"),
    "name": ("Nama", "Nama Lengkap", "Nama Pegawai", "Nama ASN", "Nama Tanpa Gelar"),
    "front_title": ("Gelar Depan", "Gelar Dpn"),
    "back_title": ("Gelar Belakang", "Gelar Blk"),
    "status": ("Status ASN", "statusPegawai", "Status Kepegawaian", "Status", "Jenis ASN"),
    "rank": (
        *("golRuangAkhir", "Golongan", "Golongan Ruang", "Gol. Ruang", "Gol/Ruang", "Gol"),
        *("Pangkat/Golongan", "Pangkat/Gol. Ruang", "Pangkat Golongan Ruang", "Pangkat, Gol/Ruang"),
    ),
    "position": ("Jabatan", "jabatanNama", "Nama Jabatan"),
    "position_kind": ("Jenis Jabatan", "jenisJabatanNama"),
    "unit_code": ("Kode Unit", "Kode Unit Kerja", "unorId", "Kode Unor"),
    "unit_name": ("Unit Kerja", "unorNama", "Nama Unor", "Unit", "Unit Organisasi", "Sub Unit"),
    "department": (
        *("Perangkat Daerah", "unorIndukNama", "Unor Induk", "OPD", "SKPD", "Satuan Kerja"),
        *("Unit Eselon I", "Unit Eselon II"),
    ),
    "email": ("emailGov", "Email Dinas", "Email", "Alamat Email", "Surel"),
    "supervisor_nip": ("NIP Atasan", "NIP Atasan Langsung", "Atasan NIP", "atasanNip"),
    "siasn_id": ("pnsOrangId", "ID SIASN", "ID PNS", "id"),
    "legal_standing": (
        "Kedudukan Hukum",
        "kedudukanPnsNama",
        "kedudukanPnsId",
        "kedudukanHukumNama",
    ),
    "start_date": ("TMT Jabatan", "tmtJabatan", "TMT"),
}
REQUIRED = ("nip", "name")
#: Offices merge the cell of a unit over its people.
MERGED = ("unit_code", "unit_name", "department")

_STATUSES = {
    "pns": "PNS",
    "cpns": "CPNS",
    "pppk": "PPPK",
    "p3k": "PPPK",
    "cpppk": "PPPK",
    "pppkparuhwaktu": "PPPK Paruh Waktu",
    "p3kparuhwaktu": "PPPK Paruh Waktu",
    "paruhwaktu": "PPPK Paruh Waktu",
    "pegawainegerisipil": "PNS",
    "calonpegawainegerisipil": "CPNS",
}
#: The first word that occurs decides; SIASN's codes 1–4 count too.
_POSITION_KINDS = (
    (("umum", "pelaksana", "jfu"), "Pelaksana"),
    (("fungsional", "jft"), "Fungsional"),
    (("struktural", "manajerial", "administrator", "pengawas", "jpt", "pimpinan"), "Struktural"),
)
_POSITION_CODES = {"1": "Struktural", "2": "Fungsional", "3": "Struktural", "4": "Pelaksana"}
EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;.]+")
_DAY = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")

Level = Literal["error", "warning"]


class RosterRow(NamedTuple):
    """A person as the roster states it, with the row's number in the file."""

    line: int
    nip: str
    front_title: str
    name: str
    back_title: str
    status: str
    rank: str
    position: str
    position_kind: str
    unit_code: str
    unit_name: str
    department: str
    email: str
    supervisor_nip: str
    siasn_id: str
    #: Code of kedudukan hukum; empty when the roster says nothing.
    legal_standing: str
    start_date: date | None
    #: Whether the status only follows from the format of the NIP.
    is_status_guessed: bool


class Roster(NamedTuple):
    """The people of a roster, without the rows that have an error, and what is wrong with it."""

    rows: tuple[RosterRow, ...]
    problems: tuple[Problem, ...]

    @property
    def has_errors(self) -> bool:
        """Whether the roster must be mended before it can be applied."""
        return any(problem.level == "error" for problem in self.problems)


def read_roster(source: Path | BinaryIO, filename: str = "") -> Roster:
    """Read a roster file; a file that is no roster is refused with what is missing."""
    return parse_roster(records(read_table(source, filename), COLUMNS, REQUIRED, MERGED))


def parse_roster(found: Iterable[Record]) -> Roster:
    """Read the rows below the header."""
    rows, problems = list[RosterRow](), list[Problem]()
    for row, wrong in read_rows(found):
        problems += wrong
        rows += [row] if row else []
    return Roster(tuple(rows), tuple(sorted(problems, key=lambda problem: problem.line)))


def read_rows(found: Iterable[Record]) -> Iterator[tuple[RosterRow | None, list[Problem]]]:
    """Yield every row with what is wrong in it; None in place of one that cannot be applied.

    Memory stays the same however many rows there are: what was seen before lies in a file.
    """
    with FirstRows() as seen:
        reader = _Reader(seen)
        for record in found:
            row = reader.read(record)
            yield row, reader.taken_problems()


class _Reader:
    """Reads rows one by one and remembers the problems of the present one."""

    def __init__(self, seen: FirstRows) -> None:
        self._problems: list[Problem] = []
        self._seen = seen

    def taken_problems(self) -> list[Problem]:
        """Return the problems since the last time."""
        taken, self._problems = self._problems, []
        return taken

    def read(self, record: Record) -> RosterRow | None:
        """Return a row that can be applied."""
        if not record.text("nip") and not record.text("name"):
            self._skip(record)
            return None
        row = self._row(record)
        return None if any(problem.level == "error" for problem in self._problems) else row

    def _skip(self, record: Record) -> None:
        """Warn of a row that names nobody, such as a signature below the table."""
        message = _("Left out: the row has neither NIP nor name.")
        self._problems.append(Problem(record.row.number, "", message, "warning"))

    def _row(self, record: Record) -> RosterRow:
        """Read one person."""
        number = self._nip(record)
        status = self._status(record, number)
        if number:
            for sentence in nip.warnings(number, status):
                self._note(record, "nip", sentence, "warning")
        name = self._name(record)
        return RosterRow(
            line=record.row.number,
            nip=number,
            front_title=name.front,
            name=name.name,
            back_title=name.back,
            status=status,
            rank=self._rank(record, status),
            position=record.text("position"),
            position_kind=self._position_kind(record),
            unit_code=record.text("unit_code"),
            unit_name=record.text("unit_name"),
            department=record.text("department"),
            email=self._email(record),
            supervisor_nip=self._supervisor(record, number),
            siasn_id=record.text("siasn_id"),
            legal_standing=self._standing(record),
            start_date=self._start_date(record),
            is_status_guessed=not record.text("status"),
        )

    def _note(self, record: Record, field: str, message: object, level: Level = "error") -> None:
        """Remember a problem of a cell."""
        self._problems.append(record.cell(field).problem(message, level))

    def _nip(self, record: Record) -> str:
        """Read the NIP: 18 digits, once in a file."""
        if not record.text("nip"):
            self._note(record, "nip", _("The NIP is missing."))
            return ""
        try:
            number = nip.normalise(record.cell("nip").value)
        except Refused as refused:
            self._note(record, "nip", refused)
            return ""
        first = self._seen.first(number, record.row.number)
        if first != record.row.number:
            self._note(record, "nip", _("The same NIP stands in row %(line)s already.", line=first))
        return number

    def _name(self, record: Record) -> Name:
        """Read the three parts of the name, from one column where the roster has only one."""
        text = record.text("name")
        if not text:
            self._note(record, "name", _("The name is missing."))
        for field in ("front_title", "name", "back_title"):
            self._mark_unprintable(record, field)
        front, back = record.text("front_title"), record.text("back_title")
        if record.has("front_title") or record.has("back_title"):
            return Name(front, text, back)
        return split_name(text)

    def _mark_unprintable(self, record: Record, field: str) -> None:
        """Warn of what a certificate could not print; it blocks nobody."""
        missing = unprintable_characters(record.text(field))
        if missing:
            message = _(
                "Certificates print a mark in place of %(characters)s. Write it in Latin letters.",
                characters=" ".join(missing),
            )
            self._note(record, field, message, "warning")

    def _status(self, record: Record, number: str) -> str:
        """Read the status; an empty one follows from the format of the NIP."""
        text = record.text("status")
        if not text:
            return (nip.kind(number) or "PNS") if number else ""
        status = _STATUSES.get(re.sub(r"[\W_]+", "", text.casefold()), "")
        if not status:
            known = "PNS, CPNS, PPPK, PPPK Paruh Waktu"
            self._note(record, "status", _("Unknown status. Write one of: %(known)s.", known=known))
        return status

    def _rank(self, record: Record, status: str) -> str:
        """Read the golongan, as the status can have it."""
        text = record.text("rank")
        rank = rank_of(status, text) if status and text not in ("", "-") else ""
        if rank is None:
            message = _(
                "This rank does not exist for %(status)s; it was left empty.", status=status
            )
            self._note(record, "rank", message, "warning")
        return rank or ""

    def _position_kind(self, record: Record) -> str:
        """Read the kind of position: Struktural, Fungsional or Pelaksana."""
        text = record.text("position_kind").casefold()
        if not text or text in _POSITION_CODES:
            return _POSITION_CODES.get(text, "")
        for words, kind in _POSITION_KINDS:
            if any(word in text for word in words):
                return kind
        message = _("Unknown kind of position; it was left empty.")
        self._note(record, "position_kind", message, "warning")
        return ""

    def _email(self, record: Record) -> str:
        """Read the e-mail address; people sign in with it, so it can belong to one person only."""
        text = record.text("email").lower()
        if text in ("", "-"):
            return ""
        if not EMAIL.fullmatch(text):
            message = _("This is no e-mail address; it was left empty.")
            self._note(record, "email", message, "warning")
            return ""
        first = self._seen.first(text, record.row.number)
        if first == record.row.number:
            return text
        message = _("The e-mail address of row %(line)s; it was left empty here.", line=first)
        self._note(record, "email", message, "warning")
        return ""

    def _supervisor(self, record: Record, own: str) -> str:
        """Read the supervisor's NIP; a bad one costs only the supervisor."""
        if record.text("supervisor_nip") in ("", "-"):
            return ""
        try:
            number = nip.normalise(record.cell("supervisor_nip").value)
        except Refused as refused:
            self._note(record, "supervisor_nip", refused, "warning")
            return ""
        if number == own:
            message = _("Nobody is their own supervisor; it was left empty.")
            self._note(record, "supervisor_nip", message, "warning")
            return ""
        return number

    def _standing(self, record: Record) -> str:
        """Read kedudukan hukum as its code."""
        text = record.text("legal_standing")
        code = standing_of(text) if text not in ("", "-") else ""
        if code is None:
            message = _("Unknown kedudukan hukum. Write it as SIASN does, for example Aktif.")
            self._note(record, "legal_standing", message)
        return code or ""

    def _start_date(self, record: Record) -> date | None:
        """Read since when the position is held."""
        value = record.cell("start_date").value
        if value in (None, "", "-"):
            return None
        day = value if isinstance(value, date) else _day(record.text("start_date"))
        if day is None or not EARLIEST <= day <= LATEST:
            message = _("Unknown date. Write it as 21-11-2025; it was left empty.")
            self._note(record, "start_date", message, "warning")
            return None
        return day


def _day(text: str) -> date | None:
    """Return the day that a text means: `21-11-2025`, `21/11/2025` or `2025-11-21`."""
    found = _DAY.fullmatch(text)
    try:
        if found:
            day, month, year = map(int, found.groups())
            return date(year, month, day)
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
