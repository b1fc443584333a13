"""What the checker says of a course: where, what is wrong, and the remedy."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import total_ordering

from flask_babel import gettext as _

from elearning.courses.diagnostics.fixing import Fix, Place, fix_of
from elearning.courses.messages.by_code import MESSAGES

QUOTE_LENGTH = 160
#: So often one and the same thing is noted in a file; nobody reads on.
MOST_ALIKE = 50


@total_ordering
@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One thing amiss; line 0 is the file as a whole. Words are translated when they are shown."""

    file: str
    line: int
    quote: str
    code: str
    params: Mapping[str, object] = field(default_factory=dict, hash=False)
    #: What to do, where that needs no decision.
    fix: Fix | None = field(default=None, hash=False)

    @property
    def level(self) -> str:
        """Say "error", which stops publishing, or "warning"."""
        return MESSAGES[self.code].level

    @property
    def message(self) -> str:
        return str(MESSAGES[self.code].message) % self.params

    @property
    def remedy(self) -> str:
        return str(MESSAGES[self.code].remedy) % self.params

    def __lt__(self, other: "Diagnostic") -> bool:
        """Sort as one reads: by file, then by line."""
        return (self.file, self.line, self.code) < (other.file, other.line, other.code)

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        word = _("error") if self.level == "error" else _("warning")
        quote = [f"    | {self.quote}"] if self.quote else []
        return "\n".join([f"{place}: {word}: {self.message}", *quote, f"    → {self.remedy}"])


class Notes:
    """Collects the diagnostics of one file."""

    def __init__(self, file: str, lines: list[str]) -> None:
        self.file = file
        self.lines = lines
        self.diagnostics: list[Diagnostic] = []
        self._counts: Counter[str] = Counter()

    def add(self, code: str, line: int = 0, **params: object) -> None:
        """Note something at a line, counted from 1; the same note is kept once."""
        if self._counts[code] >= MOST_ALIKE:
            return
        quote = self.lines[line - 1].strip() if 0 < line <= len(self.lines) else ""
        if len(quote) > QUOTE_LENGTH:
            quote = quote[: QUOTE_LENGTH - 1] + "…"
        noted = Diagnostic(self.file, line, quote, code, params)
        if noted not in self.diagnostics:
            self.diagnostics.append(noted)
            self._counts[code] += 1

    def complete(self) -> Iterator[Diagnostic]:
        """Yield what was noted, with its mechanical remedy."""
        for each in self.diagnostics:
            place = Place(self.file, self.lines, each.line, each.params)
            yield replace(each, fix=fix_of(each.code, place))


class Notebook:
    """The notes of every file of a course."""

    def __init__(self) -> None:
        self._notes: dict[str, Notes] = {}

    def of(self, file: str) -> Notes:
        """Return the notes of a file."""
        return self._notes.setdefault(file, Notes(file, []))

    def begin(self, file: str, text: str) -> Notes:
        """Return the notes of a file whose text is now known."""
        notes = self.of(file)
        notes.lines = text.split("\n")
        return notes

    def all(self) -> tuple[Diagnostic, ...]:
        """Return everything noted, in reading order."""
        return tuple(sorted(each for notes in self._notes.values() for each in notes.complete()))
