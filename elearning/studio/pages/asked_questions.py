"""Questions as reviewers and histories show them: every kind, with its key only when it is asked for."""

from collections.abc import Callable
from typing import NamedTuple

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from markupsafe import Markup

from elearning.core.trusted import trusted
from elearning.courses.compiled import Option, Question
from elearning.courses.questions import AnswerKey, Blanks, Spans, Wordings
from elearning.quizzes.drawing import right_sides
from elearning.studio.pages.shown_questions import criteria_of

KINDS = {
    "single": _("One answer"),
    "multiple": _("Several answers"),
    "truefalse": _("True or false"),
    "weighted": _("Weighted answers"),
    "matching": _("Matching"),
    "ordering": _("Put in order"),
    "short": _("Short answer"),
    "numeric": _("A number"),
    "blanks": _("Fill in the blanks"),
    "essay": _("Essay"),
}
TYPED = frozenset({"short", "numeric", "blanks"})
ARRANGED = frozenset({"matching", "ordering"})

Led = Callable[[str], Markup]


class ShownOption(NamedTuple):
    """An answer, a left side or a step; what the key says of it only when that is shown."""

    html: Markup
    right: bool = False
    feedback: Markup | str = ""
    share: str = ""
    match: str = ""


class Asked(NamedTuple):
    """A question."""

    kind: str
    label: LazyString | str
    stem: Markup
    hint: Markup
    options: tuple[ShownOption, ...]
    #: Matching without its key: the right sides by alphabet.
    rights: tuple[str, ...]
    #: What is accepted where the answer is typed, a text for each blank.
    accepted: tuple[str, ...]
    explanation: Markup
    with_key: bool
    #: An essay's criteria: text, share in words, what only graders read.
    criteria: tuple[tuple[Markup, str, Markup], ...] = ()

    @property
    def is_typed(self) -> bool:
        """Whether the answer is typed."""
        return self.kind in TYPED


def asked(question: Question, *, with_key: bool, led: Led = trusted) -> Asked:
    """Return a question; without its key nothing in it tells what is right.

    `led` lets the pictures in its texts lead where they can be seen.
    """
    options = [
        _option(each, question.kind, with_key, led) for each in question.options if each.html
    ]
    if question.kind == "ordering" and not with_key:
        options.sort(key=lambda option: str(option.html))
    return Asked(
        question.kind,
        KINDS.get(question.kind, question.kind),
        led(question.stem),
        led(question.hint),
        tuple(options),
        _rights(question),
        accepted(question.key) if with_key else (),
        led(question.explanation if with_key else ""),
        with_key,
        tuple((led(text), share, led(guidance)) for text, share, guidance in criteria_of(question))
        if with_key
        else (),
    )


def _rights(question: Question) -> tuple[str, ...]:
    """Return the right sides of a matching question by alphabet."""
    if question.kind != "matching":
        return ()
    return tuple(sorted(each.match or "" for each in right_sides(question)))


def _option(option: Option, kind: str, with_key: bool, led: Led) -> ShownOption:
    """Return an option, with what the key says of it only when that is shown."""
    if not with_key:
        return ShownOption(led(option.html))
    share = "" if option.share is None else f"{round(option.share * 100)}%"
    is_key = kind not in ARRANGED and (option.right or (option.share or 0) > 0)
    feedback = led(option.feedback) if option.feedback else ""
    return ShownOption(led(option.html), is_key, feedback, share, option.match or "")


def accepted(key: AnswerKey | None) -> tuple[str, ...]:
    """Return what a typed answer may be."""
    if isinstance(key, Wordings):
        return (" / ".join(key.patterns),)
    if isinstance(key, Spans):
        spans = (
            str(span.low) if span.low == span.high else f"{span.low}–{span.high}"
            for span in key.spans
        )
        return (" / ".join(spans),)
    if isinstance(key, Blanks):
        return tuple(" / ".join(each.patterns) for each in key.blanks)
    return ()
