"""GIFT as a plain function, to be run over corpora; the work is done where courses are."""

from elearning.courses.importing.banks import gift
from elearning.courses.importing.found import Found
from elearning.courses.importing.losses import Loss


def parse(text: str) -> tuple[tuple[Found, ...], tuple[Loss, ...]]:
    """Return the questions of a text, and what could not be kept, by line. Nothing is refused."""
    parsed = gift.parse(text.removeprefix("\ufeff"))
    return parsed.questions, parsed.losses
