"""What HR sees of satisfaction: all that an officer reaches, as one group.

Parts of it are not compared: from parts that change with every answer, and from tables that cross,
what a few people said could be calculated (decision 0025).
"""

from decimal import Decimal
from typing import Any, NamedTuple

from elearning.core.settings import Settings
from elearning.reports.dashboards.page import Scope, tops_of
from elearning.surveys import result_queries
from elearning.surveys.bands import band
from elearning.surveys.satisfaction import Satisfaction, rate


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


def is_whole(officer: Any, scope: Scope) -> bool:
    """Whether a scope is all that an officer reaches."""
    return set(scope.paths) == set(tops_of(officer))


def whole_of(officer: Any, scope: Scope, year: int, settings: Settings) -> Whole | None:
    """Return what all said whom an officer reaches; None for a part of them, and for too few."""
    if not is_whole(officer, scope):
        return None
    said = result_queries.of_units(scope.paths, year)
    if said.number < settings.survey_least:
        return None
    completions = result_queries.completions_in(scope.paths, year)
    return Whole(said, completions, band(said.overall, settings))
