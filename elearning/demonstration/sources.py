"""The invented names, units, positions and trainings: tables beside this module."""

import csv
from functools import cache
from pathlib import Path

Row = dict[str, str]

_FOLDER = Path(__file__).parent
AGENCY = "Pemerintah Kabupaten Contoh"
PASSWORD = "belajar-kapan-saja"  # noqa: S105  (printed at every start: it opens invented data only)


@cache
def rows(name: str) -> tuple[Row, ...]:
    """Return the rows of a table, in order."""
    with (_FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def further_courses() -> tuple[Row, ...]:
    """Return the courses that accounts are in the middle of, beside the demonstrated one."""
    return rows("courses_of_accounts")


def accounts() -> tuple[Row, ...]:
    """Return the accounts that people sign in with."""
    return rows("accounts")
