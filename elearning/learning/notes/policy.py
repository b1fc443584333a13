"""Who may see a bookmark or note."""

from typing import Any

from elearning.learning.notes.models import ParagraphMark


def owns_mark(person: Any, mark: ParagraphMark) -> bool:
    """A bookmark or note is its owner's alone: no role opens it."""
    return bool(mark.person_id == person.id)
