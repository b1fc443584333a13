"""Who may read in a course."""

from typing import Any

from elearning.accounts.policy import is_trainer
from elearning.courses.queries import CourseCard, Outline, OutlineItem, Place
from elearning.learning.models import ParagraphMark


def anyone(_person: Any, _thing: object) -> bool:
    """What a published course says of itself is public."""
    return True


def is_on_public_page(card: CourseCard, outline: Outline, name: str) -> bool:
    """Whether a file is the course's cover or stands in its description, in any language."""
    shown = (each.facts.description for each in (outline, *outline.variants.values()))
    return card.cover.endswith(f"/{name}") or any(f"/{name}" in text for text in shown)


def is_enrolled(person: Any, place: Place) -> bool:
    """The person has joined the course."""
    return bool(person.is_authenticated) and place.enrolment_id is not None


def can_read(person: Any, place: Place) -> bool:
    """Enrolled people read; trainers and the administrator may look without enrolling."""
    return is_enrolled(person, place) or is_trainer(person)


def is_finished_by_reading(_person: Any, item: OutlineItem) -> bool:
    """A lesson is finished by reading it, a quiz only by passing it."""
    return item.kind == "lesson"


def owns_mark(person: Any, mark: ParagraphMark) -> bool:
    """A bookmark or note is its owner's alone: no role opens it."""
    return bool(mark.person_id == person.id)
