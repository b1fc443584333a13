"""Who may have a certificate's PDF, and who arranges how an organiser's certificates look."""

from typing import Any

from sqlalchemy import ColumnElement, false, or_, true

from elearning.accounts.models import Unit
from elearning.accounts.policy import below, is_admin, is_hr, reaches
from elearning.certificates.models import Proof


def can_download(person: Any, proof: Proof) -> bool:
    """The person who earned it, and HR of the unit where it was earned or where they are now.

    Nobody once the owner's data were erased: it would be printed without a name.
    """
    completion = proof.completion
    if completion.is_erased or not person.is_authenticated:
        return False
    return (
        completion.person_id in person.account_ids
        or reaches(person, proof.path_then)
        or reaches(person, proof.path_now)
    )


def agency_paths(person: Any) -> tuple[str, ...]:
    """Return the subtrees of an HR officer that are whole agencies."""
    return tuple(path for path in person.hr_paths if path.count("/") == 2)


def arranges_certificates(person: Any) -> bool:
    """The administrator, and kepegawaian of a whole agency."""
    return is_admin(person) or (is_hr(person) and bool(agency_paths(person)))


def can_arrange(person: Any, organiser: Unit) -> bool:
    """The administrator arranges every organiser's certificates, an agency's HR those of its own."""
    if is_admin(person):
        return True
    return is_hr(person) and any(organiser.path.startswith(path) for path in agency_paths(person))


def organised_by(person: Any) -> ColumnElement[bool]:
    """The `where` twin of `can_arrange`, for a select of units."""
    if is_admin(person):
        return true()
    return or_(false(), *(below(Unit.path, path) for path in agency_paths(person)))
