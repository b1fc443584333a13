"""Taking an entry of a history back: nothing is edited, a line says what no longer counts and why."""

from datetime import datetime

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import exists, select

from elearning.core.db import db
from elearning.core.errors import Refused
from elearning.records.models import ChainHead, Completion, HistoryEntry
from elearning.records.operations import Training, append_entry, count_completion

#: Why a replacement is made.
WRONG_DATA = "data"
#: Why training is revoked; these words are all that the public reads.
REVOKING = {
    "not-taken": _("It was not taken, or recorded for the wrong person"),
    "twice": _("It was recorded twice"),
    "requirements": _("The requirements were not met"),
    "dishonesty": _("Dishonesty was established"),
    "document": _("The proof is not genuine"),
}
REASONS = {WRONG_DATA: _("Data were recorded wrongly")} | REVOKING


def is_reversed(entry: HistoryEntry) -> bool:
    """Whether a line of the history takes an entry back."""
    taken = exists().where(
        HistoryEntry.person_id == entry.person_id, HistoryEntry.reverses == entry.seq
    )
    return bool(db.session.scalar(select(taken)))


def may_return(entry: HistoryEntry) -> bool:
    """Whether training from elsewhere was revoked and nothing stands in its place.

    What was completed here is taken anew instead; what was earned elsewhere can only be recorded.
    """
    if entry.kind != "external" or not is_reversed(entry):
        return False
    in_place = exists().where(
        HistoryEntry.person_id == entry.person_id, HistoryEntry.replaces == entry.seq
    )
    return not db.session.scalar(select(in_place))


def require_standing(entry: HistoryEntry) -> None:
    """Refuse to correct what was taken back already, and the line that takes something back."""
    if entry.kind == "reversal" or is_reversed(entry):
        raise Refused(
            gettext(
                "This entry was corrected already and no longer counts. Open the person's history"
                " and choose the entry that counts."
            )
        )


def reversal_of(entry: HistoryEntry) -> HistoryEntry | None:
    """Return the line that takes an entry back."""
    taking = (HistoryEntry.person_id == entry.person_id, HistoryEntry.reverses == entry.seq)
    return db.session.scalars(select(HistoryEntry).where(*taking)).first()


def reverse(head: ChainHead, entry: HistoryEntry, reason: str, at: datetime) -> HistoryEntry:
    """Add the line that takes an entry back to a locked chain; totals follow."""
    require_standing(entry)
    completion = db.session.get(Completion, entry.completion_id) if entry.completion_id else None
    if completion is not None:
        completion.reversed_at = at
        count_completion(completion, -1)
    return append_entry(head, taken_back(entry, reason), at)


def taken_back(entry: HistoryEntry, reason: str) -> Training:
    """Return what the line says that takes an entry back: the same training, its JP negative."""
    return Training(
        kind="reversal",
        identity=f"reversal:{entry.hash}",
        title=entry.title,
        organiser=entry.organiser,
        activity_type=entry.activity_type,
        competency_kind=entry.competency_kind,
        certificate_number=entry.certificate_number,
        started_on=entry.started_on,
        completed_on=entry.completed_on,
        jp=-entry.jp,
        reverses=entry.seq,
        reason=reason,
    )
