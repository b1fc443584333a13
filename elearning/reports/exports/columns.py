"""The 29 columns of HR's export and the keys of SIASN's `kursus/save`, both from one row."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from elearning.accounts.ranks import rank_label
from elearning.core.tables import Column
from elearning.core.types import HUNDREDTH
from elearning.records.activity_types import ACTIVITY_TYPES as EVERY_TYPE
from elearning.records.activity_types import STRUCTURAL
from elearning.siasn.payloads import Sendable, save_payload

COLUMNS = (
    Column("No", "int", 6),
    Column("NIP", "text", 21),
    Column("Nama Lengkap", "text", 34),
    Column("Status ASN", "text", 17),
    Column("Pangkat/Golongan", "text", 30),
    Column("Jabatan", "text", 34),
    Column("Jenis Jabatan", "text", 14),
    Column("Unit Kerja", "text", 34),
    Column("Perangkat Daerah", "text", 34),
    Column("Instansi", "text", 30),
    Column("Jenis Diklat (Kode)", "text", 18),
    Column("Jenis Diklat", "text", 20),
    Column("Jenis Kursus Sertipikat", "text", 21),
    Column("Nama Pelatihan", "text", 44),
    Column("Jenis Kompetensi", "text", 17),
    Column("Institusi Penyelenggara", "text", 30),
    Column("Nomor Sertifikat", "text", 32, distinct=True),
    Column("Tahun", "int", 7),
    Column("Tanggal Mulai", "date", 14),
    Column("Tanggal Selesai", "date", 15),
    Column("Jumlah JP", "int", 10),
    Column("Nilai Akhir", "decimal", 11),
    Column("Predikat", "text", 13),
    Column("Tautan Verifikasi", "text", 60, distinct=True),
    Column("Nama Berkas Sertifikat", "text", 52, distinct=True),
    Column("pnsOrangId", "text", 38),
    Column("ID Riwayat SIASN", "text", 38, distinct=True),
    Column("Status Kirim SIASN", "text", 19),
    Column("Catatan", "text", 40),
)

#: SIASN's forms of development by code, with the letter of jenisKursusSertipikat. Structural
#: leadership training is another record (`diklat/save`) and never comes from this platform.
ACTIVITY_TYPES = {code: kind for code, kind in EVERY_TYPE.items() if code != STRUCTURAL}

#: Different days and scores whose value is remembered.
REMEMBERED = 16_384

_UNSAFE = re.compile(r'[\\:*?"<>| \0\t\r\n]')
_DASHES = str.maketrans('/\\:*?"<>| ', "----------", "\0\t\r\n")


class CompletionRow(NamedTuple):
    """A completion as it was frozen, with what became of it at SIASN; made by the query."""

    nip: str
    full_name: str
    status: str
    #: The golongan, `III/a` or `IX`, or the rank as it is printed.
    rank: str
    position: str
    position_kind: str
    unit: str
    department: str
    agency: str
    #: jenisDiklatId, `16`.
    activity_type: str
    course_title: str
    competency_kind: str
    organiser: str
    certificate_number: str
    year: int
    started_on: date
    completed_on: date
    jp: int
    score: Decimal | None
    predicate: str
    #: The absolute address of the page that verifies the certificate.
    verify_url: str
    #: SIASN's id of the person (pnsOrangId), empty when unknown.
    siasn_person_id: str = ""
    #: SIASN's id of the record, empty until HR feeds it back.
    siasn_id: str = ""
    siasn_status: str = "Belum Dikirim"
    note: str = ""


def export_rows(rows: Iterable[Sequence[Any]]) -> Iterator[tuple[object, ...]]:
    """Yield the cells of each completion in the order of `COLUMNS`, numbered from 1.

    A row has the fields of a `CompletionRow`; a day or score may be as the database stores it.
    """
    for number, row in enumerate(rows, start=1):
        activity, letter = ACTIVITY_TYPES[row[9]]
        yield (
            number,
            *row[:3],
            printed_rank(row[2], row[3]),
            *row[4:10],
            activity,
            letter,
            *row[10:15],
            day(row[15]),
            day(row[16]),
            row[17],
            score(row[18]),
            *row[19:21],
            certificate_file(row[0], row[13]),
            *row[21:25],
        )


#: A rank that is frozen as it was printed stays so.
printed_rank = lru_cache(maxsize=REMEMBERED)(rank_label)


@lru_cache(maxsize=REMEMBERED)
def day(stored: date | str) -> date:
    """Return a day that may be stored as text."""
    return date.fromisoformat(stored) if isinstance(stored, str) else stored


@lru_cache(maxsize=REMEMBERED, typed=True)
def score(stored: Decimal | int | None) -> Decimal | None:
    """Return a score that may be stored in whole hundredths."""
    return stored * HUNDREDTH if isinstance(stored, int) else stored


def certificate_file(nip: str, number: str) -> str:
    """Return the name of a certificate's PDF, `NIP_nomor.pdf`, with dashes for slashes."""
    safe = number.replace("/", "-")  # nearly always enough, and ten times as fast
    if _UNSAFE.search(safe):
        safe = safe.translate(_DASHES)
    return f"{nip}_{safe}.pdf"


def siasn_record(row: CompletionRow, agency_id: str) -> dict[str, object]:
    """Return a completion with exactly the keys of SIASN's `kursus/save`.

    `agency_id` is SIASN's id of the agency (instansiId); it may be empty.
    """
    return save_payload(
        Sendable(
            *(row.siasn_id, row.siasn_person_id, agency_id, row.activity_type),
            *(row.course_title, row.organiser, row.certificate_number, row.year),
            *(day(row.started_on), day(row.completed_on), row.jp),
        )
    )
