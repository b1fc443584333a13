"""SIASN's forms of development (jenis diklat) by code, as its table names them."""

import re
from typing import NamedTuple

#: Structural leadership training: another record at SIASN (`diklat/save`), never made here.
STRUCTURAL = "1"


class ActivityType(NamedTuple):
    """A form of development with the letter of SIASN's jenisKursusSertipikat."""

    name: str
    letter: str = "T"


ACTIVITY_TYPES = {
    STRUCTURAL: ActivityType("Diklat Struktural"),
    "2": ActivityType("Diklat Fungsional", "F"),
    "3": ActivityType("Diklat Teknis"),
    "4": ActivityType("Workshop", "P"),
    "5": ActivityType("Pelatihan Manajerial"),
    "6": ActivityType("Pelatihan Sosial Kultural"),
    "7": ActivityType("Sosialisasi", "P"),
    "8": ActivityType("Bimbingan Teknis"),
    "9": ActivityType("Seminar", "P"),
    "10": ActivityType("Magang"),
    "11": ActivityType("Kursus"),
    "12": ActivityType("Penataran"),
    "13": ActivityType("Pengembangan Kompetensi Dalam Bentuk Pelatihan klasikal lainnya"),
    "14": ActivityType("Coaching"),
    "15": ActivityType("Mentoring"),
    "16": ActivityType("E-Learning"),
    "17": ActivityType("Pelatihan Jarak Jauh"),
    "18": ActivityType("Detasering (Secondment)"),
    "19": ActivityType("Pembelajaran Alam Terbuka (Outbond)"),
    "20": ActivityType("Patok Banding (Benchmarking)"),
    "21": ActivityType(
        "Pertukaran Antara Pns Dengan Pegawai Swasta/Badan Usaha Milik Negara/"
        " Badan Usaha Milik Daerah"
    ),
    "22": ActivityType("Belajar Mandiri (Self Development)"),
    "23": ActivityType("Komunitas Belajar (Community Of Practices)"),
    "24": ActivityType("Bimbingan Di Tempat Kerja"),
    "25": ActivityType("Pengembangan Kompetensi Dalam Bentuk Pelatihan Nonklasikal Lainnya"),
}

#: Everyday words for some of them, as offices write them.
_EVERYDAY = {
    "diklatpim": "1",
    "latsar": "3",
    "pelatihanteknis": "3",
    "pelatihanfungsional": "2",
    "lokakarya": "4",
    "bimtek": "8",
    "webinar": "9",
    "konferensi": "9",
    "praktikkerja": "10",
    "mooc": "16",
    "elearning": "16",
    "pjj": "17",
    "detasering": "18",
    "outbound": "19",
    "benchmarking": "20",
    "studibanding": "20",
    "belajarmandiri": "22",
    "komunitasbelajar": "23",
}


def activity_type_of(text: str) -> str | None:
    """Return the code that a text means: a code (`16`), SIASN's name or an everyday word."""
    return text.lstrip("0") if text.lstrip("0") in ACTIVITY_TYPES else _CODES.get(_plain(text))


def _plain(text: str) -> str:
    """Return what counts of a name: letters and digits, in lower case."""
    return re.sub(r"[\W_]+", "", text.casefold())


_CODES = {_plain(kind.name): code for code, kind in ACTIVITY_TYPES.items()} | _EVERYDAY
