"""Who may answer for a completion."""

from typing import Any


def is_own(person: Any, invitation: Any) -> bool:
    """Whoever completed a course is asked about it, nobody else."""
    return bool(person.is_authenticated and invitation.person_id == person.id)
