"""What one answer to one question earns, exactly; answers are in the author's ids."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias

from elearning.courses.kinds.numbers import read_number
from elearning.courses.kinds.typed_text import fits
from elearning.courses.questions import Blanks, Option, Question, Spans, Wordings
from elearning.quizzes.drawing import Slot, right_sides

#: Chosen or ordered ids and filled blanks; a typed text; right sides by left ones.
Answer: TypeAlias = Sequence[str] | Mapping[str, str]

NOTHING, EVERYTHING = Fraction(0), Fraction(1)
#: The kinds whose answer has parts that are right or wrong each.
PARTED = frozenset({"matching", "ordering", "blanks"})


def mark(question: Question, answer: Answer) -> Fraction:
    """Return what an answer earns, from 0 to 1; with `nilai=utuh` all or nothing."""
    earned = _MARKS.get(question.kind, _mark_one)(question, answer)
    return NOTHING if question.whole and is_part(earned) else earned


def is_part(earned: Fraction) -> bool:
    """Whether an answer is neither right nor wrong; comparing fractions would take longer."""
    return earned.denominator > 1


def authored(slot: Slot, answer: Answer) -> Answer:
    """Return a paper's answer in the author's ids; what is typed stays as it is."""
    options = dict(slot.options)
    if isinstance(answer, Mapping):
        rights = dict(slot.rights)
        return {options.get(left, ""): rights.get(right, "") for left, right in answer.items()}
    if isinstance(answer, str) or slot.kind == "blanks":
        return answer
    return tuple(options.get(each, "") for each in answer)


def verdicts(question: Question, answer: Answer) -> tuple[bool, ...]:
    """Return which parts of an answer are right: pairs, steps or blanks in the author's order."""
    return _PARTS[question.kind](question, answer)


# Choices


def _chosen(answer: Answer) -> set[str]:
    return set() if isinstance(answer, str | Mapping) else set(answer)


def _mark_one(question: Question, answer: Answer) -> Fraction:
    """The one right option, and no other."""
    right = {option.id for option in question.options if option.right}
    return EVERYTHING if _chosen(answer) == right else NOTHING


def _mark_several(question: Question, answer: Answer) -> Fraction:
    """Return max(0, right chosen / right − wrong chosen / wrong)."""
    right = {option.id for option in question.options if option.right}
    wrong = {option.id for option in question.options} - right
    chosen = _chosen(answer)
    return max(NOTHING, _share(chosen, right) - _share(chosen, wrong))


def _share(chosen: set[str], options: set[str]) -> Fraction:
    """Return how much of some options was chosen; nothing of none."""
    return Fraction(len(chosen & options), len(options) or 1)


def _gains(options: Iterable[Option]) -> list[Fraction]:
    return [option.share for option in options if option.share is not None and option.share > 0]


def _mark_weighted(question: Question, answer: Answer) -> Fraction:
    """The sum of the chosen weights; rounded weights still make a whole."""
    return _weighed(question, answer, sum(_gains(question.options), NOTHING))


def _mark_weighted_one(question: Question, answer: Answer) -> Fraction:
    """The chosen weight beside the best one."""
    return _weighed(question, answer, max(_gains(question.options), default=NOTHING))


def _weighed(question: Question, answer: Answer, whole: Fraction) -> Fraction:
    chosen = _chosen(answer)
    shares = (option.share or NOTHING for option in question.options if option.id in chosen)
    earned = sum(shares, NOTHING) / (whole or EVERYTHING)
    return min(EVERYTHING, max(NOTHING, earned))


# Typed answers


def _typed(answer: Answer) -> str:
    return answer if isinstance(answer, str) else ""


def _is_accepted(accepted: Wordings, typed: str) -> bool:
    """Tell whether one of some texts was typed; a number may be written otherwise."""
    return any(fits(pattern, typed) or _is_equal(pattern, typed) for pattern in accepted.patterns)


def _is_equal(pattern: str, typed: str) -> bool:
    number = read_number(typed)
    return number is not None and not pattern.startswith("0") and read_number(pattern) == number


def _mark_short(question: Question, answer: Answer) -> Fraction:
    """One of the accepted texts."""
    patterns = question.key.patterns if isinstance(question.key, Wordings) else ()
    return Fraction(int(any(fits(pattern, _typed(answer)) for pattern in patterns)))


def _mark_numeric(question: Question, answer: Answer) -> Fraction:
    """A number in one of the accepted stretches, their ends included."""
    number = read_number(_typed(answer))
    spans = question.key.spans if isinstance(question.key, Spans) else ()
    return Fraction(int(number is not None and any(s.low <= number <= s.high for s in spans)))


# Answers in parts


def _parts_of_blanks(question: Question, answer: Answer) -> tuple[bool, ...]:
    """Each blank for itself."""
    blanks = question.key.blanks if isinstance(question.key, Blanks) else ()
    typed = () if isinstance(answer, str | Mapping) else tuple(answer)
    filled = (*typed, *[""] * len(blanks))
    return tuple(_is_accepted(blank, filled[at]) for at, blank in enumerate(blanks))


def _parts_of_matching(question: Question, answer: Answer) -> tuple[bool, ...]:
    """Each left side with a right side of its own text."""
    given = answer if isinstance(answer, Mapping) else {}
    home = {option.id: option.match for option in right_sides(question)}
    asked = [option for option in question.options if option.html]
    return tuple(home.get(given.get(left.id, "")) == left.match for left in asked)


def _parts_of_ordering(question: Question, answer: Answer) -> tuple[bool, ...]:
    """Each step in its place."""
    given = () if isinstance(answer, str | Mapping) else tuple(answer)
    placed = (*given, *[""] * len(question.options))
    return tuple(placed[at] == option.id for at, option in enumerate(question.options))


def _mark_parts(question: Question, answer: Answer) -> Fraction:
    """The share of the parts that is right."""
    parts = verdicts(question, answer)
    return Fraction(sum(parts), len(parts) or 1)


_PARTS: dict[str, Callable[[Question, Answer], tuple[bool, ...]]] = {
    "blanks": _parts_of_blanks,
    "matching": _parts_of_matching,
    "ordering": _parts_of_ordering,
}


def _mark_essay(_question: Question, _answer: Answer) -> Fraction:
    """Nobody but a trainer marks an essay."""
    return NOTHING


_MARKS: dict[str, Callable[[Question, Answer], Fraction]] = {
    "multiple": _mark_several,
    "weighted": _mark_weighted,
    "weighted-one": _mark_weighted_one,
    "short": _mark_short,
    "numeric": _mark_numeric,
    "essay": _mark_essay,
    **dict.fromkeys(PARTED, _mark_parts),
}
