"""Who may have a certificate's PDF, and who arranges how an organiser's certificates look."""

from typing import Any

from sqlalchemy import ColumnElement, false, or_, true

from elearning.accounts.models import Unit
from elearning.accounts.policy import below, reaches
from elearning.certificates.models import Proof


def can_download(person: Any, proof: Proof) -> bool:
    """The person who earned it, and HR of the unit where it was earned or where they are now."""
    completion = proof.completion
    return bool(person.is_authenticated) and (
        person.id == completion.person_id
        or reaches(person, completion.unit_path)
        or reaches(person, proof.path_now)
    )


def agency_paths(person: Any) -> tuple[str, ...]:
    """Return the subtrees of an HR officer that are whole agencies."""
    return tuple(path for path in person.hr_paths if path.count("/") == 2)


def arranges_certificates(person: Any) -> bool:
    """The administrator, and kepegawaian of a whole agency."""
    if not person.is_authenticated:
        return False
    return "admin" in person.roles or bool(agency_paths(person))


def can_arrange(person: Any, organiser: Unit) -> bool:
    """The administrator arranges every organiser's certificates, an agency's HR those of its own."""
    if not person.is_authenticated:
        return False
    own = any(organiser.path.startswith(path) for path in agency_paths(person))
    return "admin" in person.roles or own


def organised_by(person: Any) -> ColumnElement[bool]:
    """The `where` twin of `can_arrange`, for a select of units."""
    if "admin" in person.roles:
        return true()
    return or_(false(), *(below(Unit.path, path) for path in agency_paths(person)))
