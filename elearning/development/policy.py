"""Who sees proposed training and who decides on it."""

from typing import Any

from sqlalchemy import ColumnElement, and_

from elearning.accounts.policy import reached_paths, reaches
from elearning.development.models import OPEN, SUBMITTED, Proposal


def is_own(person: Any, thing: Any) -> bool:
    """What somebody has proposed, shared or had printed belongs to them, whichever account did it."""
    return bool(person.is_authenticated) and thing.person_id in person.account_ids


def can_change(person: Any, proposal: Any) -> bool:
    """The holder changes or withdraws what is not decided yet."""
    return is_own(person, proposal) and proposal.state in OPEN


def can_withdraw_signing(person: Any, row: Any) -> bool:
    """The holder takes a transcript out of the signatory's queue until it is signed."""
    return is_own(person, row) and row.is_awaited


def can_decide_on(officer: Any, proposal: Any) -> bool:
    """HR of the unit where the person works now decides, nobody on their own."""
    reached = bool(officer.is_authenticated) and reaches(officer, proposal.unit_path)
    return reached and proposal.person_id not in officer.account_ids


def decidable(officer: Any) -> ColumnElement[bool]:
    """The `where` twin of `can_decide_on`, for what waits, beside the person's unit."""
    return and_(
        Proposal.state == SUBMITTED,
        reached_paths(officer),
        Proposal.person_id.not_in(officer.account_ids),
    )


def can_see_file(person: Any, proposal: Any) -> bool:
    """A certificate is open to its holder and to who decides."""
    return is_own(person, proposal) or can_decide_on(person, proposal)
