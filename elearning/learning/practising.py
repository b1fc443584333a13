"""Practice questions: shown without their key, answered with feedback, never stored."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from markupsafe import Markup

from elearning.core.trusted import trusted
from elearning.courses.compiled import Option, Question
from elearning.quizzes.grading import mark


class ShownOption(NamedTuple):
    """An answer as the page shows it; its id is its place, which says nothing of the key."""

    id: str
    html: Markup
    checked: bool = False
    state: str | None = None
    feedback: Markup | None = None


class ShownPractice(NamedTuple):
    """A practice question for the macro of that name."""

    key: str
    kind: str
    stem: Markup
    options: tuple[ShownOption, ...]
    hint: Markup
    explanation: Markup = trusted("")
    answered: bool = False
    correct: str = ""


def asked(question: Question) -> ShownPractice:
    """Return a question to answer: no key, no feedback, no explanation."""
    options = (ShownOption(str(n), trusted(o.html)) for n, o in _numbered(question))
    return _shown(question, tuple(options))


def answered(question: Question, places: Collection[str]) -> ShownPractice:
    """Return a question with the feedback on what was chosen; the whole key once it is right.

    Nothing chosen is nothing answered. A wrong answer keeps the rest hidden, so that a second
    try is worth making.
    """
    chosen = {o.id for n, o in _numbered(question) if str(n) in places}
    if not chosen:
        return asked(question)
    earned = mark(question, chosen)
    is_right = earned == 1
    options = (_judged(n, o, o.id in chosen, is_right) for n, o in _numbered(question))
    return _shown(question, tuple(options))._replace(
        explanation=trusted(question.explanation if is_right else ""),
        answered=True,
        correct="right" if is_right else _verdict(question, chosen),
    )


def _verdict(question: Question, chosen: set[str]) -> str:
    """Return `part` when something right of several was chosen."""
    right = {option.id for option in question.options if option.right}
    return "part" if question.kind == "multiple" and chosen & right else "wrong"


def _judged(place: int, option: Option, is_chosen: bool, is_right: bool) -> ShownOption:
    """Judge a chosen option; the others get their note when the whole answer is right."""
    return ShownOption(
        str(place),
        trusted(option.html),
        checked=is_chosen,
        state=("right" if option.right else "wrong") if is_chosen else None,
        feedback=trusted(option.feedback) if is_chosen or is_right else None,
    )


def _shown(question: Question, options: tuple[ShownOption, ...]) -> ShownPractice:
    """Return a question with options made ready."""
    kind = "checkbox" if question.kind == "multiple" else "radio"
    return ShownPractice(question.id, kind, trusted(question.stem), options, trusted(question.hint))


def _numbered(question: Question) -> Sequence[tuple[int, Option]]:
    """Return the options with their places, counted from one."""
    return list(enumerate(question.options, start=1))
