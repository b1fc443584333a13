"""What a learner reads about an essay: that it waits, or what it earned, by which criteria and why."""

from fractions import Fraction
from typing import NamedTuple

from markupsafe import Markup

from elearning.core.languages import decimal
from elearning.courses.compiled import Question, Quiz
from elearning.learning.questions.texts import question_html
from elearning.quizzes.essay_queries import JudgedEssay, judged_essays
from elearning.quizzes.essays import criteria_of
from elearning.quizzes.queries import AttemptRow

WAITS, GRADED, SELF = "waiting", "graded", "self"


class ShownCriterion(NamedTuple):
    """A criterion, what it counts and how well it is met, both in percent; never its guidance."""

    html: Markup
    share: str
    level: str


class EssayResult(NamedTuple):
    """What is said of an essay; `state` is waiting, graded, or self where nobody grades it."""

    state: str
    earned: str = ""
    comments: tuple[str, ...] = ()
    criteria: tuple[ShownCriterion, ...] = ()


def percent(share: Fraction) -> str:
    """Write a share as percent, rounded to two decimals at most."""
    return decimal(round(share * 10_000) / 100)


def essay_results(attempt: AttemptRow, quiz: Quiz, *, with_key: bool) -> dict[str, EssayResult]:
    """Return what is said of an attempt's essays; nothing of any before all of them are graded."""
    paper = [slot for slot in attempt.paper if slot.kind == "essay"]
    if not paper:
        return {}
    judged, asked = judged_essays(attempt.id), {each.id: each for each in quiz.questions}
    if attempt.essays_waiting:
        return {each: EssayResult(WAITS) for each in judged}
    return {
        slot.id: _result(asked[slot.question], judged[slot.id], with_key)
        for slot in paper
        if slot.id in judged and judged[slot.id].earned is not None
    }


def _result(question: Question, essay: JudgedEssay, with_key: bool) -> EssayResult:
    comments = tuple(each.comment for each in essay.opinions if each.comment)
    criteria = shown_criteria(question, essay.levels) if with_key else ()
    return EssayResult(GRADED, percent(essay.earned or Fraction(0)), comments, criteria)


def shown_criteria(
    question: Question, levels: tuple[Fraction, ...] = ()
) -> tuple[ShownCriterion, ...]:
    """Return the criteria that have a text, with how well each is met when that is known."""
    met = levels or (None,) * len(criteria_of(question))
    return tuple(
        ShownCriterion(
            question_html(each.html), percent(each.share), "" if level is None else percent(level)
        )
        for each, level in zip(criteria_of(question), met, strict=True)
        if each.html
    )
