"""Reading transcripts, whose they are, and whether what they state still holds."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from elearning.accounts.models import Person, Unit
from elearning.accounts.names import full_name
from elearning.accounts.ranks import rank_label
from elearning.core.db import db
from elearning.development.models import Transcript
from elearning.development.queries import HistoryLine, history_by_year
from elearning.development.transcript_content import Holder
from elearning.records.reversing import WRONG_DATA

#: Title, organiser, number, first and last day, JP.
Facts = tuple[str, str, str, str, str, int]

MOST_SHOWN = 30
_agency = aliased(Unit)


def holder_of(person_id: int) -> Holder:
    """Return what a transcript says of a person."""
    row = db.session.execute(
        select(
            *(Person.front_title, Person.name, Person.back_title, Person.nip, Person.status),
            *(Person.rank, Person.position, Unit.name, _agency.name),
        )
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .outerjoin(_agency, _agency.id == Unit.agency_id)
        .where(Person.id == person_id)
    ).one()
    front, name, back, nip, status, rank, position, unit, agency = row
    whole, label = full_name(front, name, back), rank_label(status, rank)
    return Holder(whole, nip or "", status, label, position, unit or "", agency or "")


def transcripts_of(person_id: int) -> list[Transcript]:
    """Return a person's transcripts, the newest first."""
    own = select(Transcript).where(Transcript.person_id == person_id)
    return list(db.session.scalars(own.order_by(Transcript.id.desc()).limit(MOST_SHOWN)))


def transcript_at(transcript_id: int) -> Transcript | None:
    """Return a transcript by its key."""
    return db.session.get(Transcript, transcript_id)


def transcript_saying(person_id: int, digest: str) -> Transcript | None:
    """Return a person's transcript with some content."""
    said = (Transcript.person_id == person_id, Transcript.content_digest == digest)
    return db.session.scalar(select(Transcript).where(*said))


def transcript_with(code: str) -> Transcript | None:
    """Return the transcript with a printed code."""
    return db.session.scalar(select(Transcript).where(Transcript.code == code.upper()))


def no_longer_counting(transcript: Transcript) -> dict[int, str]:
    """Return which lines of a transcript count no more, by their place: "replaced" or "revoked"."""
    history = [line for year in history_by_year(transcript.person_id) for line in year.lines]
    why = {line.reverses: line.reason for line in history if line.reverses is not None}
    standing = {_facts(line) for line in history if line.seq not in why}
    gone = {_facts(line): why[line.seq] for line in history if line.seq in why}
    return {
        place: "replaced" if gone[facts] == WRONG_DATA else "revoked"
        for place, line in enumerate(transcript.content["lines"])
        if (facts := _stated(line)) in gone and facts not in standing
    }


def _facts(line: HistoryLine) -> Facts:
    """Return what makes a line of the history the one that a transcript states."""
    days = (line.started_on.isoformat(), line.completed_on.isoformat())
    return (line.title, line.organiser, line.certificate_number, *days, line.jp)


def _stated(line: dict[str, Any]) -> Facts:
    """Return the same of a line of a transcript."""
    days = (line["started_on"], line["completed_on"])
    return (line["title"], line["organiser"], line["number"], *days, line["jp"])
