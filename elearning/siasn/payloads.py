"""A completion with exactly the keys of SIASN's `kursus/save`, and what it returns of one."""

from datetime import date
from typing import Any, NamedTuple

from elearning.records.activity_types import ACTIVITY_TYPES


class Sendable(NamedTuple):
    """What is sent of a completion."""

    #: SIASN's id of the record, empty when it is new there; of the person; of the agency.
    siasn_id: str
    siasn_person_id: str
    siasn_agency_id: str
    activity_type: str
    course_title: str
    organiser: str
    certificate_number: str
    year: int
    started_on: date
    completed_on: date
    jp: int


def save_payload(row: Sendable) -> dict[str, object]:
    """Return a completion as `kursus/save` takes it; with an id it changes that record."""
    return {
        "id": row.siasn_id or None,
        "pnsOrangId": row.siasn_person_id,
        "jenisDiklatId": row.activity_type,
        "jenisKursus": "",
        "jenisKursusSertipikat": ACTIVITY_TYPES[row.activity_type].letter,
        "namaKursus": row.course_title,
        "institusiPenyelenggara": row.organiser,
        "instansiId": row.siasn_agency_id,
        "nomorSertipikat": row.certificate_number,
        "tahunKursus": row.year,
        "tanggalKursus": day_text(row.started_on),
        "tanggalSelesaiKursus": day_text(row.completed_on),
        "jumlahJam": row.jp,
        "lokasiId": "",
        "path": [],
        "id_rumpun_jabatan": [],
    }


def day_text(day: date) -> str:
    """Return a day as SIASN writes it, `03-11-2025`."""
    return f"{day:%d-%m-%Y}"


def is_same(row: Sendable, listed: dict[str, Any]) -> bool:
    """Whether a record that SIASN lists is this completion: by number, else by title and last day."""
    number = str(listed.get("noSertipikat") or listed.get("nomorSertipikat") or "").strip()
    if number:
        return number == row.certificate_number
    title = str(listed.get("namaKursus") or "").strip().casefold()
    ended = str(listed.get("tanggalSelesaiKursus") or "").strip()
    return title == row.course_title.strip().casefold() and ended == day_text(row.completed_on)
