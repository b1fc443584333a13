"""A question as it is published, with the key that each kind needs."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Self, TypeAlias

from elearning.courses.frozen import Compiled, Json

#: How a blank is written in the stem.
BLANK = "[[…]]"
#: The options of a true/false question, without a full stop.
TRUE, FALSE = frozenset({"benar", "true"}), frozenset({"salah", "false"})


@dataclass(frozen=True, slots=True)
class Option(Compiled):
    """An answer to choose, a left side or a step; `feedback` is HTML, empty when there is none."""

    id: str
    html: str
    right: bool
    feedback: str = ""
    #: Weighted: what choosing it earns, below 0 what it takes off.
    share: Fraction | None = None
    #: Matching: the text of its right side; without `html` it is a right side that nothing matches.
    match: str | None = None

    @classmethod
    def from_json(cls, data: Json) -> Self:
        share = data.get("share")
        return cls(**data) if share is None else cls(**{**data, "share": Fraction(share)})


@dataclass(frozen=True, slots=True)
class Wordings(Compiled):
    """The texts that a short answer or a blank accepts; `*` stands for anything."""

    patterns: tuple[str, ...]

    @classmethod
    def from_json(cls, data: Json) -> Self:
        return cls(tuple(data["patterns"]))


@dataclass(frozen=True, slots=True)
class Span(Compiled):
    """A stretch of numbers with both its ends."""

    low: Decimal
    high: Decimal

    @classmethod
    def from_json(cls, data: Json) -> Self:
        return cls(Decimal(data["low"]), Decimal(data["high"]))


@dataclass(frozen=True, slots=True)
class Spans(Compiled):
    """The numbers that a numeric question accepts."""

    spans: tuple[Span, ...]

    @classmethod
    def from_json(cls, data: Json) -> Self:
        return cls(tuple(Span.from_json(each) for each in data["spans"]))


@dataclass(frozen=True, slots=True)
class Blanks(Compiled):
    """What each blank of a text accepts; in the stem a blank is written `BLANK`."""

    blanks: tuple[Wordings, ...]

    @classmethod
    def from_json(cls, data: Json) -> Self:
        return cls(tuple(Wordings.from_json(each) for each in data["blanks"]))


@dataclass(frozen=True, slots=True)
class Criterion(Compiled):
    """What an essay is graded by; `guidance` is HTML for graders only, empty when there is none."""

    html: str
    share: Fraction
    guidance: str = ""

    @classmethod
    def from_json(cls, data: Json) -> Self:
        return cls(**{**data, "share": Fraction(data["share"])})


@dataclass(frozen=True, slots=True)
class Rubric(Compiled):
    """The criteria of an essay; without any it is graded as a whole."""

    criteria: tuple[Criterion, ...]

    @classmethod
    def from_json(cls, data: Json) -> Self:
        return cls(tuple(Criterion.from_json(each) for each in data["criteria"]))


AnswerKey: TypeAlias = Wordings | Spans | Blanks | Rubric
_KEYS: dict[str, type[AnswerKey]] = {"short": Wordings, "numeric": Spans, "blanks": Blanks} | {
    "essay": Rubric
}


@dataclass(frozen=True, slots=True)
class Question(Compiled):
    """A question of a kind of `kinds.KINDS`; texts are HTML, empty when absent.

    `options` are the choices, the left sides, or the steps in their right order.
    """

    id: str
    kind: str
    stem: str
    options: tuple[Option, ...]
    explanation: str = ""
    hint: str = ""
    weight: Decimal = Decimal(1)
    whole: bool = False
    #: What is accepted where the answer is typed.
    key: AnswerKey | None = None

    @classmethod
    def from_json(cls, data: Json) -> Self:
        options = tuple(Option.from_json(each) for each in data["options"])
        read = {**data, "options": options, "weight": Decimal(data["weight"])}
        if "key" in data:
            read["key"] = _KEYS[data["kind"]].from_json(data["key"])
        return cls(**read)
