"""Reading transcripts, whose they are, and whether what they state still holds."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import case, exists, select
from sqlalchemy.orm import aliased

from elearning.accounts.merged import accounts_of
from elearning.accounts.models import Person, Unit
from elearning.accounts.names import full_name
from elearning.accounts.ranks import rank_label
from elearning.certificates.models import Signatory
from elearning.certificates.signature_models import SIGNED
from elearning.certificates.template_queries import signs_on
from elearning.core.db import db
from elearning.development.models import Transcript, TranscriptSignature
from elearning.development.queries import HistoryLine, history_by_year
from elearning.development.transcript_content import Holder, Office
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


def office_of(person_id: int, day: date) -> Office | None:
    """Return who signs a person's transcripts on a day; nobody when the agency has named nobody.

    The agency's own signatory; where it has none, that of its highest and oldest unit that has one.
    """
    position = (Signatory.prefix + " " + Signatory.position).label("position")
    rank_in_tree = case({"agency": 0, "department": 1}, value=Unit.kind, else_=2)
    agency = select(_agency.agency_id).join(Person, Person.unit_id == _agency.id)
    row = db.session.execute(
        select(Unit.id, position, Signatory.name, Signatory.rank, Signatory.nip)
        .join(Signatory, Signatory.organiser_id == Unit.id)
        .where(Unit.agency_id == agency.where(Person.id == person_id).scalar_subquery())
        .where(*signs_on(day))
        .order_by(rank_in_tree, Unit.id, Signatory.valid_from.desc(), Signatory.id.desc())
        .limit(1)
    ).first()
    return row and Office(row[0], row[1].strip(), *row[2:])


class TranscriptRow(NamedTuple):
    """A transcript beside what is known of its signature."""

    transcript: Transcript
    signature: TranscriptSignature | None

    @property
    def person_id(self) -> int:
        """Whose it is."""
        return self.transcript.person_id

    @property
    def signed_digest(self) -> str:
        """Name of the signed PDF; empty while there is none."""
        return self.signature.digest if self.signature else ""

    @property
    def is_awaited(self) -> bool:
        """Whether it stands in the signatory's queue."""
        kept = self.signature
        return kept is not None and kept.state != SIGNED and kept.withdrawn_at is None

    @property
    def is_overtaken(self) -> bool:
        """Whether the signature was refused because something in it was revoked or corrected."""
        kept = self.signature
        return self.is_awaited and kept is not None and kept.error == "overtaken"


_ROWS = select(Transcript, TranscriptSignature).outerjoin(
    TranscriptSignature, TranscriptSignature.transcript_id == Transcript.id
)


def transcripts_of(person_id: int) -> list[TranscriptRow]:
    """Return a person's transcripts, the newest first."""
    own = _ROWS.where(Transcript.person_id.in_(accounts_of(person_id)))
    rows = db.session.execute(own.order_by(Transcript.id.desc()).limit(MOST_SHOWN))
    return [TranscriptRow(*row) for row in rows]


def transcript_at(transcript_id: int) -> TranscriptRow | None:
    """Return a transcript by its key."""
    return _row_where(Transcript.id == transcript_id)


def transcript_saying(person_id: int, digest: str) -> Transcript | None:
    """Return a person's transcript with some content."""
    said = (Transcript.person_id == person_id, Transcript.content_digest == digest)
    return db.session.scalar(select(Transcript).where(*said))


def transcript_with(code: str) -> TranscriptRow | None:
    """Return the transcript with a printed code."""
    return _row_where(Transcript.code == code.upper())


def transcript_of_file(digest: str) -> TranscriptRow | None:
    """Return the transcript of a stored PDF, the signed or the unsigned one."""
    unsigned = select(Transcript.id).where(Transcript.pdf_digest == digest)
    signed = select(TranscriptSignature.transcript_id).where(TranscriptSignature.digest == digest)
    return _row_where(Transcript.id.in_(unsigned.union(signed)))


def _row_where(condition: Any) -> TranscriptRow | None:
    """Return the transcript that a condition finds."""
    row = db.session.execute(_ROWS.where(condition)).first()
    return TranscriptRow(*row) if row else None


def unasked_since(moment: datetime) -> Sequence[Transcript]:
    """Return the transcripts made since a moment that nobody was asked to sign, the oldest first."""
    is_asked = exists().where(TranscriptSignature.transcript_id == Transcript.id)
    found = select(Transcript).where(Transcript.made_at >= moment, ~is_asked)
    return db.session.scalars(found.order_by(Transcript.id)).all()


def no_longer_counting(transcript: Transcript) -> dict[int, str]:
    """Return which lines of a transcript count no more, by their place: "replaced" or "revoked"."""
    history = [line for year in history_by_year(transcript.person_id) for line in year.lines]
    why = {
        (line.account_id, line.reverses): line.reason
        for line in history
        if line.reverses is not None
    }
    standing = {_facts(line) for line in history if line.place not in why}
    gone = {_facts(line): why[line.place] for line in history if line.place in why}
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
