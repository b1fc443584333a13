"""A draft's history as people read it: by day and author, what was saved by itself folded."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from flask_babel import lazy_gettext as _

from elearning.core import clock
from elearning.studio.history.queries import Deed

DEEDS = {
    "save": _("Saved"),
    "auto": _("Saved automatically"),
    "rename": _("Renamed"),
    "remove": _("Taken out"),
    "restore": _("Restored an earlier version"),
    "import": _("Brought in"),
    "conflict": _("Kept beside"),
}
#: So few automatic saves in a row are not worth folding.
FEW = 2


class Fold(NamedTuple):
    """One deed, or several automatic saves that the page folds."""

    deeds: tuple[Deed, ...]

    @property
    def is_folded(self) -> bool:
        """Whether only the number is shown at first."""
        return len(self.deeds) > FEW


class Stay(NamedTuple):
    """What one author did on one day, the newest first."""

    day: date
    by: str
    folds: tuple[Fold, ...]


def by_day_and_author(deeds: Sequence[Deed], zone: str) -> list[Stay]:
    """Group a history; a day is a day in the reader's zone."""

    def stay_of(deed: Deed) -> tuple[date, int | None, str]:
        return clock.local_date(deed.at, zone), deed.by_id, deed.by

    return [
        Stay(day, by, tuple(_folds(group))) for (day, _id, by), group in groupby(deeds, key=stay_of)
    ]


def _folds(deeds: Iterable[Deed]) -> Iterator[Fold]:
    """Put the automatic saves of one text that follow each other into one fold."""
    runs = groupby(deeds, key=lambda deed: (deed.deed == "auto", deed.file_id))
    for (is_automatic, _file), run in runs:
        found = tuple(run)
        if is_automatic and len(found) > FEW:
            yield Fold(found)
        else:
            yield from (Fold((deed,)) for deed in found)
