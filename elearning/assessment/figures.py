"""A quiz's figures and how each question was answered, kept until its attempts change."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from elearning.assessment.results import Result, answered, chosen, fingerprint, results_of
from elearning.courses.compiled import Question, Quiz
from elearning.courses.kinds.typed_text import folded
from elearning.courses.queries import compiled_item, kept
from elearning.quizzes.marking import PARTED, Answer, authored, verdicts
from elearning.quizzes.statistics import (
    QuizStatistics,
    SlotStatistics,
    quiz_statistics,
    slot_statistics,
)

#: The strongest and the weakest third are compared; fewer people than this have no thirds.
ENOUGH_FOR_THIRDS = 6
STRONG, MIDDLE, WEAK = "strong", "middle", "weak"
NOTHING = ""


class Tally(NamedTuple):
    """How often something was answered: by all, by the strongest third, by the weakest."""

    people: int
    strong: int
    weak: int


class Figures(NamedTuple):
    """Everything that a quiz's attempts tell."""

    quiz: QuizStatistics
    questions: Mapping[str, SlotStatistics]
    scores: tuple[float, ...]
    passed: int
    #: How many people the strongest and the weakest third have, by question.
    thirds: Mapping[str, Tally]
    #: Per question what was answered: an option's id, a part's number, a typed text, or nothing.
    answers: Mapping[str, Mapping[str, Tally]]


def figures_of(course_id: int, revision_id: int, key: str, which: str) -> Figures:
    """Return a quiz's figures over the chosen attempts of one revision."""
    state = fingerprint(course_id, revision_id, key)
    return kept("figures", _calculated)(revision_id, key, which, state)


def _calculated(revision_id: int, key: str, which: str, _state: object) -> Figures:
    """Read the attempts and calculate."""
    quiz = compiled_item(revision_id, key)
    assert isinstance(quiz, Quiz)  # noqa: S101  (attempts of a revision are at its quizzes)
    results = chosen(results_of(revision_id, key), which)
    mark = quiz.rules.pass_mark
    drawn, answers = tallied(quiz, thirds_of(results))
    return Figures(
        quiz=quiz_statistics([placed(each, quiz) for each in results]),
        questions=slot_statistics([by_question(each) for each in results]),
        scores=tuple(float(each.score) for each in results if each.score is not None),
        passed=sum(mark is not None and (each.score or 0) >= mark for each in results),
        thirds=drawn,
        answers=answers,
    )


def by_question(result: Result) -> dict[str, tuple[float, int, float]]:
    """Return an attempt's marks by the author's question."""
    return {question: (mark, 1, weight) for question, (mark, weight) in result.earned.items()}


def placed(result: Result, quiz: Quiz) -> dict[str, tuple[float, int, float]]:
    """Return an attempt's marks by place: what is drawn at random is compared place by place."""
    order = {question.id: n for n, question in enumerate(quiz.questions)}
    written = sorted(result.earned, key=lambda question: order.get(question, -1))
    marks = (result.earned[question] for question in written)
    return {str(place): (mark, 1, weight) for place, (mark, weight) in enumerate(marks)}


def thirds_of(results: Sequence[Result]) -> dict[int, str]:
    """Tell of each attempt whether it is of the strongest third, the weakest, or between."""
    ranked = sorted(results, key=lambda each: each.score or 0, reverse=True)
    size = len(ranked) // 3 if len(ranked) >= ENOUGH_FOR_THIRDS else 0
    strong = dict.fromkeys((each.attempt_id for each in ranked[:size]), STRONG)
    weak = dict.fromkeys((each.attempt_id for each in ranked[len(ranked) - size :]), WEAK)
    return dict.fromkeys((each.attempt_id for each in ranked), MIDDLE) | strong | weak


def tallied(
    quiz: Quiz, thirds: Mapping[int, str]
) -> tuple[dict[str, Tally], dict[str, dict[str, Tally]]]:
    """Count by third who drew each question, and what they answered."""
    questions = {question.id: question for question in quiz.questions}
    drawn: dict[str, Counter[str]] = defaultdict(Counter)
    given: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for attempt in answered(list(thirds)):
        third = thirds[attempt.attempt_id]
        for slot in attempt.paper:
            answer = authored(slot, attempt.answers.get(slot.id, ()))
            drawn[slot.question][third] += 1
            for told in told_by(questions[slot.question], answer):
                given[slot.question][told][third] += 1
    return _tallies(drawn), {each: _tallies(counters) for each, counters in given.items()}


def _tallies(counters: Mapping[str, Counter[str]]) -> dict[str, Tally]:
    return {name: Tally(each.total(), each[STRONG], each[WEAK]) for name, each in counters.items()}


def told_by(question: Question, answer: Answer) -> Sequence[str]:
    """Return what an answer says: chosen options, the right parts by number, or what was typed."""
    if not answer:
        return (NOTHING,)
    if question.kind == "essay":
        return ()
    if question.kind in PARTED:
        return tuple(str(n) for n, right in enumerate(verdicts(question, answer)) if right)
    if isinstance(answer, str):
        return (folded(answer),)
    return tuple(answer)


def guess_of(question: Question) -> float | None:
    """Return the score that guessing earns on average, per cent; None where nobody can say.

    Source: Moodle. One choice earns the mean of its options' shares, a matched pair or a placed
    step one of so many; several choices and typed answers have no figure.
    """
    options = question.options
    if question.kind in {"single", "truefalse"} and options:
        return 100 / len(options)
    if question.kind == "weighted-one" and options:
        shares = [max(Fraction(0), option.share or Fraction(0)) for option in options]
        return float(100 * sum(shares) / len(shares) / (max(shares) or 1))
    if question.kind == "matching" and not question.whole:
        return 100 / len({option.match for option in options})
    if question.kind == "ordering" and not question.whole:
        return 100 / len(options)
    return None
