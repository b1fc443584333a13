"""Reading a person's development history and the JP of their years."""

from datetime import date
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import bindparam, select

from elearning.certificates.models import Certificate
from elearning.core.db import db
from elearning.records.models import HistoryEntry


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
    )
    .outerjoin(Certificate, Certificate.completion_id == HistoryEntry.completion_id)
    .where(HistoryEntry.person_id == bindparam("person_id"))
    .order_by(HistoryEntry.year.desc(), HistoryEntry.completed_on.desc(), HistoryEntry.seq.desc())
)


def history_by_year(person_id: int) -> list[HistoryYear]:
    """Return a person's history, the newest first."""
    lines = (HistoryLine._make(row) for row in db.session.execute(_LINES, {"person_id": person_id}))
    years = ((year, tuple(group)) for year, group in groupby(lines, key=lambda line: line.year))
    return [HistoryYear(year, sum(line.jp for line in group), group) for year, group in years]
