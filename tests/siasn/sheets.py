"""Sheets for the tests, uploaded as an officer does."""

import csv
import io

from elearning.siasn.list_plans import DIFFERS
from elearning.siasn.sheet_operations import LIST, STATES, Upload, keep_sheet
from elearning.siasn.state_plans import CHANGE, PROBLEM, Planned
from tests.reports.offices import NOW
from tests.visitor import Visitor

ADDRESS = "/kepegawaian/siasn/lembar"
STATE_TITLES = ("NIP", "Nomor Sertifikat", "ID Riwayat SIASN", "Status Kirim SIASN", "Catatan")
PEOPLE_TITLES = ("NIP", "pnsOrangId")
LIST_TITLES = (
    *("NIP", "Nomor Sertifikat", "Nama Pelatihan", "Tanggal Mulai", "Tanggal Selesai"),
    *("Jumlah JP", "ID Riwayat SIASN"),
)


def table(titles: tuple[str, ...], *rows: tuple[object, ...]) -> bytes:
    """Return a CSV file."""
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([titles, *rows])
    return text.getvalue().encode()


def upload(
    visitor: Visitor, kind: str, file: bytes, name: str = "lembar.csv", **fields: object
) -> Visitor:
    """Choose a sheet on the page and send it."""
    visitor.open(ADDRESS)
    return visitor.send(ADDRESS, isi=kind, berkas=(io.BytesIO(file), name), **fields)


def apply(visitor: Visitor, **fields: object) -> Visitor:
    """Press the button that applies the sheet on the page."""
    return visitor.send(f"{visitor.address}/terapkan", **fields)


def make_sheets(officer_id: int, completion_id: int) -> dict[str, int]:
    """Keep a sheet of states and a comparison of an officer's; return their keys."""
    named = {"line": 2, "nip": "198503172010011987", "number": "800/1", "title": "Pelatihan"}
    known = named | {"name": "Contoh Lestari", "from": "unsent", "siasn_id": "rw-1", "note": ""}
    trouble = named | {"troubles": [["NIP", "NIP terdiri atas 18 digit."]]}
    states = [
        Planned(CHANGE, known | {"to": "sent", "troubles": []}, completion_id=completion_id),
        Planned(PROBLEM, trouble),
    ]
    differing = known | {"differing": [["jp", "4", "3"]]}
    compared = [Planned(DIFFERS, differing, completion_id=completion_id)]
    kept = [
        keep_sheet(upload, rows, officer_id, NOW)
        for upload, rows in (
            (Upload(STATES, "hasil.xlsx"), states),
            (Upload(LIST, "daftar.xlsx", NOW.year), compared),
        )
    ]
    return {"completion": completion_id, "sheet": kept[0].id, "comparison": kept[1].id}
