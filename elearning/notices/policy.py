"""Whose a notice is, and which kinds a person can receive."""

from typing import Any

from elearning.notices.kinds import KINDS, WORK, Kind


def can_read(person: Any, notice: Any) -> bool:
    """A notice is its receiver's alone."""
    return bool(person.is_authenticated and notice.person_id == person.id)


def kinds_for(person: Any) -> list[Kind]:
    """Return the kinds that a person chooses about; work waits only for those with a role."""
    return [kind for kind in KINDS.values() if person.roles or kind.code != WORK.code]
