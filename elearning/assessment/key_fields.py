"""The corrected key of a question: as fields of a form, and read back from them.

An essay has none: its marks are changed where it is graded.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from flask_babel import gettext as _
from markupsafe import Markup

from elearning.core.trusted import trusted
from elearning.courses.kinds.numbers import read_number, read_span
from elearning.courses.kinds.typed_text import takes_anything
from elearning.courses.questions import Blanks, Option, Question, Span, Spans, Wordings
from elearning.quizzes.drawing import right_sides

Fields = Mapping[str, list[str]]
TICKS, LONGEST = "benar", 1000
_SHARE = re.compile(r"([-+−]?[0-9]+(?:[.,][0-9]+)?)\s*%?|([-+−]?[0-9]+)\s*/\s*([1-9][0-9]*)")
#: A choice of one that accepts several is marked as one whose options earn a share each.
ONE_OF_SEVERAL = "weighted-one"


class KeyProblem(ValueError):  # noqa: N818
    """A key that cannot be read; the message says what is missing."""


class KeyField(NamedTuple):
    """A field of the key: `tick`, `share`, `lines`, `place` or `pair`."""

    kind: str
    name: str
    value: str
    label: Markup | str
    checked: bool = False
    #: What may be chosen: the right sides that were shown.
    choices: tuple[str, ...] = ()


def key_fields(question: Question, given: Fields | None = None) -> list[KeyField]:
    """Return the fields of a question's key, with what was sent or with the key as it is."""
    make = _FIELDS.get(question.kind)
    fields = make(question) if make else []
    return [_refilled(field, given) for field in fields] if given is not None else fields


def _refilled(field: KeyField, given: Fields) -> KeyField:
    if field.kind == "tick":
        return field._replace(checked=field.value in given.get(field.name, []))
    return field._replace(value=given.get(field.name, [field.value])[0])


def corrected_key(question: Question, given: Fields) -> Question:
    """Return a question with the key that was sent."""
    read = _READERS.get(question.kind)
    if read is None:
        raise KeyProblem(_("An essay has no key. Choose another remedy."))
    fixed = read(question, given)
    if (fixed.options, fixed.key, fixed.kind) == (question.options, question.key, question.kind):
        raise KeyProblem(_("This is the key as it is. Change it, or choose another remedy."))
    return fixed


# Choices


def _tick_fields(question: Question) -> list[KeyField]:
    return [
        KeyField("tick", TICKS, option.id, trusted(option.html), option.right)
        for option in question.options
    ]


def _read_ticks(question: Question, given: Fields) -> Question:
    """Read which options are right; of a choice of one several may be."""
    right = set(given.get(TICKS, [])) & {option.id for option in question.options}
    if not right:
        raise KeyProblem(_("Tick at least one right option."))
    options = tuple(replace(option, right=option.id in right) for option in question.options)
    if question.kind == "multiple" or len(right) == 1:
        return replace(question, options=options)
    shares = tuple(replace(option, share=Fraction(int(option.right))) for option in options)
    return replace(question, kind=ONE_OF_SEVERAL, options=shares)


def _share_name(number: int) -> str:
    return f"bobot-{number}"


def _share_fields(question: Question) -> list[KeyField]:
    return [
        KeyField("share", _share_name(at), _written(option.share), trusted(option.html))
        for at, option in enumerate(question.options, start=1)
    ]


def _written(share: Fraction | None) -> str:
    """Write a share as authors do: `50%`, and `1/3` where it has no end."""
    percent = (share or Fraction(0)) * 100
    return f"{percent.numerator}%" if percent.denominator == 1 else str(share)


def _read_shares(question: Question, given: Fields) -> Question:
    """Read what each option earns."""
    shares = [
        _share(given.get(_share_name(at), [""])[0])
        for at, _option in enumerate(question.options, 1)
    ]
    if not any(share > 0 for share in shares):
        raise KeyProblem(_("At least one option must earn something."))
    options = tuple(
        replace(option, share=share, right=share > 0)
        for option, share in zip(question.options, shares, strict=True)
    )
    return replace(question, options=options)


def _share(text: str) -> Fraction:
    found = _SHARE.fullmatch(text.strip())
    number = read_number(found[1] or found[2]) if found else None
    if found is None or number is None:
        raise KeyProblem(_("“%(text)s” is no weight. Write 50%%, -25%% or 1/3.", text=text[:40]))
    share = Fraction(number) / (int(found[3]) if found[3] else 100)
    if abs(share) > 1:
        raise KeyProblem(_("A weight lies between -100 and 100 percent."))
    return share


# Typed answers


def _wordings_field(question: Question) -> list[KeyField]:
    patterns = question.key.patterns if isinstance(question.key, Wordings) else ()
    return [KeyField("lines", "jawaban", "\n".join(patterns), "")]


def _read_wordings(question: Question, given: Fields) -> Question:
    return replace(question, key=_wordings(given, "jawaban"))


def _wordings(given: Fields, name: str) -> Wordings:
    """Read accepted answers, one a line; each must say something."""
    lines = _lines(given, name)
    if any(takes_anything(line) for line in lines):
        raise KeyProblem(_("An answer that accepts everything is none. Choose full marks instead."))
    return Wordings(lines)


def _lines(given: Fields, name: str) -> tuple[str, ...]:
    text = given.get(name, [""])[0][:LONGEST]
    lines = tuple(line.strip() for line in text.splitlines() if line.strip())
    if not lines:
        raise KeyProblem(_("Write at least one accepted answer."))
    return lines


def _spans_field(question: Question) -> list[KeyField]:
    spans = question.key.spans if isinstance(question.key, Spans) else ()
    text = "\n".join(
        str(span.low) if span.low == span.high else f"{span.low}..{span.high}" for span in spans
    )
    return [KeyField("lines", "jawaban", text, "")]


def _read_spans(question: Question, given: Fields) -> Question:
    return replace(question, key=Spans(tuple(map(_span, _lines(given, "jawaban")))))


def _span(text: str) -> Span:
    span = read_span(text)
    if span is None or span.low > span.high:
        raise KeyProblem(_("“%(text)s” is no number. Write 30, 30 ± 2 or 28..32.", text=text[:40]))
    return span


def _blank_name(number: int) -> str:
    return f"rumpang-{number}"


def _blank_fields(question: Question) -> list[KeyField]:
    blanks = question.key.blanks if isinstance(question.key, Blanks) else ()
    return [
        KeyField("lines", _blank_name(at), "\n".join(blank.patterns), _blank_label(at))
        for at, blank in enumerate(blanks, start=1)
    ]


def _blank_label(number: int) -> str:
    return str(_("Blank %(number)s", number=number))


def _read_blanks(question: Question, given: Fields) -> Question:
    count = len(question.key.blanks) if isinstance(question.key, Blanks) else 0
    blanks = tuple(_wordings(given, _blank_name(at)) for at in range(1, count + 1))
    return replace(question, key=Blanks(blanks))


# Steps


def _place_name(number: int) -> str:
    return f"urutan-{number}"


def _place_fields(question: Question) -> list[KeyField]:
    return [
        KeyField("place", _place_name(at), str(at), trusted(option.html))
        for at, option in enumerate(question.options, start=1)
    ]


def _read_places(question: Question, given: Fields) -> Question:
    """Read the place of each step; every place is taken once."""
    places = [given.get(_place_name(at), [""])[0] for at, _step in enumerate(question.options, 1)]
    wanted = [str(at) for at, _step in enumerate(question.options, start=1)]
    if sorted(places) != sorted(wanted):
        raise KeyProblem(_("Give every step a place of its own, from 1 on."))
    steps = sorted(zip(places, question.options, strict=True), key=lambda pair: int(pair[0]))
    return replace(question, options=tuple(step for _place, step in steps))


# Pairs


def _pair_name(number: int) -> str:
    return f"pasangan-{number}"


def _left_sides(question: Question) -> list[Option]:
    return [option for option in question.options if option.html]


def _right_texts(question: Question) -> tuple[str, ...]:
    """Return the right sides that learners could choose, by alphabet."""
    return tuple(sorted(option.match or "" for option in right_sides(question)))


def _pair_fields(question: Question) -> list[KeyField]:
    texts = _right_texts(question)
    return [
        KeyField("pair", _pair_name(at), left.match or "", trusted(left.html), choices=texts)
        for at, left in enumerate(_left_sides(question), start=1)
    ]


def _read_pairs(question: Question, given: Fields) -> Question:
    """Read the right side of each left one: one of those that were shown, more than once if need be."""
    lefts, texts = _left_sides(question), _right_texts(question)
    chosen = [given.get(_pair_name(at), [""])[0] for at, _left in enumerate(lefts, start=1)]
    if not set(texts).issuperset(chosen):
        raise KeyProblem(_("Choose a right side for every left one."))
    match = {left.id: text for left, text in zip(lefts, chosen, strict=True)}
    return replace(
        question,
        options=tuple(
            replace(option, match=match.get(option.id, option.match)) for option in question.options
        ),
    )


_FIELDS: dict[str, Callable[[Question], list[KeyField]]] = {
    **dict.fromkeys(("single", "truefalse", "multiple"), _tick_fields),
    **dict.fromkeys(("weighted", "weighted-one"), _share_fields),
    "short": _wordings_field,
    "numeric": _spans_field,
    "blanks": _blank_fields,
    "ordering": _place_fields,
    "matching": _pair_fields,
}
_READERS: dict[str, Callable[[Question, Fields], Question]] = {
    **dict.fromkeys(("single", "truefalse", "multiple"), _read_ticks),
    **dict.fromkeys(("weighted", "weighted-one"), _read_shares),
    "short": _read_wordings,
    "numeric": _read_spans,
    "blanks": _read_blanks,
    "ordering": _read_places,
    "matching": _read_pairs,
}
