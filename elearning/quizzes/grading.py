"""Marks and scores, exact to the last third; no database."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import NamedTuple

from elearning.courses.compiled import Question, Quiz, QuizRules
from elearning.quizzes.drawing import Paper, Slot
from elearning.quizzes.marking import Answer, authored, mark

Answers = Mapping[str, Answer]
ONE_HALF = Fraction(1, 2)
#: A survey asks; it does not grade.
UNGRADED = "survei"


class Mark(NamedTuple):
    """What an answer earned, from 0 to 1, and how much its question weighs."""

    earned: Fraction
    weight: Decimal


class Grade(NamedTuple):
    """An attempt's result; no score for a survey, neither passed nor failed without a pass mark."""

    score: Decimal | None
    passed: bool | None
    marks: tuple[Mark, ...]


def grade(quiz: Quiz, paper: Paper, answers: Answers) -> Grade:
    """Grade the drawn questions; the score is rounded first, then compared with the pass mark."""
    questions = {question.id: question for question in quiz.questions}
    marks = tuple(_mark_slot(questions[slot.question], slot, answers) for slot in paper)
    total = None if quiz.rules.preset == UNGRADED else score(marks)
    return Grade(total, is_pass(total, quiz.rules), marks)


def _mark_slot(question: Question, slot: Slot, answers: Answers) -> Mark:
    """Mark one drawn question by the author's ids."""
    return Mark(mark(question, authored(slot, answers.get(slot.id, ()))), question.weight)


def score(marks: Iterable[Mark]) -> Decimal:
    """Return the weighted mean of the marks from 0 to 100, rounded half up to two decimals."""
    weighed = [(each.earned, Fraction(each.weight)) for each in marks]
    total = sum((weight for _, weight in weighed), Fraction(0))
    earned = sum((mark * weight for mark, weight in weighed), Fraction(0))
    hundredths = floor(earned / (total or 1) * 10_000 + ONE_HALF)
    return Decimal(hundredths).scaleb(-2)


def is_pass(total: Decimal | None, rules: QuizRules) -> bool | None:
    """Whether a score reaches the pass mark; None where there is none to reach."""
    if total is None or rules.pass_mark is None:
        return None
    return total >= rules.pass_mark


def mark_text(earned: Fraction) -> str:
    """Write a mark exactly: `0.5`, and `1/3` where decimals never end; `Fraction` reads both."""
    written = Decimal(earned.numerator) / Decimal(earned.denominator)
    return str(written) if Fraction(written) == earned else str(earned)
