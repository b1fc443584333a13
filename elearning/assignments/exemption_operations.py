"""Exempting somebody from an assignment, and ending that."""

from datetime import datetime

from flask_babel import gettext as _

from elearning.accounts.models import Person
from elearning.assignments.exemption_queries import running_exemption
from elearning.assignments.models import Assignment, Exemption
from elearning.assignments.operations import require_running
from elearning.core import audit
from elearning.core.db import db
from elearning.core.errors import Refused


def exempt(
    assignment: Assignment, person_id: int, reason: str, note: str, by: Person, at: datetime
) -> Exemption:
    """Exempt somebody; they are neither counted nor reminded until it is ended."""
    require_running(assignment)
    if running_exemption(assignment.id, person_id) is not None:
        raise Refused(
            _("This person is exempt already. End the exemption to change its reason."),
            about="person_id",
        )
    exemption = Exemption(
        assignment_id=assignment.id,
        person_id=person_id,
        reason=reason,
        note=note,
        given_by_id=by.id,
        given_at=at,
    )
    db.session.add(exemption)
    _note("exempted", exemption, by, at)
    return exemption


def end_exemption(exemption: Exemption, by: Person, at: datetime) -> None:
    """End an exemption: the person must complete the course again."""
    if exemption.ended_at is None:
        exemption.ended_at = at
        _note("unexempted", exemption, by, at)


def _note(deed: str, exemption: Exemption, by: Person, at: datetime) -> None:
    """Append a deed about the person to the audit log."""
    facts = {"assignment_id": exemption.assignment_id}
    audit.record(f"assignment.{deed}", f"person:{exemption.person_id}", at, actor_id=by.id, **facts)
