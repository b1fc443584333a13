"""Reading a person's development history and the JP of their years."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select

from elearning.certificates.models import Certificate
from elearning.core.db import db
from elearning.records.models import HistoryEntry
from elearning.records.reversing import REASONS


class HistoryLine(NamedTuple):
    """A line of the history with the certificate that proves it."""

    seq: int
    kind: str
    title: str
    organiser: str
    activity_type: str
    competency_kind: str
    certificate_number: str
    started_on: date
    completed_on: date
    year: int
    jp: int
    certificate_id: int | None
    certificate_status: str | None
    #: Number of the line that this one takes back.
    reverses: int | None
    #: Why it takes it back, a key of `reversing.REASONS`; and the entry's own key.
    reason: str
    entry_id: int
    #: Whether another line takes this one back.
    is_reversed: bool = False
    #: Whether SIASN has confirmed it; None while nothing is known of it.
    is_at_siasn: bool | None = None

    @property
    def why(self) -> Any:
        """Why it takes another line back, in words."""
        return REASONS.get(self.reason, "")


class HistoryYear(NamedTuple):
    """A year of the history."""

    year: int
    jp: int
    lines: tuple[HistoryLine, ...]


_LINES = (
    select(
        HistoryEntry.seq,
        HistoryEntry.kind,
        HistoryEntry.title,
        HistoryEntry.organiser,
        HistoryEntry.activity_type,
        HistoryEntry.competency_kind,
        HistoryEntry.certificate_number,
        HistoryEntry.started_on,
        HistoryEntry.completed_on,
        HistoryEntry.year,
        HistoryEntry.jp,
        Certificate.id,
        Certificate.status,
        HistoryEntry.reverses,
        HistoryEntry.reason,
        HistoryEntry.id,
    )
    .outerjoin(Certificate, Certificate.completion_id == HistoryEntry.completion_id)
    .where(HistoryEntry.person_id == bindparam("person_id"))
    .order_by(HistoryEntry.year.desc(), HistoryEntry.completed_on.desc(), HistoryEntry.seq.desc())
)


def history_by_year(person_id: int) -> list[HistoryYear]:
    """Return a person's history, the newest first."""
    rows: Iterable[Any] = db.session.execute(_LINES, {"person_id": person_id})
    found = [HistoryLine(*row) for row in rows]
    taken_back = {line.reverses for line in found}
    lines = (line._replace(is_reversed=line.seq in taken_back) for line in found)
    years = ((year, tuple(group)) for year, group in groupby(lines, key=lambda line: line.year))
    return [HistoryYear(year, sum(line.jp for line in group), group) for year, group in years]


def counting_years(person_id: int) -> list[HistoryYear]:
    """Return what counts of a person's history, the newest first: nothing that was taken back."""
    years = []
    for year in history_by_year(person_id):
        lines = tuple(
            each for each in year.lines if each.kind != "reversal" and not each.is_reversed
        )
        if lines:
            years.append(HistoryYear(year.year, sum(each.jp for each in lines), lines))
    return years


def years_of(person_id: int) -> list[int]:
    """Return the years in which something counts, the newest first."""
    return [year.year for year in counting_years(person_id)]
