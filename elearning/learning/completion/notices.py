"""Telling a person, in their language, what is new in their history: a completion, a correction."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _

from elearning.accounts.models import Person
from elearning.core.db import db
from elearning.notices.kinds import CERTIFICATE, CORRECTION, WORK
from elearning.notices.operations import tell, tell_all
from elearning.records.corrections import Held
from elearning.records.models import HistoryEntry
from elearning.records.reversing import REASONS

HISTORY = "/riwayat/"


def course_was_completed(person: Person, course: str, number: str, at: datetime) -> None:
    """Tell a person that a course is complete, and the number of its certificate if it gives one."""

    def message() -> tuple[str, ...]:
        if not number:
            return (
                _("You have completed “%(course)s”", course=course),
                _("The course stands in your history now."),
            )
        return (
            _("Your certificate for “%(course)s” is issued", course=course),
            _("You have completed the course. Your certificate has the number %(n)s.", n=number),
            _("It is in your history, where you can download it at any time."),
        )

    tell(person, CERTIFICATE, message, at, link=HISTORY)


def was_corrected(held: Held, replacement: HistoryEntry | None, at: datetime) -> None:
    """Tell a person what was replaced or revoked, and why."""

    def message() -> tuple[str, ...]:
        if replacement is None:
            return _revocation(held)
        return _replacement(held.entry, replacement, held.correction.note)

    tell(db.session.get(Person, held.entry.person_id), CORRECTION, message, at, link=HISTORY)


def correction_waits(deciders: Sequence[Person], correction_id: int, at: datetime) -> None:
    """Tell those who may decide that a correction is proposed."""

    def message() -> tuple[str, ...]:
        head = _("A correction waits for a decision")
        return (head, _("Somebody has proposed to correct an entry of a history."))

    tell_all(deciders, WORK, message, at, link=f"/kepegawaian/koreksi/{correction_id}")


def _revocation(held: Held) -> tuple[str, ...]:
    """Return what is said of training that counts no more."""
    return (
        _("A training in your history was revoked"),
        _("“%(title)s” no longer counts in your history.", title=held.entry.title),
        str(REASONS[held.correction.reason]) + ".",
        held.correction.note,
        _("If you do not agree, write to your HR office."),
    )


def _replacement(old: HistoryEntry, new: HistoryEntry, note: str) -> tuple[str, ...]:
    """Return what is said of corrected data."""
    told = (
        _(
            "Your certificate %(old)s was replaced by number %(new)s. Please use the new one.",
            old=old.certificate_number,
            new=new.certificate_number,
        )
        if old.kind == "course" and old.certificate_number
        else _("Your history shows the corrected data.")
    )
    head = _("Your data of “%(title)s” were corrected", title=new.title)
    return (head, told, note)
