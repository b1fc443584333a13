"""Proposals to correct a history: one person proposes, a second one decides, neither about oneself.

Everything here locks the person's chain first, so that of two deeds about one entry the later one
sees the earlier.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from flask_babel import gettext as _
from sqlalchemy import exists, select

from elearning.accounts.merged import remaining
from elearning.accounts.models import Person
from elearning.core import audit
from elearning.core.db import db
from elearning.core.errors import Refused
from elearning.records.models import ChainHead, Correction, HistoryEntry
from elearning.records.operations import lock_chain
from elearning.records.reversing import WRONG_DATA, may_return, require_standing

REPLACE, REVOKE = "replace", "revoke"
PROPOSED, APPROVED, REFUSED = "proposed", "approved", "refused"


class Held(NamedTuple):
    """A proposal that waits, its entry, and the locked chain that holds it."""

    correction: Correction
    entry: HistoryEntry
    head: ChainHead


def propose_replacement(
    entry: HistoryEntry, changes: Mapping[str, Any], note: str, by: Person, at: datetime
) -> Correction:
    """Propose other data for an entry; `changes` are new values by column."""
    if not changes and not may_return(entry):
        raise Refused(_("Nothing differs from what was recorded. Change what is wrong, then send."))
    return _propose(entry, REPLACE, WRONG_DATA, dict(changes), note, by, at)


def propose_revocation(
    entry: HistoryEntry, reason: str, note: str, by: Person, at: datetime
) -> Correction:
    """Propose that an entry counts no more."""
    return _propose(entry, REVOKE, reason, {}, note, by, at)


def _propose(
    entry: HistoryEntry,
    action: str,
    reason: str,
    changes: dict[str, Any],
    note: str,
    by: Person,
    at: datetime,
) -> Correction:
    """Note a proposal; one at a time waits for each entry."""
    require_uninvolved(by, entry)
    lock_chain(entry.person_id)
    require_known(entry.person_id)
    require_open(entry, action)
    if waits(entry.id):
        raise Refused(
            _("A correction of this entry waits for a decision already. Open it among corrections.")
        )
    correction = Correction(
        entry_id=entry.id,
        action=action,
        reason=reason,
        changes=changes,
        note=note,
        proposed_by_id=by.id,
        proposed_at=at,
    )
    db.session.add(correction)
    db.session.flush()  # the audit log names the new key
    _note("correction.proposed", correction, entry, by, at)
    return correction


def require_open(entry: HistoryEntry, action: str) -> None:
    """What counts can be corrected; training from elsewhere that was revoked can be recorded again."""
    if action != REPLACE or not may_return(entry):
        require_standing(entry)


def waits(entry_id: int) -> bool:
    """Whether a correction of an entry waits for a decision."""
    open_one = exists().where(Correction.entry_id == entry_id, Correction.state == PROPOSED)
    return bool(db.session.scalar(select(open_one)))


def hold(correction_id: int, by: Person) -> Held:
    """Return a waiting proposal that somebody may decide, with the person's chain locked."""
    entry = db.session.scalars(
        select(HistoryEntry)
        .join(Correction, Correction.entry_id == HistoryEntry.id)
        .where(Correction.id == correction_id)
    ).one()
    head = lock_chain(entry.person_id)
    correction = db.session.get_one(Correction, correction_id, populate_existing=True)
    if correction.state != PROPOSED:
        raise Refused(_("Somebody has decided on this correction already. Nothing was changed."))
    require_second(by, correction)
    require_uninvolved(by, entry)
    return Held(correction, entry, head)


def refuse(correction_id: int, answer: str, by: Person, at: datetime) -> Held:
    """Refuse a proposal, with the reason; the history stays as it is."""
    held = hold(correction_id, by)
    settle(held, REFUSED, answer, by, at)
    return held


def settle(
    held: Held, state: str, answer: str, by: Person, at: datetime, **details: int | str | None
) -> None:
    """Note what was decided on a held proposal, and by whom."""
    correction = held.correction
    correction.state, correction.answer = state, answer
    correction.decided_by_id, correction.decided_at = by.id, at
    _note(f"correction.{state}", correction, held.entry, by, at, **details)


def require_second(by: Person, correction: Correction) -> None:
    """Nobody decides on their own proposal."""
    if by.id == correction.proposed_by_id:
        raise Refused(
            _(
                "You proposed this correction, so another officer or the administrator decides on it."
            )
        )


def require_known(person_id: int) -> None:
    """What was erased is nobody's any more, so there is nothing to correct."""
    if db.session.get_one(Person, person_id).erased_at is not None:
        raise Refused(_("The personal data of this history are erased. It stays as it is."))


def require_uninvolved(by: Person, entry: HistoryEntry) -> None:
    """Nobody corrects their own history."""
    if db.session.scalar(select(remaining(entry.person_id))) == by.id:
        raise Refused(_("This is your own history. Ask another HR officer to correct it."))


def _note(
    deed: str,
    correction: Correction,
    entry: HistoryEntry,
    by: Person,
    at: datetime,
    **details: int | str | None,
) -> None:
    """Write a deed into the audit log."""
    facts = {"person_id": entry.person_id, "seq": entry.seq, "deed": correction.action}
    subject = f"correction:{correction.id}"
    audit.record(deed, subject, at, actor_id=by.id, **facts, **details)
