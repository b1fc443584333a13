"""What a trainer sees of the answers to a course's survey."""

from collections.abc import Sequence
from random import SystemRandom
from typing import NamedTuple

from elearning.surveys import result_queries
from elearning.surveys.instrument import instrument
from elearning.surveys.result_queries import Revision
from elearning.surveys.satisfaction import Satisfaction


class Results(NamedTuple):
    """What people said of a course whose completions lie in a year."""

    said: Satisfaction
    completions: int
    #: Revisions that can be looked at alone, and the one that is.
    revisions: list[Revision]
    revision: int | None
    #: What was written, by the question's words, in no order.
    texts: list[tuple[str, list[str]]]


def results_of(course_id: int, year: int, asked: int) -> Results | None:
    """Return what was released of a course; None when nothing was.

    Who asks for another year may still name a revision of the last one; then all are shown.
    """
    said = result_queries.of_course(course_id, year)
    if not said.number:
        return None
    found = result_queries.revisions_of(course_id, year)
    revision = asked if asked in {each.id for each in found} else None
    if revision is not None:
        said = result_queries.of_course(course_id, year, revision)
    completions = result_queries.completions_of(course_id, year)
    revisions = found if len(found) > 1 else []
    return Results(said, completions, revisions, revision, texts_of(course_id, year))


def texts_of(course_id: int, year: int) -> list[tuple[str, list[str]]]:
    """Return what was written, by question; each time in another order."""
    found = result_queries.texts_of(course_id, year)
    return [
        (asked.text, mixed([text for question, text in found if question == asked.code]))
        for asked in instrument().texts
    ]


def mixed(texts: Sequence[str]) -> list[str]:
    """Return texts in an order that says nothing."""
    return SystemRandom().sample(texts, len(texts))
