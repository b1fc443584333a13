"""Arithmetic of dashboards: people on the steps towards the target, JP by month and kind."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from elearning.core.shares import share_of
from elearning.core.types import HUNDREDTH
from elearning.records.rollup_models import EVERYONE
from elearning.reports.dashboards.queries import FAR, NEAR, NONE, REACHED, Count, Earned

MONTHS = range(1, 13)


@dataclass(slots=True)
class Tally:
    """The active people of a place: who counts at the target, on which step, and their JP."""

    counted: int = 0
    jp: int = 0
    #: People of each step above none.
    lifted: dict[int, int] = field(default_factory=lambda: {FAR: 0, NEAR: 0, REACHED: 0})
    #: People who do not count, by their legal standing.
    excluded: dict[str, int] = field(default_factory=dict)

    def add(self, count: Count, standings: Sequence[str]) -> None:
        """Count some people; those of other legal standings than these are left out."""
        if count.standing not in standings:
            if count.year == EVERYONE:
                self.excluded[count.standing] = self.excluded.get(count.standing, 0) + count.people
        elif count.year == EVERYONE:
            self.counted += count.people
        elif count.step in self.lifted:
            self.lifted[count.step] += count.people
            self.jp += count.jp

    @property
    def steps(self) -> dict[int, int]:
        """How many people stand on each step, from none to reached."""
        return {NONE: self.counted - sum(self.lifted.values())} | self.lifted

    @property
    def reached(self) -> int:
        """How many have reached the target."""
        return self.lifted[REACHED]

    @property
    def none(self) -> int:
        """How many have no JP yet."""
        return self.steps[NONE]

    @property
    def left_out(self) -> int:
        """How many active people do not count."""
        return sum(self.excluded.values())

    @property
    def share(self) -> Decimal:
        """Percent of those who count that have reached the target."""
        return share_of(self.reached, self.counted)

    @property
    def mean(self) -> Decimal:
        """JP for each person who counts, half up to hundredths."""
        if not self.counted:
            return Decimal(0)
        return (Decimal(self.jp) / self.counted).quantize(HUNDREDTH, ROUND_HALF_UP)


def tally(counts: Iterable[Count], standings: Sequence[str]) -> Tally:
    """Return the people of several places as one."""
    whole = Tally()
    for count in counts:
        whole.add(count, standings)
    return whole


def by_place(counts: Iterable[Count], standings: Sequence[str]) -> dict[int, Tally]:
    """Return the people of each place."""
    places: dict[int, Tally] = defaultdict(Tally)
    for count in counts:
        places[count.place_id].add(count, standings)
    return dict(places)


def by_status(counts: Iterable[Count], standings: Sequence[str]) -> dict[str, Tally]:
    """Return the people of each status."""
    statuses: dict[str, Tally] = defaultdict(Tally)
    for count in counts:
        statuses[count.status].add(count, standings)
    return dict(statuses)


class YearOfLearning(NamedTuple):
    """What was completed on this platform in a year."""

    jp: int
    completions: int
    #: JP of each month.
    months: dict[int, int]
    #: JP and completions of each kind of competency, most JP first.
    kinds: list[tuple[str, int, int]]


def year_of(rows: Iterable[Earned], year: int) -> YearOfLearning:
    """Put together what was earned in a year."""
    own = [row for row in rows if row.year == year]
    months = dict.fromkeys(MONTHS, 0)
    kinds: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row in own:
        months[row.month] += row.jp
        kinds[row.kind][0] += row.jp
        kinds[row.kind][1] += row.completions
    ordered = sorted(
        ((kind, jp, num) for kind, (jp, num) in kinds.items() if num),
        key=lambda kind: (-kind[1], kind[0]),
    )
    jp, completions = sum(row.jp for row in own), sum(row.completions for row in own)
    return YearOfLearning(jp, completions, months, ordered)
