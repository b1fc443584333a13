"""What an export gives, and what several formats have in common."""

from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from elearning.courses.compiled import Quiz
from elearning.courses.importing.losses import Loss, Losses, Place
from elearning.courses.questions import Option, Question, Rubric


class Exported(NamedTuple):
    """A file's text and what it could not say, by the question's number."""

    text: str
    losses: tuple[Loss, ...]


def percent(share: Fraction) -> str:
    """Return a share as question banks write it: percent, five decimals, no needless zeros."""
    scaled = Decimal(share.numerator * 100) / Decimal(share.denominator)
    text = f"{scaled:.5f}".rstrip("0").rstrip(".")
    return text if text != "-0" else "0"


def shares(question: Question) -> list[Fraction]:
    """Return what each option earns; wrong ones of several cost as much as they do here."""
    options = question.options
    if question.kind.startswith("weighted"):
        return [option.share or Fraction(0) for option in options]
    right = sum(option.right for option in options)
    if question.kind != "multiple":
        return [Fraction(int(option.right)) for option in options]
    wrong = len(options) - right
    return [Fraction(1, right) if option.right else Fraction(-1, wrong) for option in options]


def number(value: Decimal) -> str:
    """Return a number with a decimal point."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def true_option(question: Question) -> tuple[Option, Option]:
    """Return the options Benar and Salah, in this order."""
    first, second = question.options
    is_true = any(word in first.html.lower() for word in ("benar", "true"))
    return (first, second) if is_true else (second, first)


def note_rules(quiz: Quiz, losses: Losses) -> None:
    """Note what belongs to a quiz and to no question."""
    if any(pool.draw is not None for pool in quiz.pools):
        losses.add("export-draw", Place())
    if quiz.introduction:
        losses.add("export-introduction", Place())


def texts(question: Question) -> list[str]:
    """Return every HTML of a question."""
    of_options = [text for option in question.options for text in (option.html, option.feedback)]
    rubric = question.key.criteria if isinstance(question.key, Rubric) else ()
    of_criteria = [text for each in rubric for text in (each.html, each.guidance)]
    return [question.stem, question.explanation, question.hint, *of_options, *of_criteria]
