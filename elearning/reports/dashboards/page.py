"""What a dashboard shows of a part of the organisation, put together from its totals."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from flask import abort
from flask_babel import gettext as _

from elearning.accounts.standings import STANDINGS
from elearning.core.settings import Settings
from elearning.reports.dashboards import comparing, queries
from elearning.reports.dashboards.comparing import in_order
from elearning.reports.dashboards.forms import stuck_since
from elearning.reports.dashboards.queries import FAR, NEAR, NONE, REACHED, Count, Open, Place
from elearning.reports.dashboards.tallies import (
    Tally,
    YearOfLearning,
    by_place,
    by_status,
    tally,
    year_of,
)
from elearning.reports.policy import reaches
from elearning.surveys import result_queries
from elearning.surveys.result_queries import Group


class Scope(NamedTuple):
    """A unit with everything below it; without a unit, all the subtrees of an officer."""

    place: Place | None
    paths: tuple[str, ...]
    #: Units from the officer's own down to this one.
    way: tuple[Place, ...]
    #: Whether the officer has other subtrees beside it.
    is_part: bool = False


class Line(NamedTuple):
    """A unit that is compared with those beside it; `is_itself`: people right in the unit shown."""

    place: Place
    tally: Tally
    is_itself: bool
    #: Mean of the item that asks for the whole; None where nothing is told.
    satisfaction: Decimal | None


class Page(NamedTuple):
    """The totals of a scope in a year."""

    whole: Tally
    statuses: list[tuple[str, Tally]]
    this_year: YearOfLearning
    year_before: YearOfLearning
    open: Open
    lines: list[Line]
    #: What people said, by the units that are compared.
    groups: dict[int, Group]


def scope_of(officer: Any, key: int) -> Scope:
    """Return what an officer asked to see; a unit beyond their reach is not found."""
    tops = tops_of(officer)
    if not key and len(tops) > 1:
        return Scope(None, tops, ())
    asked = queries.place_at(key) if key else queries.places_at(tops)[0]
    if asked is None or not reaches(officer, asked.path):
        abort(404)
    line = queries.way_to(asked)
    own = tuple(place for place in line if reaches(officer, place.path))
    return Scope(asked, (asked.path,), own, len(tops) > 1)


def tops_of(officer: Any) -> tuple[str, ...]:
    """Return the paths of an officer's subtrees, without those that lie in another."""
    paths = officer.hr_paths
    return tuple(path for path in paths if not _lies_in_another(path, paths))


def _lies_in_another(path: str, paths: Sequence[str]) -> bool:
    return any(path != other and path.startswith(other) for other in paths)


def page_of(scope: Scope, year: int, settings: Settings, today: date, order: str) -> Page:
    """Read the totals of a scope and put them together."""
    standings, places = settings.counted_standings, places_of(scope)
    counts = _people(scope, year, settings.jp_target)
    rows = queries.earned(scope.paths, [year - 1, year])
    statuses = by_status(counts, standings)
    groups = groups_of(scope, year)
    lines = [
        _line(scope, places[key], found, groups)
        for key, found in by_place(counts, standings).items()
        if found.counted or found.left_out
    ]
    return Page(
        tally(counts, standings),
        sorted((status, found) for status, found in statuses.items() if found.counted),
        year_of(rows, year),
        year_of(rows, year - 1),
        queries.open_courses(scope.paths, stuck_since(settings, today)),
        in_order(lines, ORDERS, order, FIRST_ORDER),
        groups,
    )


def _line(scope: Scope, place: Place, found: Tally, groups: Mapping[int, Group]) -> Line:
    """Return the line of a unit; what people right in the unit shown said is not told apart."""
    is_itself = place == scope.place
    said = groups[place.id].said if place.id in groups and not is_itself else None
    return Line(place, found, is_itself, said.overall if said else None)


def groups_of(scope: Scope, year: int) -> dict[int, Group]:
    """Return what people said, by the units that are compared."""
    if scope.place is None:
        return result_queries.of_each(scope.paths, year)
    return result_queries.below(scope.place.id, year)


def places_of(scope: Scope) -> dict[int, Place]:
    """Return the units that are compared, by key."""
    if scope.place is None:
        below = queries.places_at(scope.paths)
    else:
        below = [*queries.places_below(scope.place), scope.place]
    return {place.id: place for place in below}


def _people(scope: Scope, year: int, target: int) -> list[Count]:
    """Return the people of a scope by the unit that is compared."""
    if scope.place is not None:
        return queries.people_below(scope.place, year, target)
    return [
        count._replace(place_id=place.id)
        for place in queries.places_at(scope.paths)
        for count in queries.people_of([place.path], year, target)
    ]


# Comparing units

#: By what the units can be ordered; the name stands in the address.
ORDERS: dict[str, Callable[[Line], Any]] = {
    "nama": lambda line: line.place.name.casefold(),
    "pegawai": lambda line: line.tally.counted,
    "capaian": lambda line: (line.tally.share, line.tally.mean),
    "jp": lambda line: line.tally.mean,
    "belum": lambda line: line.tally.none,
    "kepuasan": lambda line: comparing.known(line.satisfaction),
}
#: Who is behind stands first.
FIRST_ORDER = "capaian"


def heads(order: str, address: Callable[[str], str]) -> list[dict[str, Any]]:
    """Return the columns of the comparison, each with the address that orders by it."""
    labels = {
        "nama": _("Unit"),
        "pegawai": _("People counted"),
        "capaian": _("Reached the target"),
        "jp": _("JP for each person"),
        "belum": _("No JP yet"),
        "kepuasan": _("Satisfaction"),
    }
    return comparing.heads(labels, order, address)


# Words


def crumbs_of(scope: Scope, address: Callable[..., str]) -> list[tuple[str, str | None]]:
    """Return the way from all of an officer's units down to a scope; empty where it begins there."""
    whole = [(_("Your work units"), address(unit=None))] if scope.is_part else []
    above = [(place.name, address(unit=place.id)) for place in scope.way[:-1]]
    itself = [(place.name, None) for place in scope.way[-1:]]
    return [*whole, *above, *itself] if whole or above else []


def step_words(target: int) -> dict[int, str]:
    """Return what each step towards the target is called."""
    half = (target + 1) // 2
    return {
        NONE: _("No JP yet"),
        FAR: _("1 to %(last)s JP", last=half - 1),
        NEAR: _("%(first)s to %(last)s JP", first=half, last=target - 1),
        REACHED: _("%(target)s JP and more", target=target),
    }


#: What the list of people calls each step.
STATES = {NONE: "none", FAR: "far", NEAR: "near", REACHED: "reached"}


def excluded_words(found: Tally) -> list[tuple[str, str, int]]:
    """Return code, name and number of each legal standing that does not count."""
    return [
        (code, STANDINGS.get(code, code), people)
        for code, people in sorted(found.excluded.items())
        if people
    ]
