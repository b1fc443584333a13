"""What of a course is public."""

from elearning.courses.queries import CourseCard, Outline


def is_on_public_page(card: CourseCard, outline: Outline, name: str) -> bool:
    """Whether a file is the course's cover or stands in its description, in any language."""
    shown = (each.facts.description for each in (outline, *outline.variants.values()))
    return card.cover.endswith(f"/{name}") or any(f"/{name}" in text for text in shown)
