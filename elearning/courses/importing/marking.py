"""Turns answers with shares of the mark, as question banks have them, into our kinds."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from elearning.courses.importing.found import Choice, Found
from elearning.courses.importing.losses import Losses, Place
from elearning.courses.importing.quiz_text import spelled

HUNDRED = Decimal(100)
#: Question banks round thirds and sevenths.
_NEAR = Decimal("0.02")
_NUMBER = re.compile(r"[+-]?(?:\d{1,40}(?:[.,]\d{1,40})?|[.,]\d{1,40})(?:[eE][+-]?\d{1,2})?")
_PARTING = re.compile(r"[;|`]|\*\*+|__+|\[\[|\]\]")


class Marked(NamedTuple):
    """An answer, its share in percent, and its feedback."""

    text: str
    share: Decimal
    feedback: str = ""


def choices_of(
    stem: str, answers: Sequence[Marked], losses: Losses, place: Place, *, one: bool
) -> Found:
    """Return the kind of choice that marks as the answers do."""
    right = [answer for answer in answers if answer.share > 0]
    if not right:
        losses.add("no-right", place, stem)
    if len({answer.text for answer in answers}) < len(answers):
        losses.add("options-repeated", place, stem)
    if one:
        simple = len(right) == 1 and all(answer.share in {0, HUNDRED} for answer in answers)
        kind = "single" if simple or not right else "weighted-one"
    else:
        kind = "multiple" if _is_even(answers, right) else "weighted"
    if kind == "weighted":
        _note_sum(right, losses, place, stem)
    choices = tuple(_choice(answer, shares=kind.startswith("weighted")) for answer in answers)
    return Found(kind, stem, place, choices, many=kind == "multiple" and len(right) == 1)


def _is_even(answers: Sequence[Marked], right: Sequence[Marked]) -> bool:
    """Tell whether each right answer earns as much, and each wrong one costs as much, as ours do."""
    wrong = [answer for answer in answers if answer.share <= 0]
    earns = all(abs(answer.share - HUNDRED / len(right)) <= _NEAR for answer in right)
    costs = all(abs(answer.share + HUNDRED / len(wrong)) <= _NEAR for answer in wrong)
    return earns and costs


def _note_sum(right: Sequence[Marked], losses: Losses, place: Place, stem: str) -> None:
    total = sum((answer.share for answer in right), Decimal(0))
    if abs(total - HUNDRED) > _NEAR:
        losses.add("weight-odd", place, stem, sum=spelled(total))


def _choice(answer: Marked, *, shares: bool) -> Choice:
    if not shares:
        return Choice(answer.text, "x" if answer.share > 0 else "", answer.feedback)
    return Choice(answer.text, f"{_exact(answer.share)}" if answer.share else "", answer.feedback)


def _exact(share: Decimal) -> str:
    """Return a share as a fraction where the percent is a rounded one."""
    for parts in (3, 6, 7, 9):
        for count in range(1, parts):
            if abs(abs(share) - HUNDRED * count / parts) <= Decimal("0.005") and share % 1:
                return f"{'-' if share < 0 else ''}{count}/{parts}"
    return f"{spelled(share)}%"


def true_false(stem: str, *, is_true: bool, right: str = "", wrong: str = "") -> Found:
    """Return a question whether something is true."""
    true = Choice("Benar", "x" if is_true else "", right if is_true else wrong)
    false = Choice("Salah", "" if is_true else "x", wrong if is_true else right)
    return Found("truefalse", stem, choices=(true, false))


def short_of(stem: str, answers: Sequence[Marked], losses: Losses, place: Place) -> Found | None:
    """Return a short answer with the texts that earn everything."""
    _note_others(answers, losses, place)
    texts = [accepted(each.text, losses, place) for each in answers if each.share >= HUNDRED]
    kept = tuple(dict.fromkeys(text for text in texts if text.strip("* \\")))
    return Found("short", stem, place, answers=kept) if kept else None


def numeric_of(stem: str, answers: Sequence[Marked], losses: Losses, place: Place) -> Found | None:
    """Return a numeric question; what is no number makes it a short answer."""
    _note_others(answers, losses, place)
    whole = [answer for answer in answers if answer.share >= HUNDRED and answer.text.strip() != "*"]
    spans = [span_of(answer.text) for answer in whole]
    if all(spans) and spans:
        return Found("numeric", stem, place, answers=tuple(span for span in spans if span))
    for answer, span in zip(whole, spans, strict=True):
        if span is None:
            losses.add("number-error", place, answer=answer.text[:60])
    return short_of(stem, [Marked(answer.text, HUNDRED) for answer in whole], Losses(), place)


def span_of(text: str) -> str | None:
    """Return GIFT's `30`, `30:2` or `28..32` as we write them; None for anything else."""
    low, dots, high = text.partition("..")
    middle, colon, tolerance = text.partition(":")
    parts = (low, high) if dots else (middle, tolerance or "0") if colon else (text,)
    numbers = [number_of(part) for part in parts]
    if not all(number is not None for number in numbers):
        return None
    first, *rest = [spelled(number) for number in numbers if number is not None]
    if dots:
        return f"{first}..{rest[0]}"
    return f"{first} ± {rest[0].lstrip('-')}" if rest and rest[0] != "0" else first


def number_of(text: str) -> Decimal | None:
    """Read a decimal as computers write it; a comma is a decimal comma."""
    text = text.strip()
    return Decimal(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None


def accepted(text: str, losses: Losses, place: Place) -> str:
    """Return an accepted text whose signs part nothing: an asterisk stands in their place."""
    line = " ".join(text.split())
    replaced = _PARTING.sub("*", line)
    if replaced != line:
        losses.add("answer-sign", place, answer=line[:60])
    return replaced


def _note_others(answers: Sequence[Marked], losses: Losses, place: Place) -> None:
    """Note what answers that earn less, and feedback on typed answers, lose."""
    for answer in answers:
        if 0 < answer.share < HUNDRED:
            losses.add(
                "partial-answer", place, answer=answer.text[:60], share=spelled(answer.share)
            )
        if answer.feedback:
            losses.add("answer-feedback", place, feedback=answer.feedback[:100])
