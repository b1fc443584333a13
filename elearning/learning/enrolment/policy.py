"""Who may read in a course."""

from typing import Any

from elearning.accounts.policy import is_trainer
from elearning.courses.queries import OutlineItem, Place


def anyone(_person: Any, _thing: object) -> bool:
    """What a published course says of itself is public."""
    return True


def is_enrolled(person: Any, place: Place) -> bool:
    """The person has joined the course."""
    return bool(person.is_authenticated) and place.enrolment_id is not None


def can_read(person: Any, place: Place) -> bool:
    """Enrolled people read; trainers and the administrator may look without enrolling."""
    return is_enrolled(person, place) or is_trainer(person)


def is_finished_by_reading(_person: Any, item: OutlineItem) -> bool:
    """A lesson is finished by reading it, a quiz only by passing it."""
    return item.kind == "lesson"
