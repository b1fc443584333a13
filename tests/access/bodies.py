"""What the requests of the table send, by the name in its last column."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from elearning.courses.archives import zip_of
from tests.factories import (
    PASSWORD,
)
from tests.studio.drafts import FILES
from tests.surveys.answering import form_of

CHANGED = "jalan-setapak-menuju-kebun"
ARCHIVE = zip_of(FILES, {}, "bawaan")
DRAWING = b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'/>"
CHOICES = {"teks": "Apa?", "pilihan-0-teks": "a", "pilihan-0-benar": "y", "pilihan-1-teks": "b"}
#: What a correction of the owner's certificate says.
RIGHT_DATA = {
    "full_name": "Contoh Lestari, S.Sos.",
    "nip": "198503172010011987",
    "course_title": "Pelatihan selesai",
    "tempat": "tetap",
    "catatan": "Gelar belum tercetak.",
}


IDS = b"NIP,pnsOrangId\n198503172010011987,A8-1\n"
NEW_UNIT = {"nama": "Unit Baru", "kode": "BARU", "jenis": "unit", "zona": "Asia/Jakarta"}
MANDATORY = {
    "mulai": "2026-01-01",
    "tenggat": "2029-12-31",
    "dasar": "Surat Edaran 1.",
    "tindakan": "tetapkan",
}
NEW_PERSON = {
    "nip": "199512312020121009",
    "nama": "Uji",
    "status": "PNS",
    "kedudukan": "01",
    "jenis_jabatan": "",
    "sejak": "2026-01-01",
}
API_TOKEN = {"nama": "SIMPEG", "hak": "courses:read", "berlaku": "90"}


def bodies(names: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return what is sent, by the name in the table; files come with the pages that take them."""
    return {
        "sign-in": {"data": {"identifier": names["nip"], "password": PASSWORD}},
        "wrong": {"data": {"identifier": names["nip"], "password": "wrong"}},
        "language": {"data": {"locale": "en"}},
        "password": {"data": {"current": PASSWORD, "password": CHANGED, "repeat": CHANGED}},
        "slip": {"data": {"nip": names["nip"], "code": "WRONG-WRONG"}},
        "export": {"data": {"tahun": names["year"], "pemisah": ";", "format": "xlsx"}},
        "export-zip": {"data": {"tahun": names["year"], "pemisah": ";", "format": "zip"}},
        "saved-export": {"data": {"nama": "Bulanan", "berkas": "xlsx"}},
        "recap": {"data": {"sampai": "2026-01-31", "rekap": "pegawai-csv"}},
        "elsewhere": {"data": {"unit": "999", "format": "xlsx"}},
        "people": {"data": {"person": names["person"]}},
        "data": {"data": RIGHT_DATA},
        "revoke": {"data": {"alasan": "twice", "catatan": "Tercatat dua kali."}},
        "approve": {"data": {"keputusan": "setujui"}},
        "new-unit": {"data": NEW_UNIT},
        "new-name": {"data": {"nama": "Bidang Baru", "sejak": "2026-01-01"}},
        "place": {"data": {"ke": names["elsewhere_unit"]}},
        "api-token": {"data": API_TOKEN | {"unit": names["agency"]}},
        "position": {"json": {"anchor": "isi-awal"}},
        "note": {"data": {"paragraf": names["paragraph"], "catatan": "Ingat ini."}},
        "bookmark": {"data": {"paragraf": names["paragraph"], "tanda": "ya"}},
        "told": {"data": {"jawaban": "Terima kasih."}},
        "zip": {
            "data": {"berkas": (BytesIO(ARCHIVE), "bawaan.zip"), "sebagai": "pelatihan", "ke": ""}
        },
        "author": {"data": {"nip": names["trainer_nip"]}},
        "link": {"data": {"untuk": "Bagian Hukum", "hari": "30"}},
        "comment": {"data": {"paragraf": "", "komentar": "Tolong diperjelas."}},
        "settle": {"data": {"langkah": "selesai"}},
        "new-course": {"data": {"judul": "Arsip dinas", "alamat": "", "contoh": "kosong"}},
        "published": {"data": {"pelatihan": names["course"]}},
        "new-item": {"data": {"judul": "Nota dinas", "jenis": "materi"}},
        "move": {"data": {"pindah": f"turun:{names['text']}"}},
        "text": {"data": {"text": "Isi.", "base": "1", "lanjut": ""}},
        "typed": {"json": {"text": "Isi.", "base": 1, "auto": True}},
        "settings": {"data": {"judul": "Surat", "kunci": "surat", "wajib": "y"}},
        "question": {"data": {"teks": "Singkatan?", "jawaban": "SPBE"}},
        "choices": {"data": CHOICES},
        "drawing": {"data": {"berkas": (BytesIO(DRAWING), "alur.svg")}},
        "renamed": {"data": {"nama": "bagan.svg"}},
        "no-file": {"data": {"sebagai": "pelatihan", "ke": ""}},
        "message": {"data": {"teks": "Pasal itu sudah diubah."}},
        "answers": {"data": {"saved_seq": "0"}},
        "events": {"json": {}},
        "reason": {"data": {"nip": names["nip"], "alasan": "Listrik padam.", "persen": "50"}},
        "letter": {"data": {"judul": "Sesi", "isi": "Besok.", "tindakan": "kirim"}},
        "marks": {"data": {"dilihat": "0", "tingkat_1": "1/2", "komentar": ""}},
        "given": {"data": {"tindakan": "beri", "jawaban": ""}},
        "look": {"data": {"kop": "Pemerintah Uji", "mulai": "2029-01-01"}},
        "signing": {"data": {"jabatan": "Kepala", "nama": "Uji", "mulai": "2026-01-01"}},
        "mandatory": {
            "data": MANDATORY | {"pelatihan": names["pelatihan"], "unit": names["agency"]}
        },
        "due": {"data": {"tenggat": "2029-12-30"}},
        "csv": {"data": {"format": "csv"}},
        "exempt": {"data": {"nip": names["nip"], "alasan": "study"}},
        "wrong-unit": {"data": {"datum": "unit", "benar": "Dinas Arsip"}},
        "hold": {"data": {"alasan": "LHP 700/12"}},
        "erasure": {"data": {"dasar": "request", "surat": "Surat 12/2026"}},
        "erased": {"data": {"keputusan": "hapus", "usulan": "1"}},
        "roster": {
            "data": {"unit": names["agency"], "berkas": (BytesIO(b"NIP;Nama\n1;A\n"), "p.csv")}
        },
        "columns": {"data": {"kolom-0": "nip", "kolom-1": "name"}},
        "new-person": {"data": NEW_PERSON | {"unit": names["agency"]}},
        "other-nip": {"data": {"nip": names["twin_nip"]}},
        "joined": {"data": {"tetap": names["person"], "alasan": "SK 821/15/2026"}},
        "why": {"data": {"alasan": "Pensiun"}},
        "settled": {"data": {"hasil": "done", "jawaban": "Sudah diperbarui."}},
        "mailed": {"data": {"surel": "ya"}},
        "no-pdf": {"data": {"berkas": (BytesIO(b"GIF89a"), "sertifikat.pdf")}},
        "approved": {"data": {"edisi": "1", "keputusan": "setujui", "alasan": ""}},
        "share": {"data": {"untuk": "Panitia", "berlaku": "7"}},
        "at-siasn": {"data": {"status": "sent", "id_siasn": "rw-1", "catatan": ""}},
        "siasn-sheet": {
            "data": {"isi": "people", "tahun": names["year"], "berkas": (BytesIO(IDS), "id.csv")}
        },
        "push": {"data": {"tahun": names["year"], "token": "abc"}},
        "evaluation": {"data": form_of(4)},
        "printed": {"data": {"number": names["number"], "check_code": names["check_code"]}},
    }
