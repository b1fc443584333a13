"""The answers of the stories, in the form in which quiz.js sends them; no database."""

from collections.abc import Callable
from decimal import Decimal

from elearning.courses.compiled import Question
from elearning.courses.questions import Blanks, Span, Spans, Wordings
from elearning.quizzes.drawing import Slot
from elearning.quizzes.marking import Answer

#: What people type who do not know.
UNKNOWN = "belum tahu"

_Reply = Callable[[Question, Slot], Answer]


def right_answer(question: Question, slot: Slot) -> Answer:
    """Return the answer that earns everything, by the paper's ids."""
    return _RIGHT.get(question.kind, _right_options)(question, slot)


def wrong_answer(question: Question, slot: Slot) -> Answer:
    """Return an answer that earns nothing."""
    return _WRONG.get(question.kind, _wrong_option)(question, slot)


def _right_options(question: Question, slot: Slot) -> Answer:
    right = {option.id for option in question.options if option.right}
    return tuple(shown for shown, own in slot.options if own in right)


def _best_option(question: Question, slot: Slot) -> Answer:
    best = max(question.options, key=lambda option: option.share or 0)
    return tuple(shown for shown, own in slot.options if own == best.id)


def _wrong_option(question: Question, slot: Slot) -> Answer:
    right = {option.id for option in question.options if option.right}
    return tuple(shown for shown, own in slot.options if own not in right)[:1]


def _accepted_text(question: Question, _slot: Slot) -> Answer:
    return _first_of(question.key) if isinstance(question.key, Wordings) else ""


def _first_of(wordings: Wordings) -> str:
    """Return what the first pattern accepts: its wildcards stand for nothing."""
    plain = wordings.patterns[0].replace(r"\*", "\0").replace("*", "")
    return plain.replace("\0", "*").strip()


def _accepted_number(question: Question, _slot: Slot) -> Answer:
    return _with_comma(_spans_of(question)[0].low)


def _spans_of(question: Question) -> tuple[Span, ...]:
    return question.key.spans if isinstance(question.key, Spans) else ()


def _with_comma(number: Decimal) -> str:
    """Write a number as people here do."""
    return f"{number:f}".replace(".", ",")


def _larger_number(question: Question, _slot: Slot) -> Answer:
    return _with_comma(max(span.high for span in _spans_of(question)) + 1)


def _unknown(_question: Question, _slot: Slot) -> Answer:
    return UNKNOWN


def _filled(question: Question, _slot: Slot) -> Answer:
    blanks = question.key.blanks if isinstance(question.key, Blanks) else ()
    return tuple(map(_first_of, blanks))


def _filled_at_a_loss(_question: Question, slot: Slot) -> Answer:
    return (UNKNOWN,) * slot.blanks


def _matched(question: Question, slot: Slot) -> Answer:
    sides = {option.id: option.match for option in question.options}
    shown = {sides[own]: right for right, own in slot.rights}
    return {left: shown[sides[own]] for left, own in slot.options}


def _mismatched(question: Question, slot: Slot) -> Answer:
    """Return pairs none of which is right."""
    sides = {option.id: option.match for option in question.options}
    return {
        left: next(right for right, other in slot.rights if sides[other] != sides[own])
        for left, own in slot.options
    }


def _in_order(question: Question, slot: Slot) -> tuple[str, ...]:
    shown = {own: step for step, own in slot.options}
    return tuple(shown[option.id] for option in question.options)


def _out_of_order(question: Question, slot: Slot) -> Answer:
    """Return the steps with each one moved from its place."""
    first, *rest = _in_order(question, slot)
    return (*rest, first)


_RIGHT: dict[str, _Reply] = {
    "weighted-one": _best_option,
    "short": _accepted_text,
    "numeric": _accepted_number,
    "blanks": _filled,
    "matching": _matched,
    "ordering": _in_order,
}
_WRONG: dict[str, _Reply] = {
    "short": _unknown,
    "numeric": _larger_number,
    "blanks": _filled_at_a_loss,
    "matching": _mismatched,
    "ordering": _out_of_order,
}
