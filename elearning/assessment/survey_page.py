"""What a trainer sees of the answers to a course's survey."""

from collections.abc import Sequence
from random import SystemRandom
from typing import Any, NamedTuple

from elearning.core.settings import Settings
from elearning.surveys import result_queries
from elearning.surveys.instrument import instrument
from elearning.surveys.policy import hidden
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


def results_of(
    person: Any, course_id: int, year: int, asked: int | None, settings: Settings
) -> Results | None:
    """Return what may be shown of a course; None while too few have answered."""
    least, said = settings.survey_least, result_queries.of_course(course_id, year)
    if said.number < least or tells_of_few(person, course_id, year, said.number, least):
        return None
    revisions = shown_revisions(course_id, year, least)
    revision = asked if asked in {each.id for each in revisions} else None
    if revision is not None:
        said = result_queries.of_course(course_id, year, revision)
    completions = result_queries.completions_of(course_id, year)
    return Results(said, completions, revisions, revision, texts_of(course_id, year))


def shown_revisions(course_id: int, year: int, least: int) -> list[Revision]:
    """Return the revisions that can be looked at alone; none where there is only one."""
    found = result_queries.revisions_of(course_id, year)
    kept_back = hidden({each.id: each.answers for each in found}, least)
    return [each for each in found if each.id not in kept_back] if len(found) > 1 else []


def tells_of_few(person: Any, course_id: int, year: int, everywhere: int, least: int) -> bool:
    """Whether the course's figures would tell what an officer's own dashboard hides.

    Whoever is both trainer and officer reads totals of units too; from one that holds nearly all
    answers to this course they could take this course away, and what is left may be few.
    """
    if not person.hr_paths:
        return False
    numbers = result_queries.answers_by_course(person.hr_paths, year)
    here = numbers.get(course_id, 0)
    is_nearly_all = bool(here) and everywhere - here < least
    return is_nearly_all and course_id in hidden(numbers, least)


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
