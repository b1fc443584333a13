"""A table of training earned elsewhere, read into rows and problems; nothing is stored here."""

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Literal, NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from elearning.accounts import nip
from elearning.core.errors import Refused
from elearning.core.tables import Cell, Problem, Record, Row, read_table, records
from elearning.records.activity_types import activity_type_of
from elearning.records.days import day_of
from elearning.records.external import ExternalTraining
from elearning.records.queries import Known, known_trainings, people_by_nip

#: Titles of the columns, the best first; a field's own name counts too.
COLUMNS = {
    "nip": ("NIP", "nipBaru", "NIP Baru", "Nomor Induk Pegawai", "NIP Peserta", "NIP/NIPPPK"),
    "title": (
        *("Nama Pelatihan", "namaKursus", "Nama Diklat", "Nama Kegiatan", "Judul Pelatihan"),
        *("Pelatihan", "Nama Kursus", "Judul"),
    ),
    "organiser": (
        *("Penyelenggara", "institusiPenyelenggara", "Institusi Penyelenggara"),
        *("Penyelenggara Kegiatan", "Lembaga Penyelenggara", "Instansi Penyelenggara"),
    ),
    "activity_type": (
        *("Jenis Diklat (Kode)", "jenisDiklatId", "Jenis Diklat", "Kode Jenis Pengembangan"),
        *("Jenis Pelatihan", "Jenis Pengembangan", "Jenis"),
    ),
    "started_on": ("Tanggal Mulai", "tanggalKursus", "Tgl Mulai", "Mulai"),
    "completed_on": ("Tanggal Selesai", "tanggalSelesaiKursus", "Tgl Selesai", "Selesai"),
    "jp": ("JP", "jumlahJam", "Jumlah JP", "Total JP", "Jam Pelajaran", "Total Jam Pelajaran"),
    "certificate_number": (
        *("Nomor Sertifikat", "nomorSertipikat", "No. Sertifikat", "No Sertifikat"),
        *("Nomor Sertipikat", "noSertipikat", "Nomor STTPP", "No. STTPP"),
    ),
    "competency_kind": ("Jenis Kompetensi", "Kompetensi"),
}
REQUIRED = ("nip", "title", "organiser", "activity_type", "started_on", "completed_on", "jp")
COMPETENCY_KINDS = ("Teknis", "Manajerial", "Sosial Kultural", "Fungsional", "Pemerintahan")
MOST_JP = 2_000
LONGEST = 500

UNKNOWN = _l(
    "Nobody here has this NIP. Check the number, or import the person with the roster first."
)

_KINDS = {re.sub(r"\W", "", kind.casefold()): kind for kind in COMPETENCY_KINDS}
_KINDS |= {"sosiokultural": "Sosial Kultural", "sosiokultur": "Sosial Kultural"}


Level = Literal["error", "warning"]


class ExternalRow(NamedTuple):
    """A training as the table states it, with the cell of its NIP."""

    nip: str
    cell: Cell
    training: ExternalTraining


class Plan(NamedTuple):
    """What an import will do: the trainings of each person that are not in their history yet."""

    people: dict[int, list[ExternalTraining]]
    problems: tuple[Problem, ...]
    rows: int

    @property
    def new(self) -> int:
        """How many trainings will be added."""
        return sum(map(len, self.people.values()))

    @property
    def has_errors(self) -> bool:
        """Whether the table must be mended first; then nothing of it is stored."""
        return any(problem.level == "error" for problem in self.problems)


def plan_import(path: Path, today: date) -> Plan:
    """Read a table and compare it with the people and their histories."""
    return plan_rows(read_table(path), today)


def plan_rows(rows: Iterable[Row], today: date) -> Plan:
    """Return what a table adds; a training counts once, however often it stands there."""
    reader = _Reader(today)
    found = [row for record in records(rows, COLUMNS, REQUIRED) if (row := reader.read(record))]
    owners = people_by_nip({row.nip for row in found})
    unknown = [row.cell.problem(UNKNOWN) for row in found if row.nip not in owners]
    owned = [(owners[row.nip], row.training) for row in found if row.nip in owners]
    problems = sorted([*reader.problems, *unknown], key=lambda problem: problem.line)
    return Plan(_not_known(owned), tuple(problems), reader.rows)


def _not_known(owned: Iterable[tuple[int, ExternalTraining]]) -> dict[int, list[ExternalTraining]]:
    """Return the trainings that are in nobody's history yet, by person."""
    people: dict[int, dict[str, ExternalTraining]] = defaultdict(dict)
    for person_id, training in owned:
        people[person_id].setdefault(training.identity, training)
    known = known_trainings(list(people))
    new = {key: _new_to(known[key], people[key]) for key in sorted(people)}
    return {key: trainings for key, trainings in new.items() if trainings}


def _new_to(known: Known, trainings: dict[str, ExternalTraining]) -> list[ExternalTraining]:
    """Return the trainings that one history does not hold."""
    return [
        training
        for identity, training in trainings.items()
        if not known.holds(identity, training.certificate_number)
    ]


class _Reader:
    """Reads records into trainings and remembers what is wrong."""

    def __init__(self, today: date) -> None:
        self.problems: list[Problem] = []
        self.rows = 0
        self._today = today

    def read(self, record: Record) -> ExternalRow | None:
        """Return the training of a record; None when something in it is wrong."""
        self.rows += 1
        before = len(self.problems)
        number = self._nip(record)
        started, completed = self._day(record, "started_on"), self._day(record, "completed_on")
        training = ExternalTraining(
            title=self._words(record, "title"),
            organiser=self._words(record, "organiser"),
            activity_type=self._activity_type(record),
            started_on=started,
            completed_on=completed,
            jp=self._jp(record),
            certificate_number=_number(record),
            competency_kind=self._competency_kind(record),
        )
        self._check_days(record, started, completed)
        if len(self.problems) > before:
            return None
        return ExternalRow(number, record.cell("nip"), training)

    def _note(self, record: Record, field: str, message: object) -> None:
        """Remember a problem of a cell."""
        self.problems.append(record.cell(field).problem(message))

    def _nip(self, record: Record) -> str:
        """Read the NIP: 18 digits that no spreadsheet destroyed."""
        if not record.text("nip"):
            self._note(record, "nip", _("The NIP is missing."))
            return ""
        try:
            return nip.normalise(record.cell("nip").value)
        except Refused as refused:
            self._note(record, "nip", refused)
            return ""

    def _words(self, record: Record, field: str) -> str:
        """Read a text that must be there."""
        text = record.text(field)
        if not text:
            self._note(record, field, _("This cell is empty."))
        elif len(text) > LONGEST:
            self._note(record, field, _("At most %(count)s characters.", count=LONGEST))
        return text

    def _activity_type(self, record: Record) -> str:
        """Read the form of development as SIASN's code."""
        text = record.text("activity_type")
        code = activity_type_of(text)
        if code is None:
            message = _(
                "Unknown jenis diklat. Write SIASN's code (1 to 25) or its name, for example"
                " Seminar."
            )
            self._note(record, "activity_type", message)
        return code or ""

    def _day(self, record: Record, field: str) -> date:
        """Read a day that is not in the future."""
        day = day_of(record.cell(field).value)
        if day is None:
            self._note(record, field, _("Unknown date. Write it as 21-11-2025."))
        elif day > self._today:
            self._note(record, field, _("This date is in the future."))
        return day or date.min

    def _check_days(self, record: Record, started: date, completed: date) -> None:
        """A training ends no earlier than it began."""
        if date.min < completed < started:
            message = _("The last day is before the first day.")
            self._note(record, "completed_on", message)

    def _jp(self, record: Record) -> int:
        """Read whole learning hours."""
        text = record.text("jp").upper().removesuffix("JP").strip()
        jp = int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0
        if not 1 <= jp <= MOST_JP:
            message = _("JP is a whole number from 1 to %(most)s.", most=MOST_JP)
            self._note(record, "jp", message)
        return jp

    def _competency_kind(self, record: Record) -> str:
        """Read the kind of competency; it may be left empty."""
        text = record.text("competency_kind")
        kind = _KINDS.get(re.sub(r"\W", "", text.casefold()))
        if kind is None and text not in ("", "-"):
            known = ", ".join(COMPETENCY_KINDS)
            message = _("Unknown kind of competency. Write one of: %(known)s.", known=known)
            self._note(record, "competency_kind", message)
        return kind or ""


def _number(record: Record) -> str:
    """Read the certificate's number; a dash stands for none."""
    text = record.text("certificate_number")
    return "" if text == "-" else text[:LONGEST]
