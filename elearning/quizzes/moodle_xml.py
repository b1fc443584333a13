"""Moodle XML as a plain function, to be run over corpora; the work is done where courses are."""

from elearning.courses.importing.banks import moodle_xml
from elearning.courses.importing.found import Found
from elearning.courses.importing.losses import Loss


def parse(text: str | bytes) -> tuple[tuple[Found, ...], tuple[Loss, ...]]:
    """Return the questions of a file, and what could not be kept, by line.

    A file that is no Moodle XML, or holds entities, raises `ImportRefused`.
    """
    data = text.encode() if isinstance(text, str) else text
    parsed = moodle_xml.parse(data)
    return parsed.questions, parsed.losses
