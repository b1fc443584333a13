"""Tables out (CSV, XLSX, JSONL) and in (CSV, XLSX, XLS, ODS): streamed out, limited in.

A cell that a spreadsheet could run as a formula leaves as text; a file from outside is read in a
process of its own that dies at a limit of memory and time.
"""

from elearning.core.tables.columns import Column
from elearning.core.tables.headers import (
    Cell,
    Header,
    Problem,
    Record,
    find_header,
    guess_header,
    key_of_title,
    records,
    records_below,
    titles_of,
)
from elearning.core.tables.reading import Row, read_table
from elearning.core.tables.refusal import TableRefused, Value
from elearning.core.tables.writing import iter_csv, iter_jsonl, write_csv, write_jsonl
from elearning.core.tables.xlsx import write_xlsx

__all__ = [
    "Cell",
    "Column",
    "Header",
    "Problem",
    "Record",
    "Row",
    "TableRefused",
    "Value",
    "find_header",
    "guess_header",
    "iter_csv",
    "iter_jsonl",
    "key_of_title",
    "read_table",
    "records",
    "records_below",
    "titles_of",
    "write_csv",
    "write_jsonl",
    "write_xlsx",
]
