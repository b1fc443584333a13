"""Exports for tests: chosen on the page, read as a spreadsheet reads them."""

import csv
import io

from tests.visitor import Visitor

ADDRESS = "/kepegawaian/ekspor"


def export(visitor: Visitor, format: str = "csv", **fields: object) -> bytes:
    """Choose on the page and return the file, even where people lack a pnsOrangId."""
    pressed = "siasn-lanjut" if format == "siasn" else format
    visitor.open(ADDRESS).send(ADDRESS, format=pressed, **fields)
    assert visitor.response is not None
    return visitor.response.get_data()


def csv_rows(file: bytes, delimiter: str = ";") -> list[dict[str, str]]:
    """Read a CSV file as a spreadsheet does."""
    text = io.StringIO(file.decode("utf-8-sig"), newline="")
    return list(csv.DictReader(text, delimiter=delimiter))
