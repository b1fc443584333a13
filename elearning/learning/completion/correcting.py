"""Approving a correction: the whole story in one transaction.

The old entry is taken back by a line of its own; what replaces it is a new version of the
completion with its own certificate and its own line. Nothing that was issued is edited or lost.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from elearning.accounts.models import Person, Unit
from elearning.accounts.queries import ancestors
from elearning.certificates.models import Certificate
from elearning.certificates.operations import issue
from elearning.certificates.seals import seal_of
from elearning.core.clock import local_date
from elearning.core.db import db
from elearning.core.settings import current_settings
from elearning.learning.completion import notices
from elearning.records.corrections import APPROVED, REVOKE, Held, hold, settle
from elearning.records.external import corrected_training
from elearning.records.models import Completion, HistoryEntry
from elearning.records.operations import append_entry, count_completion, entry_of
from elearning.records.reversing import may_return, reversal_of, reverse

#: What a correction may change of a completion: what was copied from the roster, and how the title
#: is spelt. Dates, JP and score were measured; where they are wrong, the completion is revoked.
CORRECTABLE = frozenset(
    {
        *("full_name", "nip", "rank", "position"),
        *("unit", "department", "agency", "unit_path", "course_title"),
    }
)


def approve(correction_id: int, answer: str, by: Person, at: datetime) -> Held:
    """Carry out a proposal on a second person's word, exactly once."""
    held = hold(correction_id, by)
    reversal = taken_back(held, at)
    replacement = correct(held, at)
    seq = replacement.seq if replacement else None
    settle(held, APPROVED, answer, by, at, reversal=reversal.seq, replacement=seq)
    notices.was_corrected(held, replacement, at)
    return held


def taken_back(held: Held, at: datetime) -> HistoryEntry:
    """Take an entry back; training that was revoked wrongly is taken back already."""
    if held.correction.action != REVOKE and may_return(held.entry):
        earlier = reversal_of(held.entry)
        if earlier is not None:
            return earlier
    return reverse(held.head, held.entry, held.correction.reason, at)


def correct(held: Held, at: datetime) -> HistoryEntry | None:
    """Put what was proposed in the place of a reversed entry; None when it is only revoked."""
    completion = db.session.get(Completion, held.entry.completion_id or 0)
    is_revoked = held.correction.action == REVOKE
    if completion is None:
        return None if is_revoked else replace_external(held, at)
    certificate = certificate_of(completion)
    if is_revoked:
        if certificate is not None:
            mark(certificate, "revoked", held.correction.reason, at)
        return None
    return replace_completion(held, completion, certificate, at)


def replace_external(held: Held, at: datetime) -> HistoryEntry:
    """Record training earned elsewhere as it should have been."""
    training = corrected_training(held.entry, held.correction.changes)
    return append_entry(held.head, training._replace(replaces=held.entry.seq), at)


def replace_completion(
    held: Held, old: Completion, certificate: Certificate | None, at: datetime
) -> HistoryEntry:
    """Freeze the next version of a completion, with a certificate of its own if the old one had one."""
    completion = next_version(old, held.correction.changes)
    number, seal = "", ""
    if certificate is not None:
        replacement = replace_certificate(certificate, completion, held.correction.reason, at)
        number, seal = replacement.number, seal_of(replacement)
    training = entry_of(completion, number, seal)._replace(replaces=held.entry.seq)
    entry = append_entry(held.head, training, at)
    count_completion(completion)
    return entry


def next_version(old: Completion, changes: Mapping[str, Any]) -> Completion:
    """Freeze a completion anew: all as it was but what is corrected."""
    kept = {
        column.name: getattr(old, column.name)
        for column in Completion.__table__.columns
        if column.name not in {"id", "version", "reversed_at"}
    }
    corrected = {name: value for name, value in changes.items() if name in CORRECTABLE}
    completion = Completion(**(kept | corrected), version=old.version + 1)
    db.session.flush()  # the old version counts no more before the new one does
    db.session.add(completion)
    db.session.flush()  # the certificate and the history name the new key
    return completion


def certificate_of(completion: Completion) -> Certificate | None:
    """Return the certificate of a completion."""
    found = select(Certificate).where(Certificate.completion_id == completion.id)
    return db.session.scalars(found).first()


def replace_certificate(
    old: Certificate, completion: Completion, reason: str, at: datetime
) -> Certificate:
    """Issue a certificate under a new number; the old one, and those it replaced, name it."""
    settings, organiser = current_settings(), db.session.get_one(Unit, old.organiser_id)
    agency = ancestors(organiser)[0]
    day = local_date(at, agency.timezone or settings.timezone)
    new = issue(completion, organiser, agency.name, settings, at, on=max(day, old.issued_on))
    mark(old, "replaced", reason, at)
    earlier = update(Certificate).where(Certificate.replaced_by_id == old.id)
    db.session.execute(earlier.values(replaced_by_id=new.id))
    old.replaced_by_id = new.id
    return new


def mark(certificate: Certificate, status: str, reason: str, at: datetime) -> None:
    """Note that a certificate holds no more, since when and why."""
    certificate.status, certificate.status_at, certificate.status_reason = status, at, reason
