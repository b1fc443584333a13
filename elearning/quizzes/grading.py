"""Marks and scores, exact to the last third; no database."""

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any, NamedTuple

from elearning.courses.compiled import Question, Quiz, QuizRules
from elearning.quizzes.drawing import Paper, Slot
from elearning.quizzes.marking import NOTHING, Answer, authored, mark
from elearning.quizzes.repairs import (
    EVERYTHING,
    FULL,
    Repairs,
    corrected,
    repair_of,
    weight_of,
)

Answers = Mapping[str, Answer]
ONE_HALF = Fraction(1, 2)
#: A survey asks; it does not grade.
UNGRADED = "survei"


class Mark(NamedTuple):
    """What an answer earned, from 0 to 1 (None waits for a trainer), and what its question weighs."""

    earned: Fraction | None
    weight: Decimal


class Grade(NamedTuple):
    """An attempt's result; no score for a survey, neither passed nor failed without a pass mark.

    Neither while essays wait.
    """

    score: Decimal | None
    passed: bool | None
    marks: tuple[Mark, ...]

    @property
    def waiting(self) -> int:
        """How many essays that weigh something wait for their mark."""
        return sum(each.earned is None and each.weight > 0 for each in self.marks)


def grade(quiz: Quiz, paper: Paper, answers: Answers, repairs: Repairs = ()) -> Grade:
    """Grade the drawn questions; the score is rounded first, then compared with the pass mark.

    Where repairs have left nothing that weighs there is no score.
    """
    questions = {question.id: question for question in quiz.questions}
    marks = tuple(_mark_slot(questions[slot.question], slot, answers, repairs) for slot in paper)
    if quiz.rules.preset == UNGRADED:
        return Grade(None, None, tuple(Mark(each.earned or NOTHING, each.weight) for each in marks))
    is_empty = bool(repairs) and not any(each.weight for each in marks)
    is_waiting = Grade(None, None, marks).waiting > 0
    total = None if is_waiting or is_empty else score(marks)
    return Grade(total, is_pass(total, quiz.rules), marks)


def _mark_slot(question: Question, slot: Slot, answers: Answers, repairs: Repairs) -> Mark:
    """Mark one drawn question by the author's ids, as the repairs in force would have it."""
    repair = repair_of(question, repairs)
    weight = weight_of(question, repair)
    if repair and repair.remedy == FULL:
        return Mark(EVERYTHING, weight)
    given = authored(slot, answers.get(slot.id, ()))
    if question.kind == "essay":
        return Mark(None if given else NOTHING, weight)
    return Mark(mark(corrected(question, repair), given), weight)


def score(marks: Iterable[Mark]) -> Decimal:
    """Return the weighted mean of the marks from 0 to 100, rounded half up to two decimals."""
    alike = Counter((each.earned or NOTHING, each.weight) for each in marks)
    weighed = [(mark, Fraction(weight) * count) for (mark, weight), count in alike.items()]
    total = sum((weight for _, weight in weighed), Fraction(0))
    earned = sum((mark * weight for mark, weight in weighed), Fraction(0))
    hundredths = floor(earned / (total or 1) * 10_000 + ONE_HALF)
    return Decimal(hundredths).scaleb(-2)


def is_pass(total: Decimal | None, rules: QuizRules) -> bool | None:
    """Whether a score reaches the pass mark; None where there is none to reach."""
    if total is None or rules.pass_mark is None:
        return None
    return total >= rules.pass_mark


def kept_marks(marks: Iterable[Mark]) -> list[Any]:
    """Return marks as `Attempt.marks` keeps them."""
    return [
        [None if each.earned is None else mark_text(each.earned), str(each.weight)]
        for each in marks
    ]


def mark_text(earned: Fraction) -> str:
    """Write a mark exactly: `0.5`, and `1/3` where decimals never end; `Fraction` reads both."""
    if earned.denominator == 1:
        return str(earned.numerator)
    written = Decimal(earned.numerator) / Decimal(earned.denominator)
    return str(written) if Fraction(written) == earned else str(earned)
