"""The table: each address with its answer for each role."""

from pathlib import Path
from typing import NamedTuple

ROLES = ("visitor", "owner", "other", "trainer", "hr", "hr_elsewhere", "admin")
#: `login` is a redirect to the sign-in page, a number any other answer. The owner learns in the
#: course and holds the attempt and the certificate; the other learner works elsewhere. HR reaches
#: the whole agency, HR elsewhere only a department that is not the owner's. The administrator is
#: no learner and no HR. The last column names the body in `BODIES`.
TABLE = Path(__file__).with_name("table.txt")


class Row(NamedTuple):
    """One line of the table."""

    method: str
    address: str
    statuses: dict[str, str]
    body: str

    @classmethod
    def read(cls, line: str) -> "Row":
        """Read a line: method, address, a status per role, perhaps a body."""
        method, address, *cells = line.split()
        return cls(method, address, dict(zip(ROLES, cells, strict=False)), *(cells[7:] or [""]))

    def __str__(self) -> str:
        return f"{self.method} {self.address} {self.body}".strip()


ROWS = [Row.read(line) for line in TABLE.read_text().splitlines()[1:] if line]
UNSAFE = [row for row in ROWS if row.method != "GET"]
