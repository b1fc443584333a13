"""Taking a question out of a text."""

from elearning.courses.writing.questions import Place

_FENCES = ("```", "~~~")


def without(text: str, place: Place) -> str:
    """Return a text without a question; a practice block that held it alone goes with it."""
    lines = text.split("\n")
    start, end = _room(lines, place.start, place.end)
    if _is_fenced(lines, start, end):
        start, end = _room(lines, start - 1, end + 1)
    kept = [*lines[:start], *([""] if start > 0 and end < len(lines) else []), *lines[end:]]
    return "\n".join(kept).rstrip() + "\n"


def _room(lines: list[str], start: int, end: int) -> tuple[int, int]:
    """Return a stretch with the blank lines around it."""
    while start > 0 and not lines[start - 1].strip():
        start -= 1
    while end < len(lines) and not lines[end].strip():
        end += 1
    return start, end


def _is_fenced(lines: list[str], start: int, end: int) -> bool:
    """Whether a block opens right above a stretch and closes right below it."""
    return (
        start > 0
        and end < len(lines)
        and lines[start - 1].strip().startswith(_FENCES)
        and lines[end].strip().startswith(_FENCES)
        and lines[end].strip(" `~") == ""
        and lines[start - 1].strip(" `~") != ""
    )
