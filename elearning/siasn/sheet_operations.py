"""Keeping an uploaded sheet with the verdicts on its rows, and applying it as one change."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from flask_babel import gettext as _
from sqlalchemy import delete, insert, update

from elearning.accounts.models import Person
from elearning.core import audit
from elearning.core.db import db
from elearning.core.errors import Refused
from elearning.siasn import list_plans, rejections
from elearning.siasn import sheet_queries as queries
from elearning.siasn.list_plans import DIFFERS, FOUND, MISSING_THERE
from elearning.siasn.models import SiasnSheet, SiasnSheetRow
from elearning.siasn.records import Source, Stated, state_all
from elearning.siasn.state_plans import CHANGE, SAME, Planned
from elearning.siasn.states import FAILED, HELD, REJECTED, VERIFIED

STATES, PEOPLE, LIST = "states", "people", "list"
#: Verdicts whose rows are not kept, only their number.
COUNTED = frozenset({SAME}) | list_plans.UNKEPT
#: Verdicts whose rows change something when the sheet is applied.
CHANGING = {STATES: (CHANGE,), PEOPLE: (CHANGE,), LIST: (FOUND, DIFFERS, MISSING_THERE)}
DIFFERENCES = list_plans.DIFFERENCES


class Upload(NamedTuple):
    """What was uploaded: which kind of sheet, its name, and the year of a comparison."""

    kind: str
    name: str
    year: int | None = None


def keep_sheet(
    upload: Upload, planned: Iterable[Planned], person_id: int, at: datetime
) -> SiasnSheet:
    """Keep a sheet until it is applied; earlier ones of the officer that wait are given up."""
    _give_up(upload.kind, person_id)
    sheet = SiasnSheet(
        kind=upload.kind,
        person_id=person_id,
        name=upload.name,
        year=upload.year,
        made_at=at,
        counts={},
    )
    db.session.add(sheet)
    db.session.flush()  # its rows name the new key
    counts: Counter[str] = Counter()
    rows = []
    for number, each in enumerate(planned, start=1):
        counts[each.verdict] += 1
        if each.verdict not in COUNTED:
            rows.append(each._asdict() | {"sheet_id": sheet.id, "number": number})
    if rows:
        db.session.execute(insert(SiasnSheetRow), rows)
    sheet.counts = dict(counts)
    return sheet


def _give_up(kind: str, person_id: int) -> None:
    """Remove the rows of the officer's sheets of a kind, and the sheets never applied."""
    own = (SiasnSheet.person_id == person_id, SiasnSheet.kind == kind)
    keys = db.session.scalars(db.select(SiasnSheet.id).where(*own)).all()
    db.session.execute(delete(SiasnSheetRow).where(SiasnSheetRow.sheet_id.in_(keys)))
    unused = delete(SiasnSheet).where(*own, SiasnSheet.applied_at.is_(None))
    db.session.execute(unused)


def apply_states(sheet: SiasnSheet, at: datetime) -> int:
    """Give the records the states of the sheet; return how many changed.

    What changed since the sheet was read is left as it is.
    """
    _claim(sheet, at)
    source = Source("sheet", at, sheet.person_id)
    changed, rejected = 0, []
    for rows in _rows(sheet.id, CHANGE):
        now = queries.states_of([row.completion_id or 0 for row in rows])
        stated = {
            row.completion_id: Stated(
                row.details["to"], row.details["siasn_id"], row.details["note"]
            )
            for row in rows
            if row.completion_id and now.get(row.completion_id) == row.details["from"]
        }
        new = state_all(stated, source)
        changed += len(new)
        rejected += [key for key in new if stated[key].state == REJECTED]
    rejections.tell_of(rejected, source)
    _note("siasn.states_imported", sheet, changed, at)
    return changed


def apply_people(sheet: SiasnSheet, at: datetime) -> int:
    """Give people their ids at SIASN; return how many changed."""
    _claim(sheet, at)
    changed = 0
    for rows in _rows(sheet.id, CHANGE):
        for row in rows:
            same = (Person.id == row.subject_id, Person.siasn_id == row.details["before"])
            given = update(Person).where(*same).values(siasn_id=row.details["siasn_id"])
            changed += db.session.execute(given).rowcount  # type: ignore[attr-defined]
    _note("siasn.people_imported", sheet, changed, at)
    return changed


def apply_list(sheet: SiasnSheet, *, marks_differences: bool, at: datetime) -> int:
    """Take over what SIASN lists: found records are verified, with their ids; return how many.

    `marks_differences` lets be sent anew what differs, and what was sent and is not there.
    """
    _claim(sheet, at)
    source = Source("list", at, sheet.person_id)
    said = {FOUND: _found} | (
        {DIFFERS: _differing, MISSING_THERE: _lost} if marks_differences else {}
    )
    changed = 0
    for verdict, stated in said.items():
        for rows in _rows(sheet.id, verdict):
            now = queries.states_of([row.completion_id or 0 for row in rows])
            unchanged = [
                row for row in rows if now.get(row.completion_id or 0) == row.details["from"]
            ]
            told = {row.completion_id: stated(row) for row in unchanged if row.completion_id}
            changed += len(state_all({key: each for key, each in told.items() if each}, source))
    _note("siasn.list_compared", sheet, changed, at)
    return changed


def _found(row: SiasnSheetRow) -> Stated:
    """A record that SIASN lists is recorded there."""
    return Stated(VERIFIED, row.details["siasn_id"])


def _differing(row: SiasnSheetRow) -> Stated:
    """What stands there otherwise is sent again, under its id."""
    why = _("SIASN's list has other data; it is to be sent again.")
    return Stated(FAILED, row.details["siasn_id"], why)


def _lost(row: SiasnSheetRow) -> Stated | None:
    """What was sent and does not stand there is sent anew, without the id that is no more."""
    if row.details["from"] not in HELD:
        return None
    why = _("SIASN's list did not have it; it is to be sent again.")
    return Stated(FAILED, "", why, is_gone=True)


def _claim(sheet: SiasnSheet, at: datetime) -> None:
    """A sheet is applied once."""
    fresh = (SiasnSheet.id == sheet.id, SiasnSheet.applied_at.is_(None))
    done = db.session.execute(update(SiasnSheet).where(*fresh).values(applied_at=at))
    if not done.rowcount:  # type: ignore[attr-defined]
        raise Refused(_("This sheet was applied already. Upload it again to compare it anew."))


def _rows(sheet_id: int, verdict: str) -> Iterator[list[SiasnSheetRow]]:
    """Yield the rows of a sheet with a verdict, some hundreds at a time."""
    after = 0
    while rows := queries.rows_of(sheet_id, verdict, after, queries.SOME):
        yield rows
        after = rows[-1].number


def _note(deed: str, sheet: SiasnSheet, changed: int, at: datetime) -> None:
    """Write a deed into the audit log."""
    counts = {"changed": changed, "rows": sum(sheet.counts.values())}
    audit.record(deed, f"siasn_sheet:{sheet.id}", at, actor_id=sheet.person_id, **counts)
