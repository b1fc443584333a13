"""Certificates as ZIP, named as column 25 of the table names them, each part with its own sheet.

A part holds completions of one Perangkat Daerah and weighs no more than a setting says. Whatever is
not in it stands on a list in it, with the reason. Memory holds one certificate and the rows of one
part.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, Self
from zipfile import ZipFile, ZipInfo

from flask import Flask
from flask_babel import gettext as _

from elearning.core.tables import Column, iter_csv
from elearning.core.zipping import MOMENT
from elearning.reports.exports.columns import certificate_file
from elearning.reports.exports.exporting import write_file
from elearning.reports.exports.layouts import Layout
from elearning.reports.exports.queries import Certified

#: Rows of a part: its sheet is written from memory.
MOST_ROWS = 5_000
#: Bytes that a part keeps for its sheet, its list and the directory of the ZIP; each row adds some.
FRAME = 16 << 10
ROW = 1 << 10
SHEET = "riwayat-kursus.xlsx"
LIST = "tidak-terlampir.csv"
LISTED = (
    Column("NIP", "text", 21),
    Column("Nama Lengkap", "text", 34),
    Column("Nomor Sertifikat", "text", 32),
    Column("Nama Berkas Sertifikat", "text", 52),
    Column("Alasan", "text", 40),
    Column("Tautan Verifikasi", "text", 60),
)


class Limits(NamedTuple):
    """How much a part and a certificate in it may weigh, in bytes."""

    part: int
    pdf: int


class Part:
    """One ZIP under way."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self.limits = limits
        self.rows: list[tuple[Any, ...]] = []
        self.listed: list[tuple[object, ...]] = []
        self.certificates = self.size = 0
        self._names: set[str] = set()
        self._zip = ZipFile(path, "w")

    def is_full(self, coming: int) -> bool:
        """Whether so many bytes or a further row would be too much."""
        weighs = self.size + coming + FRAME + (len(self.rows) + 1) * ROW
        is_heavy = weighs > self.limits.part
        return bool(self.rows) and (is_heavy or len(self.rows) >= MOST_ROWS)

    def add(self, row: tuple[Any, ...], pdf: bytes | None) -> None:
        """Add a completion with its certificate, or with the reason why it is not there."""
        self.rows.append(row)
        name = certificate_file(row[0], row[13])
        reason = self._reason(name, pdf)
        if pdf is None or reason:
            self.listed.append((row[0], row[1], row[13], name, reason, row[20]))
            return
        self._zip.writestr(ZipInfo(name, MOMENT), pdf)
        self._names.add(name)
        self.certificates, self.size = self.certificates + 1, self.size + len(pdf)

    def _reason(self, name: str, pdf: bytes | None) -> str:
        """Return why a certificate is not in the part, empty when it is."""
        if pdf is None:
            return str(_("There is no valid certificate."))
        if len(pdf) > self.limits.pdf:
            weight, most = len(pdf) // 1024 + 1, self.limits.pdf // 1024
            told = _(
                "It weighs %(weight)s KB, more than %(most)s KB. Fetch it by itself and make it smaller.",
                weight=weight,
                most=most,
            )
            return str(told)
        return str(_("Another file has the same name.")) if name in self._names else ""

    def finish(self) -> None:
        """Add the sheet and the list."""
        with tempfile.TemporaryDirectory() as folder:
            sheet = Path(folder) / SHEET
            write_file(self.rows, Layout("xlsx"), sheet)
            self._zip.writestr(ZipInfo(SHEET, MOMENT), sheet.read_bytes())
        if self.listed:
            content = b"".join(iter_csv(iter(self.listed), LISTED, ";"))
            self._zip.writestr(ZipInfo(LIST, MOMENT), content)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        """End the ZIP, whole or not."""
        self._zip.close()


def certificates_of(app: Flask, found: list[Certified]) -> Iterator[tuple[Certified, bytes | None]]:
    """Yield completions with what is handed out of their certificates, made now where it is new."""
    from elearning.certificates.archive import content_of  # typst loads with it

    for each in found:
        key = each.certificate_id
        yield each, content_of(app, key) if key is not None else None
