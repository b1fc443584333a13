"""What SIASN lists beside what we hold: missing there, missing here, or other in some field."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from flask_babel import gettext as _

from elearning.core.tables.columns import date_text
from elearning.siasn import sheet_queries as queries
from elearning.siasn.sheet_queries import Held
from elearning.siasn.sheet_rows import ListRow
from elearning.siasn.state_plans import PROBLEM, Planned
from elearning.siasn.states import VERIFIED

#: Verdicts of a comparison; `found` are equal but for what we know of their state.
EQUAL, FOUND, DIFFERS = "equal", "found", "differs"
MISSING_THERE, MISSING_HERE, REVOKED = "missing_there", "missing_here", "revoked"
ELSEWHERE, OTHER_YEAR = "elsewhere", "other_year"
#: Verdicts of which only the number is kept.
UNKEPT = frozenset({EQUAL, ELSEWHERE, OTHER_YEAR})
#: What must come down to none.
DIFFERENCES = (MISSING_THERE, MISSING_HERE, REVOKED, DIFFERS)
COMPARED = ("number", "title", "started_on", "completed_on", "jp")


def plan_list(
    rows: Sequence[ListRow], held: Sequence[Held], year: int, paths: Sequence[str]
) -> Iterator[Planned]:
    """Yield a verdict on each row of the list, then on each record that it lacks."""
    of_year = [row for row in rows if row.troubles or _year(row) in (None, year)]
    for _other in range(len(rows) - len(of_year)):
        yield Planned(OTHER_YEAR, {})
    comparison = _Comparison(of_year, held, paths)
    for row in of_year:
        yield comparison.judge(row)
    for each in held:
        if each.completion_id not in comparison.met:
            yield Planned(MISSING_THERE, _of_held(each), completion_id=each.completion_id)


def _year(row: ListRow) -> int | None:
    """Return the year of a listed record, if it says when it was."""
    day = row.completed_on or row.started_on
    return day.year if day else None


class _Comparison:
    """A list beside the records of a year."""

    def __init__(self, rows: Sequence[ListRow], held: Sequence[Held], paths: Sequence[str]) -> None:
        numbers = {row.number for row in rows} - {""}
        nips = {row.nip for row in rows} - {""}
        self.by_id = {each.siasn_id: each for each in held if each.siasn_id}
        self.by_number = queries.held_by_number(numbers, paths)
        self.by_number |= {each.number: each for each in held}
        self.by_title = {_about(each.nip_now, each): each for each in held}
        self.counting = {each.completion_id for each in held}
        self.same = {each.same: each for each in held}
        self.owners = queries.owners_by_nip(nips, paths)
        self.elsewhere = queries.recorded_elsewhere(
            [owner.person_id for owner in self.owners.values()]
        )
        self.met: set[int] = set()

    def judge(self, row: ListRow) -> Planned:
        """Return the verdict on a listed record."""
        if row.troubles:
            return Planned(PROBLEM, _of_row(row, row.troubles))
        held = self._held(row)
        if held is None:
            return self._unknown(row)
        if held.completion_id not in self.counting:
            return self._of_old_version(row, held)
        if held.completion_id in self.met:
            twice = [("", _("SIASN lists this record twice."))]
            return Planned(PROBLEM, _of_row(row, twice), completion_id=held.completion_id)
        return self._compared(row, held)

    def _held(self, row: ListRow) -> Held | None:
        """Return our record: by SIASN's id, by the number, else by person, title and last day."""
        found = self.by_id.get(row.siasn_id) or self.by_number.get(row.number)
        if found is None:
            found = self.by_title.get((row.nip, row.title.casefold(), row.completed_on))
        return found if found and row.nip in (found.nip, found.nip_now) else None

    def _unknown(self, row: ListRow) -> Planned:
        """A record that is not ours: of training elsewhere that we hold, or missing here."""
        owner = self.owners.get(row.nip)
        if owner is None:
            trouble = [("NIP", _("Nobody in your units has this NIP."))]
            return Planned(PROBLEM, _of_row(row, trouble))
        if (owner.person_id, row.number) in self.elsewhere:
            return Planned(ELSEWHERE, {})
        details = _of_row(row) | {"name": owner.name}
        return Planned(MISSING_HERE, details, subject_id=owner.person_id)

    def _of_old_version(self, row: ListRow, held: Held) -> Planned:
        """What was corrected since differs; what was revoked must go."""
        newer = self.same.get(held.same)
        if newer is None:
            return Planned(REVOKED, _of_row(row) | _of_held(held), completion_id=held.completion_id)
        return self._compared(row, newer)

    def _compared(self, row: ListRow, held: Held) -> Planned:
        """Compare the fields that the list has."""
        self.met.add(held.completion_id)
        differing = [
            [name, _text(getattr(held, name)), _text(getattr(row, name))]
            for name in COMPARED
            if _differs(getattr(held, name), getattr(row, name))
        ]
        is_known = held.state == VERIFIED and row.siasn_id in ("", held.siasn_id)
        verdict = DIFFERS if differing else EQUAL if is_known else FOUND
        details = _of_held(held) | {"line": row.line, "siasn_id": row.siasn_id}
        details |= {"differing": differing, "from": held.state}
        return Planned(verdict, details, completion_id=held.completion_id)


def _about(nip: str, held: Held) -> tuple[str, str, Any]:
    """Return what tells a record without its number."""
    return nip, held.title.casefold(), held.completed_on


def _differs(ours: Any, theirs: Any) -> bool:
    """Whether two values differ; what the list does not state differs from nothing."""
    return theirs not in ("", None) and _text(ours) != _text(theirs)


def _text(value: Any) -> str:
    """Return a value as the page shows it, with single blanks."""
    if value is None or isinstance(value, str):
        return " ".join((value or "").split())
    return date_text(value) if hasattr(value, "year") else str(value)


def _of_row(row: ListRow, troubles: Iterable[Sequence[str]] = ()) -> dict[str, Any]:
    """Return what the page shows of a listed record."""
    return {
        "line": row.line,
        "nip": row.nip,
        "number": row.number,
        "title": row.title,
        "siasn_id": row.siasn_id,
        "completed_on": _text(row.completed_on),
        "troubles": [list(trouble) for trouble in troubles],
    }


def _of_held(held: Held) -> dict[str, Any]:
    """Return what the page shows of our record."""
    return {
        "nip": held.nip,
        "name": held.full_name,
        "number": held.number,
        "title": held.title,
        "from": held.state,
        "completed_on": _text(held.completed_on),
    }
