"""XLSX in constant memory; the one place that knows which library writes it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from typing import Any

from elearning.core.tables.columns import Column, Kind

#: Excel's own limits.
MAX_ROWS = 1_048_575
MAX_TEXT = 32_767

FORMATS: dict[Kind, str] = {
    "text": "@",
    "int": "0",
    "decimal": "General",
    "tenths": "0.0",
    "hundredths": "0.00",
    "date": "dd-mm-yyyy",
}


def write_xlsx(
    rows: Iterable[Sequence[object]], columns: Sequence[Column], path: Path, sheet: str
) -> None:
    """Write one sheet: text stays text, dates and numbers are real, the header stays in sight."""
    write = write_with_rust if find_spec("rustpy_xlsxwriter") else write_with_python
    write(_fitted(rows, columns), columns, path, sheet)


def _fitted(rows: Iterable[Sequence[Any]], columns: Sequence[Column]) -> Iterator[list[Any]]:
    """Cut texts at Excel's longest cell; turn what stands in a text column into text."""
    texts = [n for n, column in enumerate(columns) if column.kind == "text"]
    for row in rows:
        cells = list(row)
        for n in texts:
            value = cells[n]
            if value is not None and (value.__class__ is not str or len(value) > MAX_TEXT):
                cells[n] = str(value)[:MAX_TEXT]
        yield cells


def write_with_rust(
    rows: Iterable[Sequence[Any]], columns: Sequence[Column], path: Path, sheet: str
) -> None:
    """Write through rustpy-xlsxwriter, which takes a generator of dicts."""
    import rustpy_xlsxwriter as rust  # loaded with the first export, not at every start

    headers = [column.header for column in columns]
    records = (dict(zip(headers, row, strict=True)) for row in rows)
    first = next(records, dict.fromkeys(headers))  # without a row it would write no header
    rust.write_worksheet(
        chain([first], records),
        str(path),
        sheet_name=sheet,
        freeze_row=1,
        autofilter=True,
        header_format=rust.Format().set_bold(),
        column_widths=[float(column.width) for column in columns],
        column_formats=[rust.Format().set_num_format(FORMATS[column.kind]) for column in columns],
        ignore_errors=[column.header for column in columns if column.kind == "text"],
    )


def write_with_python(
    rows: Iterable[Sequence[Any]], columns: Sequence[Column], path: Path, sheet: str
) -> None:
    """Write through XlsxWriter, seven times slower, where no Rust wheel can be installed."""
    import xlsxwriter

    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    page = book.add_worksheet(sheet)
    bold = book.add_format({"bold": True})
    writers = [_cell_writer(page, book, column) for column in columns]
    for n, column in enumerate(columns):
        page.set_column(n, n, column.width)
        page.write_string(0, n, column.header, bold)
    last = 0
    for last, row in enumerate(rows, start=1):
        for n, (write, value) in enumerate(zip(writers, row, strict=True)):
            if value is not None:
                write(last, n, value)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, max(last, 1), len(columns) - 1)
    book.close()


def _cell_writer(page: Any, book: Any, column: Column) -> Callable[[int, int, Any], object]:
    """Return the function that writes a value of this column."""
    style = book.add_format({"num_format": FORMATS[column.kind]})
    kinds = {"text": page.write_string, "date": page.write_datetime}
    write = kinds.get(column.kind, page.write_number)
    return lambda row, n, value: write(row, n, value, style)
