"""What an import could not keep, or was not sure of: where, what, and what to do."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask_babel import gettext as _

from elearning.courses.importing.wordings.by_code import PLACES, WORDINGS

QUOTE_LENGTH = 120


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the original: a line, paragraph, slide or question, counted from 1; 0 is the whole."""

    kind: str = "line"
    number: int = 0

    def __str__(self) -> str:
        return str(PLACES[self.kind]) % {"number": self.number} if self.number else _("Whole file")


@dataclass(frozen=True, slots=True)
class Loss:
    """One thing lost ("lost") or to be looked at ("check"); words are translated when shown."""

    place: Place
    code: str
    quote: str = ""
    params: Mapping[str, object] = field(default_factory=dict, hash=False)

    @property
    def level(self) -> str:
        return WORDINGS[self.code].level

    @property
    def message(self) -> str:
        return str(WORDINGS[self.code].message) % self.params

    @property
    def remedy(self) -> str:
        return str(WORDINGS[self.code].remedy) % self.params

    def __str__(self) -> str:
        word = _("lost") if self.level == "lost" else _("check")
        quote = [f"    | {self.quote}"] if self.quote else []
        return "\n".join([f"{self.place}: {word}: {self.message}", *quote, f"    → {self.remedy}"])


class Losses:
    """Collects what is lost; the same thing at the same place is kept once."""

    def __init__(self) -> None:
        self._losses: dict[tuple[object, ...], Loss] = {}

    def add(self, code: str, place: Place, quote: str = "", **params: object) -> None:
        """Note a loss; a long quote is cut."""
        shown = " ".join(quote.split())
        if len(shown) > QUOTE_LENGTH:
            shown = shown[: QUOTE_LENGTH - 1] + "…"
        key = (code, place, shown, tuple(sorted(params.items(), key=str)))
        self._losses.setdefault(key, Loss(place, code, shown, params))

    def all(self) -> tuple[Loss, ...]:
        """Return them as one reads: those of the whole first, then by number."""
        return tuple(sorted(self._losses.values(), key=lambda loss: loss.place.number))
