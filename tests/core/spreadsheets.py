"""A table for tests, and files as offices send them."""

import io
from datetime import date
from decimal import Decimal

import openpyxl

from elearning.core.tables import Column, Row, read_table

NIP = "198503172010011987"
COLUMNS = (
    Column("No", "int", 6),
    Column("NIP", "text", 20),
    Column("Nama", "text", 30),
    Column("Tanggal", "date", 12),
    Column("Nilai", "decimal", 8),
)
ROW = (1, NIP, "Dra. Contoh Lestari, M.AP.", date(2025, 11, 3), Decimal("88.50"))


def rows_of(data: bytes, filename: str = "pegawai.csv") -> list[Row]:
    """Read a file."""
    return list(read_table(io.BytesIO(data), filename))


def workbook(*rows: tuple[object, ...], merged: tuple[str, ...] = ()) -> bytes:
    """Return a workbook of one sheet."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for cells in merged:
        book.active.merge_cells(cells)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()
