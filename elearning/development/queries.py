"""Reading a person's development history and the JP of their years."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, select

from elearning.accounts.merged import accounts_of
from elearning.certificates.models import Certificate
from elearning.core.db import db
from elearning.records.models import Completion, HistoryEntry
from elearning.records.reversing import REASONS
from elearning.siasn.models import SiasnRecord
from elearning.siasn.standings import NOTE, STATE
from elearning.siasn.states import UNSENT, VERIFIED


class HistoryLine(NamedTuple):
    """A line of the history with the certificate that proves it."""

    account_id: int
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
    #: Where it stands at SIASN, a key of `siasn.states.WORDS`, and why it was rejected or failed.
    siasn_state: str
    siasn_note: str
    #: Number of the reversed line in whose place this one stands.
    replaces: int | None
    #: Whether another line takes this one back.
    is_reversed: bool = False
    #: Whether it was revoked and nothing stands in its place; see `reversing.may_return`.
    may_return: bool = False
    #: Whether SIASN has confirmed it; None while nothing is known of it.
    is_at_siasn: bool | None = None

    @property
    def place(self) -> tuple[int, int]:
        """Where it stands: each account of a person has a chain of its own."""
        return self.account_id, self.seq

    @property
    def why(self) -> Any:
        """Why it takes another line back, in words."""
        return REASONS.get(self.reason, "")


class HistoryYear(NamedTuple):
    """A year of the history."""

    year: int
    jp: int
    lines: tuple[HistoryLine, ...]


_LINES: Select[*tuple[Any, ...]] = (
    select(
        HistoryEntry.person_id,
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
        STATE,
        NOTE,
        HistoryEntry.replaces,
    )
    .outerjoin(Certificate, Certificate.completion_id == HistoryEntry.completion_id)
    .outerjoin(Completion, Completion.id == HistoryEntry.completion_id)
    .outerjoin(SiasnRecord, SiasnRecord.completion_id == Completion.id)
    .where(HistoryEntry.person_id.in_(accounts_of(bindparam("person_id"))))
    .order_by(HistoryEntry.year.desc(), HistoryEntry.completed_on.desc(), HistoryEntry.id.desc())
)


def history_by_year(person_id: int) -> list[HistoryYear]:
    """Return a person's history, of all their accounts, the newest first."""
    rows: Iterable[Any] = db.session.execute(_LINES, {"person_id": person_id})
    found = [HistoryLine(*row) for row in rows]
    taken_back = {(line.account_id, line.reverses) for line in found}
    replaced = {(line.account_id, line.replaces) for line in found}
    gone = taken_back - replaced
    lines = (
        line._replace(
            is_reversed=line.place in taken_back,
            may_return=line.kind == "external" and line.place in gone,
            is_at_siasn=confirmed(line.siasn_state),
        )
        for line in found
    )
    years = ((year, tuple(group)) for year, group in groupby(lines, key=lambda line: line.year))
    return [HistoryYear(year, sum(line.jp for line in group), group) for year, group in years]


def confirmed(siasn_state: str) -> bool | None:
    """Whether SIASN has verified a record; None for what was never sent."""
    return None if siasn_state == UNSENT else siasn_state == VERIFIED


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
