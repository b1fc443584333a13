"""Regrading one question of closed attempts: a pure function of attempt and repairs; no database.

Only the repaired question is marked anew. The marks of the others stay as they were told, also
where a marking rule of the platform has changed since.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

from elearning.courses.compiled import Question, Quiz
from elearning.quizzes.drawing import Paper, Slot
from elearning.quizzes.grading import UNGRADED, Answers, Mark, is_pass, mark_text, score
from elearning.quizzes.marking import authored, mark
from elearning.quizzes.repairs import (
    EVERYTHING,
    FULL,
    Repair,
    Repairs,
    corrected,
    questions_by_id,
    repair_of,
    weight_of,
)

#: What a trainer gave an essay, by the paper's id; None while it waits.
Essays = Mapping[str, Fraction | None]


class Standing(NamedTuple):
    """How a closed attempt stands; neither score nor pass while an essay that weighs waits."""

    score: Decimal | None
    passed: bool | None
    #: As `Attempt.marks` keeps them.
    marks: list[Any]
    waiting: int = 0


class Answered(NamedTuple):
    """A closed attempt as far as regrading needs it."""

    paper: Paper
    marks: list[Any]
    answers: Answers
    essays: Essays


def regraded(quiz: Quiz, attempt: Answered, question: str, repairs: Repairs) -> Standing:
    """Mark one question of an attempt anew, as the repairs in force would have it."""
    asked = questions_by_id(quiz.questions)[question]
    repair = repair_of(asked, repairs)
    marks = [
        _new_mark(asked, slot, attempt, repair) if slot.question == question else kept
        for slot, kept in zip(attempt.paper, attempt.marks, strict=True)
    ]
    return standing(quiz, marks)


def _new_mark(
    question: Question, slot: Slot, attempt: Answered, repair: Repair | None
) -> list[Any]:
    """Return the mark of one drawn question; an essay keeps what a trainer gave it."""
    weight = str(weight_of(question, repair))
    if repair and repair.remedy == FULL:
        return [mark_text(EVERYTHING), weight]
    if question.kind == "essay":
        unseen = None if attempt.answers.get(slot.id) else Fraction(0)
        given = attempt.essays.get(slot.id, unseen)
        return [None if given is None else mark_text(given), weight]
    answer = authored(slot, attempt.answers.get(slot.id, ()))
    return [mark_text(mark(corrected(question, repair), answer)), weight]


def standing(quiz: Quiz, marks: list[Any]) -> Standing:
    """Return what some marks make; where nothing weighs any more there is no score."""
    alike = Counter((earned, weight) for earned, weight in marks)
    waiting = sum(n for (earned, weight), n in alike.items() if earned is None and weighs(weight))
    is_empty = not any(weighs(weight) for _earned, weight in alike)
    if waiting or is_empty or quiz.rules.preset == UNGRADED:
        return Standing(None, None, marks, waiting)
    total = _score_of(frozenset(alike.items()))
    return Standing(total, is_pass(total, quiz.rules), marks)


def weighs(weight: str) -> bool:
    """Whether a question still weighs something."""
    return Decimal(weight) > 0


@lru_cache(maxsize=4096)
def _score_of(alike: frozenset[tuple[tuple[str | None, str], int]]) -> Decimal:
    """Return the score of marks of which each comes so often; many attempts share theirs."""
    return score(
        Mark(Fraction(earned or 0), Decimal(weight) * count) for (earned, weight), count in alike
    )


class Change(NamedTuple):
    """One attempt before a regrade and after it."""

    attempt_id: int
    before: Standing
    after: Standing
    #: What was told when it was sent stays: a pass that the score alone would not give any more.
    is_spared: bool

    @property
    def passed(self) -> bool | None:
        """Whether the attempt is passed afterwards."""
        return True if self.is_spared else self.after.passed

    @property
    def is_new_pass(self) -> bool:
        """Whether the attempt was not passed before."""
        return self.passed is True and self.before.passed is not True

    @property
    def is_move(self) -> bool:
        """Whether the score changes, not only the marks behind it."""
        return self.before.score != self.after.score

    @property
    def points(self) -> Decimal:
        """By how much the score moves; 0 where there is none before or after."""
        if self.before.score is None or self.after.score is None:
            return Decimal(0)
        return self.after.score - self.before.score


def change(attempt_id: int, before: Standing, after: Standing, told: bool | None) -> Change | None:
    """Return what changes in an attempt, None when nothing does; `told` is the pass it was sent with."""
    spared = told is True and after.passed is not True
    if after.marks == before.marks and after.score == before.score:
        return None
    return Change(attempt_id, before, after, spared)


class Effect(NamedTuple):
    """What a regrade does to all attempts together."""

    #: Attempts whose score changes.
    changed: int
    #: Score before and after → how many attempts, the most frequent first.
    moves: list[tuple[Decimal | None, Decimal | None, int]]
    largest_rise: Decimal
    largest_fall: Decimal
    #: Attempts left without a score because nothing in them weighs any more.
    emptied: int


def effect_of(changes: Iterable[Change]) -> Effect:
    """Sum up changes of scores; of each only two numbers are kept."""
    moves: Counter[tuple[Decimal | None, Decimal | None]] = Counter()
    rise = fall = Decimal(0)
    emptied = 0
    for each in (change for change in changes if change.is_move):
        moves[each.before.score, each.after.score] += 1
        rise, fall = max(rise, each.points), min(fall, each.points)
        emptied += each.after.score is None and not each.after.waiting
    ordered = [(before, after, count) for (before, after), count in moves.most_common()]
    return Effect(moves.total(), ordered, rise, fall, emptied)
