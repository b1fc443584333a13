"""What HR sees of satisfaction: a unit with all below it, and the units right below it compared.

Answers that were too few for a lower unit are told of a higher one only, so the parts do not add up
to the whole (decision 0025).
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from flask_babel import gettext as _

from elearning.core.settings import Settings
from elearning.reports.dashboards import comparing
from elearning.reports.dashboards.page import Scope, groups_of, places_of
from elearning.reports.dashboards.queries import Place
from elearning.surveys.bands import band
from elearning.surveys.result_queries import Group
from elearning.surveys.satisfaction import joined


class Told(NamedTuple):
    """What a group said, with the word for it."""

    group: Group
    band: str


class Line(NamedTuple):
    """A unit that is compared with those beside it."""

    place: Place
    told: Told


class Page(NamedTuple):
    """What is told of a scope in a year."""

    whole: Told
    lines: list[Line]
    #: People whose answers are told of the unit shown, but of none below it.
    only_here: int


def page_of(scope: Scope, year: int, settings: Settings, order: str) -> Page:
    """Read what people of a scope said and put it together."""
    groups, places = groups_of(scope, year), places_of(scope)
    itself = scope.place.id if scope.place else 0
    lines = [
        Line(places[key], _told(group, settings)) for key, group in groups.items() if key != itself
    ]
    return Page(
        whole_of(groups, settings),
        comparing.in_order(lines, ORDERS, order, FIRST_ORDER),
        groups[itself].said.number if itself in groups else 0,
    )


def whole_of(groups: Mapping[int, Group], settings: Settings) -> Told:
    """Return what all groups said as one."""
    said = joined(group.said for group in groups.values())
    completions = sum(group.completions for group in groups.values())
    return _told(Group(said, completions), settings)


def _told(group: Group, settings: Settings) -> Told:
    return Told(group, band(group.said.overall, settings))


# Comparing units

#: By what the units can be ordered; the name stands in the address.
ORDERS: comparing.Orders[Line] = {
    "nama": lambda line: line.place.name.casefold(),
    "kepuasan": lambda line: comparing.known(line.told.group.said.overall),
    "responden": lambda line: line.told.group.said.number,
    "pengisian": lambda line: comparing.known(line.told.group.rate),
}
#: Who is most satisfied stands first, who says nothing last.
FIRST_ORDER = "-kepuasan"


def heads(order: str, address: Callable[[str], str]) -> list[dict[str, Any]]:
    """Return the columns of the comparison, each with the address that orders by it."""
    labels = {
        "nama": _("Unit"),
        "kepuasan": _("Satisfaction as a whole"),
        "responden": _("Respondents"),
        "pengisian": _("Response rate"),
    }
    return comparing.heads(labels, order, address)
