"""The employment history of many people, turned and turned back with few statements."""

from datetime import date
from typing import Any

from sqlalchemy import delete, insert, update

from elearning.accounts.models import Employment
from elearning.accounts.operations import EMPLOYMENT_FIELDS
from elearning.core.db import db
from elearning.staff.plan import Line
from elearning.staff.present import Period, Present


class History:
    """Periods of employment that end, begin or are put right, written together."""

    def __init__(self) -> None:
        self._ended: list[dict[str, Any]] = []
        self._righted: list[dict[str, Any]] = []
        self._begun: list[dict[str, Any]] = []
        self._notes: dict[int, dict[str, Any]] = {}

    def turn(
        self,
        line: Line,
        period: Period | None,
        now: Present,
        new: dict[str, Any],
        since: date,
    ) -> None:
        """Close the present period and begin the next, or put it right when it began no earlier."""
        if period is not None and period.valid_from >= since and new["unit_id"] is not None:
            righted = {field: new[field] for field in EMPLOYMENT_FIELDS}
            self._righted.append({"id": period.id, **righted})
            self._notes[line.id] = {"id": period.id, "was": period.values, "left": righted}
            return
        if period is not None:
            self._ended.append({"id": period.id, "valid_until": since})
            self._notes[line.id] = {"ended": period.id}
        if new["unit_id"] is not None:
            left = {field: new[field] for field in EMPLOYMENT_FIELDS}
            self._begun.append(begun_period(now.id, new, since))
            self._notes[line.id] = self._notes.get(line.id, {}) | {"left": left}

    def write(self) -> dict[int, int]:
        """Write everything; return the new periods by person."""
        for rows in (self._ended, self._righted):
            if rows:
                db.session.execute(update(Employment), rows)
        if not self._begun:
            return {}
        begun = insert(Employment).returning(Employment.person_id, Employment.id)
        return dict(db.session.execute(begun, self._begun).all())

    def of(self, line: Line, made: dict[int, int]) -> dict[str, Any]:
        """Return what undoing a line needs to know of its period."""
        begun = {"made": made[line.person_id]} if line.person_id in made else {}
        return self._notes.get(line.id, {}) | begun


def begun_period(person_id: int, values: dict[str, Any], since: date) -> dict[str, Any]:
    """Return the row of a period that begins."""
    return {
        **{field: values[field] for field in EMPLOYMENT_FIELDS},
        "person_id": person_id,
        "valid_from": since,
        "valid_until": None,
    }


def turn_back(lines: list[Line]) -> None:
    """Remove the periods that some lines began, and open or restore those before."""
    notes = [line.period for line in lines]
    made = [note["made"] for note in notes if "made" in note]
    ended = [note["ended"] for note in notes if "ended" in note]
    righted = [{"id": note["id"], **note["was"]} for note in notes if "was" in note]
    if made:
        db.session.execute(delete(Employment).where(Employment.id.in_(made)))
    if ended:
        opened = update(Employment).where(Employment.id.in_(ended))
        db.session.execute(opened.values(valid_until=None))
    if righted:
        db.session.execute(update(Employment), righted)


def is_untouched(line: Line, period: Period | None, now: Present) -> bool:
    """Whether the history still ends with the period that a line began or put right."""
    key = line.period.get("made", line.period.get("id"))
    if key is None:
        return True
    if period is None or period.id != key:
        return False
    present = {field: getattr(now, field) for field in EMPLOYMENT_FIELDS}
    return period.values == present and present == (line.period.get("left") or present)
