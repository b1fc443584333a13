"""What was earned counts for its unit, wherever that unit is now.

A completion keeps the path at which it was earned: it is sealed. When a unit moves, its old paths
are kept, so that a reach becomes spans of paths: the present ones of its units and those that they
had, without those whose units have gone elsewhere. A merged unit lies below the one it went into.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from sqlalchemy import Select, and_, false, func, or_, select
from sqlalchemy.orm import aliased

from elearning.accounts.models import Unit
from elearning.accounts.organisation_models import FormerPath
from elearning.accounts.policy import AFTER_SLASH, Span, below, end_of
from elearning.core.db import db

EVERYTHING = "/"


def widened(paths: Sequence[str]) -> tuple[Span, ...]:
    """Return the spans of paths at which the units now in some subtrees ever were.

    For `completion.unit_path` and `unit_month.unit_path`: `within(column, widened(paths))`.
    """
    if not paths or EVERYTHING in paths:
        return tuple(Span(path, end_of(path)) for path in paths)
    rows = db.session.execute(_left(paths).union(_held(paths)))
    belongs = {then: any(now.startswith(path) for path in paths) for then, now in rows}
    return _spans(_flips(dict.fromkeys(paths, True) | belongs))


def _left(paths: Sequence[str]) -> Select[str, str]:
    """Return the select of former paths in some subtrees, each with where its unit is now."""
    found = select(FormerPath.path, Unit.path).join(Unit, Unit.id == FormerPath.unit_id)
    return found.where(or_(false(), *(below(FormerPath.path, path) for path in paths)))


def _held(paths: Sequence[str]) -> Select[str, str]:
    """Return the select of the former paths of units in some subtrees, and of what lay below."""
    unit, now = aliased(Unit), aliased(FormerPath)
    end = func.substr(now.path, 1, func.length(now.path) - 1) + AFTER_SLASH
    lay_below = and_(FormerPath.path >= now.path, FormerPath.path < end)
    return (
        select(FormerPath.path, Unit.path)
        .select_from(unit)
        .join(now, now.unit_id == unit.id)
        .join(FormerPath, lay_below)
        .join(Unit, Unit.id == FormerPath.unit_id)
        .where(or_(false(), *(below(unit.path, path) for path in paths)))
    )


def _flips(belongs: Mapping[str, bool]) -> dict[str, bool]:
    """Return only the paths that say something else than the nearest path above them."""
    flips: dict[str, bool] = {}
    for path in sorted(belongs, key=len):
        if belongs[path] != _answer(path, flips):
            flips[path] = belongs[path]
    return flips


def _answer(place: str, flips: Mapping[str, bool]) -> bool:
    """Whether a place belongs, as the longest path that holds it says."""
    holding = [path for path in flips if path <= place < end_of(path)]
    return flips[max(holding, key=len)] if holding else False


def _spans(flips: Mapping[str, bool]) -> tuple[Span, ...]:
    """Return what belongs as spans that do not touch."""
    edges = sorted({edge for path in flips for edge in (path, end_of(path))})
    spans: list[Span] = []
    for first, end in pairwise(edges):
        if not _answer(first, flips):
            continue
        if spans and spans[-1].end == first:
            first = spans.pop().first
        spans.append(Span(first, end))
    return tuple(spans)
