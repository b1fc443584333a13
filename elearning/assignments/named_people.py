"""A list of NIPs, pasted or in a file, read into people and the problems of each line."""

import re
from collections.abc import Iterator, Sequence
from typing import BinaryIO, NamedTuple

from flask_babel import gettext as _

from elearning.accounts import nip
from elearning.assignments.people_queries import keys_of
from elearning.core.errors import Refused
from elearning.core.tables import Problem, read_table, records

#: More people are better described by a rule.
MOST = 5_000
COLUMN = {"nip": ("NIP", "nipBaru", "NIP Baru", "Nomor Induk Pegawai", "NIPPPK", "NI PPPK")}
_BETWEEN = re.compile(r"[,;\t]")
_AT_ONCE = 500


class Typed(NamedTuple):
    """A NIP as it stands in a line: of a pasted text, or of a file in a column."""

    line: int
    text: str
    column: str = ""

    def problem(self, message: str) -> Problem:
        """Return what is wrong, with the place where it stands."""
        return Problem(self.line, self.column, message)


class NamedPeople(NamedTuple):
    """The people found, by NIP in the order of the list, and what is wrong."""

    people: dict[str, int]
    problems: list[Problem]


def typed_in(text: str) -> list[Typed]:
    """Return the NIPs of a pasted text: one a line, or several between commas."""
    lines = enumerate(text.splitlines(), start=1)
    return [
        Typed(n, part.strip()) for n, line in lines for part in _BETWEEN.split(line) if part.strip()
    ]


def typed_in_file(file: BinaryIO, name: str) -> Iterator[Typed]:
    """Yield the NIPs of a table that has a column for them."""
    for record in records(read_table(file, name), COLUMN, required=("nip",)):
        cell = record.cell("nip")
        if cell.text:
            value = cell.value if isinstance(cell.value, str) else cell.text
            yield Typed(cell.line, value, cell.column)


def named_people(typed: Sequence[Typed], paths: Sequence[str]) -> NamedPeople:
    """Find the people of some subtrees; a line that names none is a problem, a repeated one not."""
    if len(typed) > MOST:
        raise Refused(
            _(
                "The list has more than %(most)s NIPs. Choose the people by unit, rank or kind of "
                "position instead.",
                most=MOST,
            )
        )
    problems: list[Problem] = []
    places: dict[str, Typed] = {}
    for each in typed:
        try:
            places.setdefault(nip.normalise(each.text), each)
        except Refused as error:
            problems.append(each.problem(str(error)))
    found = _found(list(places), paths)
    unknown = _("Nobody in this work unit has this NIP now. Check the number, or the unit.")
    problems += [places[n].problem(unknown) for n in places if n not in found]
    return NamedPeople({n: found[n] for n in places if n in found}, sorted(problems))


def _found(numbers: list[str], paths: Sequence[str]) -> dict[str, int]:
    """Return the people by NIP, asked for in portions."""
    found: dict[str, int] = {}
    for start in range(0, len(numbers), _AT_ONCE):
        found |= keys_of(numbers[start : start + _AT_ONCE], paths)
    return found
