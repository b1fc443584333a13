"""What an essay earns by its rubric, exactly; no database."""

from collections.abc import Sequence
from fractions import Fraction

from elearning.courses.questions import Criterion, Question, Rubric

#: How well a criterion is met.
LEVELS = (Fraction(0), Fraction(1, 4), Fraction(1, 2), Fraction(3, 4), Fraction(1))
LONGEST_ESSAY = 20_000
_AS_A_WHOLE = (Criterion("", Fraction(1)),)


def criteria_of(question: Question) -> tuple[Criterion, ...]:
    """Return what an essay is graded by: its rubric, or else one criterion without a text."""
    rubric = question.key.criteria if isinstance(question.key, Rubric) else ()
    return rubric or _AS_A_WHOLE


def earned_by(question: Question, levels: Sequence[Fraction]) -> Fraction:
    """Return what the levels of the criteria earn, from 0 to 1; rounded shares still make a whole.

    With `nilai=utuh` all or nothing.
    """
    criteria = criteria_of(question)
    whole = sum((each.share for each in criteria), Fraction(0))
    pairs = zip(criteria, levels, strict=True)
    earned = sum((each.share * level for each, level in pairs), Fraction(0)) / whole
    return Fraction(int(earned == 1)) if question.whole else earned


def mean(marks: Sequence[Fraction]) -> Fraction:
    """Return the mean of several opinions."""
    return sum(marks, Fraction(0)) / len(marks)
