"""What HR sees of satisfaction: a part of the organisation, its courses and the units below.

Groups that are too small are hidden, and others with them (`surveys.policy.hidden`); decision 0025
says why courses are compared only over all that an officer reaches.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Any, NamedTuple

from elearning.core.settings import Settings
from elearning.reports.dashboards import queries as dashboard_queries
from elearning.reports.dashboards.page import COMPARED, Scope, tops_of
from elearning.reports.dashboards.queries import Place
from elearning.surveys import result_queries
from elearning.surveys.bands import band
from elearning.surveys.policy import hidden
from elearning.surveys.result_queries import Part
from elearning.surveys.satisfaction import Satisfaction, rate

#: Courses shown from the best on, and from the lowest on.
ENDS = 5


class Whole(NamedTuple):
    """What a group said, and how many of those who were asked."""

    said: Satisfaction
    completions: int
    #: The word for the mean of the item that asks for the whole.
    band: str

    @property
    def rate(self) -> Decimal | None:
        """Per cent of completions that were answered for."""
        return rate(self.said.number, self.completions)


class UnitLine(NamedTuple):
    """A unit that is compared; without figures when they are hidden."""

    place: Place
    whole: Whole | None
    is_itself: bool


class CourseLine(NamedTuple):
    """A course that is compared."""

    title: str
    whole: Whole


class Courses(NamedTuple):
    """Courses by their overall mean: all of them, or the best and the lowest; how many are hidden."""

    best: list[CourseLine]
    lowest: list[CourseLine]
    hidden: int


def whole_of(officer: Any, scope: Scope, year: int, settings: Settings) -> Whole | None:
    """Return what a scope's people said; None where it is not shown."""
    said = result_queries.of_units(scope.paths, year)
    if said.number < settings.survey_least or not is_shown(officer, scope, year, settings):
        return None
    return _whole(said, result_queries.completions_in(scope.paths, year), settings)


def is_shown(officer: Any, scope: Scope, year: int, settings: Settings) -> bool:
    """Whether a unit and every one above it, up to the officer's own, is shown beside its siblings."""
    return all(
        place.id not in hidden(result_queries.answers_by_part(part, year), settings.survey_least)
        for part, place in _steps(officer, scope)
    )


def _steps(officer: Any, scope: Scope) -> Iterator[tuple[Part, Place]]:
    """Yield the units from the officer's own down to the one shown, each among its siblings."""
    tops, below = tops_of(officer), list(scope.way)
    if len(tops) > 1 and below:
        yield Part(tops, 0), below[0]
    for parent, place in pairwise(below):
        yield part_below(parent), place


def part_below(place: Place) -> Part:
    """Return what lies right below a unit, and the unit's own people."""
    return Part((place.path,), place.id)


def _whole(said: Satisfaction, completions: int, settings: Settings) -> Whole:
    return Whole(said, completions, band(said.overall, settings))


# Units


def unit_lines(scope: Scope, year: int, settings: Settings) -> list[UnitLine]:
    """Return the units of a shown scope, by name; empty where there is nothing to compare."""
    if scope.place is None:
        part, places = Part(scope.paths, 0), dashboard_queries.places_at(scope.paths)
    else:
        part = part_below(scope.place)
        places = [*dashboard_queries.places_below(scope.place), scope.place]
    found = result_queries.of_parts(part, year)
    completions = result_queries.completions_by_part(part, year)
    kept_back = hidden({key: said.number for key, said in found.items()}, settings.survey_least)
    lines = [
        UnitLine(
            place,
            _line(place.id, found, completions, settings) if place.id not in kept_back else None,
            scope.place is not None and place.id == scope.place.id,
        )
        for place in places
        if completions.get(place.id)
    ]
    return lines[:COMPARED] if len(lines) > 1 else []


def _line(
    key: int, found: Mapping[int, Satisfaction], completions: Mapping[int, int], settings: Settings
) -> Whole | None:
    """Return the figures of a group that is not hidden; None where nobody answered."""
    return _whole(found[key], completions.get(key, 0), settings) if key in found else None


# Courses


def courses_of(officer: Any, scope: Scope, year: int, settings: Settings) -> Courses | None:
    """Compare the courses over all that an officer reaches; None for a part of it."""
    if set(scope.paths) != set(tops_of(officer)):
        return None
    found = result_queries.of_courses(scope.paths, year)
    numbers = {key: said.number for key, said in found.items()}
    kept_back = hidden_courses(numbers, year, settings.survey_least)
    completions = result_queries.completions_by_course(scope.paths, year)
    titles = result_queries.titles_of(found)
    lines = [
        CourseLine(titles[key], _whole(said, completions.get(key, 0), settings))
        for key, said in found.items()
        if key not in kept_back
    ]
    lines.sort(key=lambda line: (-(line.whole.said.overall or 0), line.title.casefold()))
    if len(lines) <= 2 * ENDS:
        return Courses(lines, [], len(kept_back))
    return Courses(lines[:ENDS], lines[-ENDS:], len(kept_back))


def hidden_courses(numbers: Mapping[int, int], year: int, least: int) -> frozenset[int]:
    """Return which courses are not shown: also those whose few answers elsewhere could be told."""
    everywhere = result_queries.answers_everywhere(numbers, year)
    few = {key for key, here in numbers.items() if 0 < everywhere[key] - here < least}
    return hidden(numbers, least, few)
