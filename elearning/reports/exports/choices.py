"""What an export is to hold, as it is kept in the log, in a job and under a name."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple, Self

from elearning.reports.exports.layouts import FORMATS, Layout
from elearning.reports.exports.queries import Wanted

#: First and last month of each period.
PERIODS = {
    "": (1, 12),
    "s1": (1, 6),
    "s2": (7, 12),
    "t1": (1, 3),
    "t2": (4, 6),
    "t3": (7, 9),
    "t4": (10, 12),
}
#: The year in which the export is made, so that a kept choice goes with the time.
THIS_YEAR = "ini"

RECORDS, PEOPLE, DEPARTMENTS = "records", "people", "departments"
#: Certificates with their sheets; recaps that wait for a signature.
ZIP, PDF = "zip", "pdf"
#: Made by a job, whatever their size.
BY_JOB = frozenset({ZIP, PDF})
#: Which recap each button makes, and as what.
BUTTONS = {
    "pegawai-xlsx": (PEOPLE, "xlsx"),
    "pegawai-csv": (PEOPLE, "csv"),
    "pd-xlsx": (DEPARTMENTS, "xlsx"),
    "pd-csv": (DEPARTMENTS, "csv"),
    "pdf": (PEOPLE, PDF),
}


class Choice(NamedTuple):
    """One choice; names beside keys are those of the moment, for whoever reads the log later."""

    content: str = RECORDS
    format: str = "xlsx"
    unit_id: int | None = None
    unit: str = ""
    #: "ini", a year, or empty for all.
    year: str = THIS_YEAR
    period: str = ""
    #: Days as ISO 8601.
    since: str = ""
    until: str = ""
    course_id: int | None = None
    course: str = ""
    #: Status ASN, and the state at SIASN.
    status: str = ""
    siasn: str = ""
    #: A recap of those only who count and are below the target.
    below: bool = False
    delimiter: str = ";"
    guard_digits: bool = False

    @classmethod
    def of(cls, kept: dict[str, Any]) -> Self:
        """Return a choice that was kept; what it did not know is as usual."""
        return cls(**{name: value for name, value in kept.items() if name in cls._fields})

    def kept(self) -> dict[str, Any]:
        """Return what is kept: everything that differs from the usual."""
        usual = type(self)()
        pairs = zip(self._fields, self, usual, strict=True)
        always = ("content", "format", "year")
        return {name: value for name, value, same in pairs if value != same or name in always}

    def year_on(self, today: date) -> int | None:
        """Return the year that is meant, None for all of them."""
        if self.year == THIS_YEAR:
            return today.year
        return int(self.year) if self.year else None

    def on(self, today: date) -> Self:
        """Return a kept choice as it is on a day: a recap without a day is of the year so far."""
        if self.content == RECORDS or self.until:
            return self
        return self._replace(year=str(today.year), until=today.isoformat())

    def wanted(self, paths: Sequence[str], today: date) -> Wanted:
        """Return which completions of some subtrees leave."""
        return Wanted(
            paths=tuple(paths),
            year=self.year_on(today),
            months=PERIODS[self.period],
            course_id=self.course_id,
            since=date.fromisoformat(self.since) if self.since else None,
            until=date.fromisoformat(self.until) if self.until else None,
            status=self.status,
            siasn=self.siasn,
        )

    @property
    def layout(self) -> Layout:
        """What one file is: the format, and how a CSV divides and guards its cells."""
        return Layout(self.format, self.delimiter, self.guard_digits)

    @property
    def is_table(self) -> bool:
        """Whether it is one file that can be sent at once."""
        return self.format in FORMATS
