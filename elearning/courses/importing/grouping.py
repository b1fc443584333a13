"""Puts questions into pools by category, and keeps within the limits."""

import re
from collections.abc import Mapping

from elearning.courses.importing.found import Found, Group, Parsed
from elearning.courses.importing.losses import Losses, Place
from elearning.courses.importing.refusing import ImportRefused

MAX_QUESTIONS = 2_000
_SLASH = re.compile(r"(?<!/)/(?!/)")


class Grouping:
    """Collects questions; a category that comes again goes on with its pool."""

    def __init__(self, losses: Losses) -> None:
        self.losses = losses
        self._groups: dict[str, list[Found]] = {}
        self._title = ""
        self._count = 0

    def open(self, category: str, place: Place) -> None:
        """Begin the pool of a category, which Moodle writes as a path."""
        parts = [part.strip().replace("//", "/") for part in _SLASH.split(category)]
        names = [part for part in parts if part and part.strip("$") not in _ROOTS]
        if len(names) > 1:
            self.losses.add("category", place, category=" / ".join(names)[:150])
        self.begin(" / ".join(names))

    def begin(self, title: str) -> None:
        """Begin the pool of a title, or go on with it."""
        self._title = title[:150].strip()

    def add(self, question: Found) -> None:
        self._count += 1
        if self._count > MAX_QUESTIONS:
            raise ImportRefused("many", limit=MAX_QUESTIONS)
        self._groups.setdefault(self._title, []).append(question)

    def parsed(self, losses: Losses, media: Mapping[str, bytes], title: str = "") -> Parsed:
        """Return everything; the pool without a title comes first, for it has no heading."""
        order = sorted(self._groups.items(), key=lambda group: bool(group[0]))
        groups = tuple(Group(name, tuple(questions)) for name, questions in order)
        return Parsed(groups, losses.all(), dict(media), title)


_ROOTS = frozenset({"course", "module", "system", "category", "top"})
