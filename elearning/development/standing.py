"""Where a person stands in a year: what counts, what waits, and by which kinds; no database."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from elearning.development.models import OPEN
from elearning.development.proposal_queries import OwnProposal
from elearning.development.queries import HistoryYear


class Standing(NamedTuple):
    """JP of a year; three figures that are never added up."""

    year: int
    #: In the history (diakui).
    recognised: int
    #: Proposed and not decided (menunggu).
    waiting: int
    #: Confirmed by SIASN; none while nothing is known of it, which is not the same as 0.
    at_siasn: int | None
    #: JP by kind of competency, and by form of development: the most first.
    by_competency: tuple[tuple[str, int], ...]
    by_activity: tuple[tuple[str, int], ...]


def standing_in(
    year: int, years: Sequence[HistoryYear], proposals: Sequence[OwnProposal]
) -> Standing:
    """Return where a person stands in a year."""
    lines = next((each.lines for each in years if each.year == year), ())
    confirmed = [line.jp for line in lines if line.is_at_siasn]
    is_known = any(line.is_at_siasn is not None for each in years for line in each.lines)
    competency: Counter[str] = Counter()
    activity: Counter[str] = Counter()
    for line in lines:
        competency[line.competency_kind] += line.jp
        activity[line.activity_type] += line.jp
    return Standing(
        year,
        sum(line.jp for line in lines),
        sum(each.jp for each in proposals if each.year == year and each.state in OPEN),
        sum(confirmed) if is_known else None,
        tuple((kind, jp) for kind, jp in competency.most_common() if jp),
        tuple((kind, jp) for kind, jp in activity.most_common() if jp),
    )
