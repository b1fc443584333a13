"""What an HR officer sees: the people of their subtree now, and what was earned in it."""

from typing import Any

from elearning.accounts.policy import reaches
from elearning.records.policy import concerning, concerns, within

__all__ = ["can_see", "concerning", "concerns", "reaches", "within"]


def can_see(officer: Any, person: Any) -> bool:
    """An officer sees the people who are in their subtree now, with their full history."""
    return bool(officer.is_authenticated) and reaches(officer, person.unit_path)
