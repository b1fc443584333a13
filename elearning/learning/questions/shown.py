"""Questions as pages show them: with or without verdicts, never with a key before it is due."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import IntEnum
from fractions import Fraction
from typing import NamedTuple

from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from elearning.core.languages import decimal, request_locale
from elearning.core.trusted import trusted
from elearning.courses.compiled import Option, Question
from elearning.courses.kinds.typed_text import as_read
from elearning.courses.questions import BLANK, Blanks, Spans, Wordings
from elearning.learning.questions.essays import EssayResult
from elearning.learning.questions.texts import question_html
from elearning.quizzes.answer_values import part_name
from elearning.quizzes.drawing import Slot, right_sides
from elearning.quizzes.marking import PARTED, Answer, authored, is_part, mark, verdicts

#: A longer right side does not fit into a list box on a phone; it stands above in full.
LONGEST_CHOICE = 24
ESSAY = "essay"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Telling(IntEnum):
    """How much a page tells: nothing, what is right of the answer given, or the whole key."""

    NOTHING = 0
    VERDICTS = 1
    KEY = 2


class ShownOption(NamedTuple):
    """An option as the page shows it, under its id in the paper."""

    id: str
    html: Markup
    checked: bool = False
    state: str | None = None
    feedback: Markup | None = None


class ShownPart(NamedTuple):
    """A field to fill: a typed text, a blank, a left side or a step."""

    name: str
    id: str
    html: Markup
    #: What the field holds: a text, a right side's id, or a place.
    value: str
    #: What it says to a reader.
    said: str
    state: str | None = None
    #: What would have been right, when that is told.
    key: str = ""


class ShownQuestion(NamedTuple):
    """A question of a page.

    `kind` is radio, checkbox, text, number, essay, blanks, matching or ordering.
    """

    name: str
    kind: str
    stem: Markup
    hint: Markup
    options: tuple[ShownOption, ...] = ()
    explanation: Markup = trusted("")
    parts: tuple[ShownPart, ...] = ()
    #: Matching: id, letter (empty when the texts are short) and text of each right side.
    choices: tuple[tuple[str, str, str], ...] = ()
    #: How much of the answer is right, in words.
    tally: str = ""
    #: With the key: "right", "part" or "wrong" as a whole.
    verdict: str = ""
    #: Essays: what is said of it when it was sent.
    essay: EssayResult | None = None

    @property
    def progress(self) -> str:
        """Say "done", "part" when something is left open, or nothing."""
        if self.options:
            return "done" if any(option.checked for option in self.options) else ""
        filled = [bool(part.value) for part in self.parts]
        return "done" if all(filled) else "part" if any(filled) else ""

    @property
    def answered(self) -> bool:
        """Whether the answer is whole."""
        return self.progress == "done"

    @property
    def pieces(self) -> list[Markup]:
        """The stem of a text with blanks, cut where the blanks are."""
        return [trusted(piece) for piece in str(self.stem).split(BLANK)]

    @property
    def fields(self) -> list[tuple[str, str]]:
        """The answer as fields of the plain form."""
        chosen = [(self.name, option.id) for option in self.options if option.checked]
        return chosen + [(part.name, part.value) for part in self.parts]

    @property
    def said(self) -> list[tuple[Markup, str]]:
        """The answer to be read: HTML and text of each part that has one."""
        chosen = [(option.html, "") for option in self.options if option.checked]
        return chosen + [(part.html, part.said) for part in self.parts if part.value]


def typed_question(
    question: Question, slot: Slot, answer: Answer, telling: Telling
) -> ShownQuestion:
    """Return a question that is not answered by choosing options."""
    kind, parts_of = _KINDS[question.kind]
    given = authored(slot, answer)
    stem, hint = question_html(question.stem), question_html(question.hint)
    shown = ShownQuestion(slot.id, kind, stem, hint)
    shown = shown._replace(parts=parts_of(question, slot, answer), choices=_choices(question, slot))
    if telling is Telling.NOTHING or kind == ESSAY:
        return shown
    right = _rights(question, given)
    keys = _keys(question) if telling is Telling.KEY else [""] * len(right)
    order = _authors_order(question, slot, shown.parts)
    parts = (
        part._replace(state="right" if right[at] else "wrong", key="" if right[at] else keys[at])
        for part, at in zip(shown.parts, order, strict=True)
    )
    return shown._replace(parts=tuple(parts), tally=tally(question, given))


def _rights(question: Question, given: Answer) -> tuple[bool, ...]:
    """Return which parts are right, in the author's order."""
    return verdicts(question, given) if question.kind in PARTED else (mark(question, given) == 1,)


def _authors_order(question: Question, slot: Slot, parts: tuple[ShownPart, ...]) -> list[int]:
    """Return where each shown part stands in the author's order."""
    if question.kind not in {"matching", "ordering"}:
        return list(range(len(parts)))
    asked = [option.id for option in question.options if option.html]
    stable = dict(slot.options)
    return [asked.index(stable[part.id]) for part in parts]


# Parts by kind


def _typed_part(question: Question, slot: Slot, answer: Answer) -> tuple[ShownPart, ...]:
    """One field for a word, a number or an essay."""
    text = answer if isinstance(answer, str) else ""
    return (ShownPart(slot.id, slot.id, trusted(""), text, text),)


def _blank_parts(question: Question, slot: Slot, answer: Answer) -> tuple[ShownPart, ...]:
    """A field in each blank."""
    typed = () if isinstance(answer, str | Mapping) else tuple(answer)
    filled = (*typed, *[""] * slot.blanks)[: slot.blanks]
    return tuple(
        ShownPart(slot.id, str(number), trusted(""), text, text)
        for number, text in enumerate(filled, start=1)
    )


def _pair_parts(question: Question, slot: Slot, answer: Answer) -> tuple[ShownPart, ...]:
    """A list box beside each left side."""
    given = answer if isinstance(answer, Mapping) else {}
    texts = {right: text for right, _letter, text in _choices(question, slot)}
    left = {option.id: option.html for option in question.options}
    return tuple(
        ShownPart(
            part_name(slot.id, shown),
            shown,
            question_html(left[stable]),
            given.get(shown, ""),
            texts.get(given.get(shown, ""), ""),
        )
        for shown, stable in slot.options
    )


def _step_parts(question: Question, slot: Slot, answer: Answer) -> tuple[ShownPart, ...]:
    """A place for each step; placed steps come first, in their order."""
    placed = () if isinstance(answer, str | Mapping) else tuple(answer)
    places = {step: str(place) for place, step in enumerate(placed, start=1) if step}
    html = {option.id: option.html for option in question.options}
    shown = sorted(slot.options, key=lambda pair: int(places.get(pair[0], len(slot.options) + 1)))
    return tuple(
        ShownPart(part_name(slot.id, step), step, question_html(html[stable]), place, place)
        for step, stable in shown
        for place in [places.get(step, "")]
    )


def _choices(question: Question, slot: Slot) -> tuple[tuple[str, str, str], ...]:
    """Return the right sides; with letters when one is too long for a list box."""
    texts = {option.id: option.match or "" for option in right_sides(question)}
    rights = [(shown, texts[stable]) for shown, stable in slot.rights]
    is_long = any(len(text) > LONGEST_CHOICE for _shown, text in rights)
    has_letters = is_long and len(rights) <= len(LETTERS)
    return tuple(
        (shown, LETTERS[at] if has_letters else "", text) for at, (shown, text) in enumerate(rights)
    )


_Parts = Callable[[Question, Slot, Answer], tuple[ShownPart, ...]]
_KINDS: dict[str, tuple[str, _Parts]] = {
    "short": ("text", _typed_part),
    "numeric": ("number", _typed_part),
    ESSAY: (ESSAY, _typed_part),
    "blanks": ("blanks", _blank_parts),
    "matching": ("matching", _pair_parts),
    "ordering": ("ordering", _step_parts),
}
TYPED = frozenset(_KINDS)


# The key and the mark in words


def _keys(question: Question) -> list[str]:
    """Return what is right for each part, in the author's order."""
    if isinstance(question.key, Blanks):
        return [_wordings(each) for each in question.key.blanks]
    if isinstance(question.key, Wordings):
        return [_wordings(question.key)]
    if isinstance(question.key, Spans):
        return [_spans(question.key)]
    if question.kind == "matching":
        return [option.match or "" for option in question.options if option.html]
    return [str(place) for place in range(1, len(question.options) + 1)]


def _wordings(accepted: Wordings) -> str:
    return " / ".join(as_read(pattern) for pattern in accepted.patterns)


def _spans(accepted: Spans) -> str:
    """Write accepted numbers: `30`, `28 to 32`."""
    return " / ".join(
        written(span.low)
        if span.low == span.high
        else str(_("%(low)s to %(high)s", low=written(span.low), high=written(span.high)))
        for span in accepted.spans
    )


def written(number: Decimal) -> str:
    """Write a number exactly, with the decimal sign of the language."""
    text = f"{number:f}"
    shown = text.rstrip("0").rstrip(".") if "." in text else text
    return shown.replace(".", ",") if request_locale() == "id" else shown


def tally(question: Question, given: Answer) -> str:
    """Say how much of an answer is right; nothing where one word says it."""
    earned = mark(question, given)
    if question.kind not in PARTED:
        return share_in_words(earned) if is_part(earned) else ""
    right = verdicts(question, given)
    sentences = [
        ngettext(
            "%(right)s of %(num)s right.",
            "%(right)s of %(num)s right.",
            len(right),
            right=sum(right),
        )
    ]
    if question.whole and earned < 1:
        sentences.append(_("This question counts only when all of it is right."))
    return " ".join(map(str, sentences))


def share_in_words(earned: Fraction) -> str:
    """Say what a part of a question earned."""
    percent = Decimal(earned.numerator * 100) / Decimal(earned.denominator)
    return str(_("This answer earns %(percent)s%%.", percent=decimal(percent)))


def choice_state(question: Question, option: Option, *, checked: bool) -> str | None:
    """Say "right", "part" or "wrong" of a chosen option, "missed" of a right one left out."""
    is_right, earns = option.right, option.right
    if question.kind == "weighted-one":
        is_right = option.share == max(each.share or 0 for each in question.options)
    if not checked:
        return "missed" if is_right else None
    return "right" if is_right else "part" if earns else "wrong"
