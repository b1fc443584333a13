"""What people hold in their hands at the end: the certificate's printed text, and HR's row of it."""

import re
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from pypdf import PdfReader

from elearning.certificates.wording import date_range, decimal_comma

#: The front of a certificate as it reads aloud; `pdf.py` and its template write it.
FRONT = re.compile(
    r"Nomor (?P<number>\S+) diberikan kepada (?P<name>.+?) NIP (?P<nip>\d{18}) "
    r"(?:Pangkat/)?Golongan (?P<rank>.+?) Jabatan (?P<position>.+?) Unit kerja (?P<unit>.+?) "
    r"Instansi (?P<agency>.+?) telah menyelesaikan pelatihan (?P<title>.+?) melalui e-learning "
    r"\(pelatihan mandiri daring\) yang diselenggarakan oleh (?P<organiser>.+?) pada "
    r"(?P<dates>.+?), setara (?P<jp>\d+) \([a-z ]+\) Jam Pelajaran \(JP\) dan dinyatakan LULUS "
    r"dengan nilai (?P<score>[\d,]+), predikat (?P<predicate>.+?)\. "
)


def printed(pdf: bytes) -> dict[str, str]:
    """Return what a certificate prints, read from its PDF, with the address behind its link."""
    page = PdfReader(BytesIO(pdf)).pages[0]
    found = FRONT.search(" ".join(page.extract_text().split()))
    assert found, page.extract_text()
    links = [each.get_object()["/A"]["/URI"] for each in page["/Annots"]]
    return found.groupdict() | {"address": links[0]}


def rows(xlsx: bytes) -> list[dict[str, Any]]:
    """Return the lines of an export under its headings."""
    sheet = load_workbook(BytesIO(xlsx), read_only=True).worksheets[0]
    header, *lines = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, header), line, strict=True)) for line in lines]


def as_printed(row: dict[str, Any]) -> dict[str, str]:
    """Return a line of the export in the words of the certificate."""
    units = dict.fromkeys([row["Unit Kerja"], row["Perangkat Daerah"]])
    days = (row["Tanggal Mulai"].date(), row["Tanggal Selesai"].date())
    return {
        "number": row["Nomor Sertifikat"],
        "name": row["Nama Lengkap"],
        "nip": row["NIP"],
        "rank": row["Pangkat/Golongan"],
        "position": row["Jabatan"],
        "unit": ", ".join(units),
        "agency": row["Instansi"],
        "title": row["Nama Pelatihan"],
        "organiser": row["Institusi Penyelenggara"],
        "dates": date_range(*days),
        "jp": f"{row['Jumlah JP']:g}",
        "score": decimal_comma(row["Nilai Akhir"]),
        "predicate": row["Predikat"],
        "address": row["Tautan Verifikasi"],
    }
