"""What a quiz's figures mean for its author, in sentences; no database.

The bounds are those that Moodle's and Lane's guides to item analysis name: thirty attempts before
figures settle, facility between 30 and 95 per cent, alpha from 64 per cent on, discrimination
above 0 by more than chance. A finding names a question (none for the quiz as a whole) and what to do.
"""

from collections.abc import Iterator, Mapping
from math import sqrt
from typing import NamedTuple

from flask_babel import gettext as _

from elearning.assessment.figures import NOTHING, Figures, Tally, guess_of
from elearning.courses.compiled import Question, Quiz
from elearning.courses.identity import shown_text
from elearning.quizzes.statistics import SlotStatistics

FEW = 30
#: Below this many attempts a question is not judged at all.
TOO_FEW = 8
EASY, HARD = 95, 30
CONSISTENT = 64
#: A discrimination index below this sorts people hardly at all.
SORTS = 15
QUOTE = 80
PRESETS_THAT_SORT = frozenset({"kuis", "ujian"})


class Finding(NamedTuple):
    """Something to look at: how grave, about which question, what it is and what to do."""

    #: `error` where the key may be wrong, `warning` where much is lost, `info` otherwise.
    kind: str
    number: int | None
    question: str
    text: str


class Advice(NamedTuple):
    """The same finding about one or more questions."""

    kind: str
    text: str
    found: tuple[Finding, ...]


def advice(quiz: Quiz, figures: Figures) -> list[Advice]:
    """Return the findings; what is to be said of several questions is said once."""
    said: dict[tuple[str, str], list[Finding]] = {}
    for each in findings(quiz, figures):
        said.setdefault((each.kind, each.text), []).append(each)
    return [Advice(kind, text, tuple(found)) for (kind, text), found in said.items()]


def findings(quiz: Quiz, figures: Figures) -> list[Finding]:
    """Return what an author should look at, the gravest first, then in writing order."""
    found = [*_of_quiz(quiz, figures)]
    for number, question in enumerate(quiz.questions, start=1):
        statistics = figures.questions.get(question.id)
        if statistics is not None and statistics.attempts >= TOO_FEW:
            found += (
                Finding(kind, number, question.id, text)
                for kind, text in _of_question(question, statistics, figures)
            )
    grave = ("error", "warning", "info")
    return sorted(found, key=lambda each: (grave.index(each.kind), each.number or 0))


def _of_quiz(quiz: Quiz, figures: Figures) -> Iterator[Finding]:
    """Judge the quiz as a whole."""
    whole = figures.quiz
    if whole.attempts < FEW:
        text = _(
            "Only %(count)s attempts so far. Below %(enough)s, every figure can still change much.",
            count=whole.attempts,
            enough=FEW,
        )
        yield Finding("info", None, "", text)
        return
    if quiz.rules.preset not in PRESETS_THAT_SORT:
        return
    if whole.alpha is not None and whole.alpha < CONSISTENT:
        text = _(
            "The questions hardly measure one and the same thing (Cronbach's alpha %(alpha)s%%). "
            "Look at the questions below, or ask more questions on the same objectives.",
            alpha=round(whole.alpha),
        )
        yield Finding("warning", None, "", text)
    if whole.mean is not None and whole.mean > EASY:
        text = _(
            "Nearly everybody has nearly everything right. The quiz shows that people took part, "
            "not what they can do."
        )
        yield Finding("warning", None, "", text)


def _of_question(
    question: Question, statistics: SlotStatistics, figures: Figures
) -> Iterator[tuple[str, str]]:
    """Judge one question; what may be a wrong key silences the milder findings."""
    answers, thirds = figures.answers.get(question.id, {}), figures.thirds.get(question.id)
    trap = _trap(question, answers, thirds)
    facility, sorting = statistics.facility, statistics.discrimination_index
    if trap is not None:
        yield (
            "error",
            _(
                "The strongest people chose “%(option)s”, which is marked wrong. Check the key.",
                option=trap,
            ),
        )
    elif sorting is not None and sorting < doubtful(statistics.attempts):
        yield (
            "error",
            _(
                "People who did well elsewhere had it wrong more often than others. "
                "Check the key and whether the wording misleads."
            ),
        )
    elif facility is not None:
        yield from _of_facility(question, facility, sorting)
    yield from _of_distractors(question, answers, statistics.attempts)


def doubtful(attempts: int) -> float:
    """Return the discrimination index, per cent, below which chance is no likely reason.

    One-sided at 5 per cent: a correlation of n pairs that are unrelated spreads by 1/√n.
    """
    return -164.5 / sqrt(attempts)


def _of_facility(
    question: Question, facility: float, sorting: float | None
) -> Iterator[tuple[str, str]]:
    """Judge how many had it right, and whether that tells people apart."""
    guess = guess_of(question)
    if guess is not None and facility <= guess:
        yield (
            "warning",
            _(
                "It was answered no better than by guessing. "
                "Check whether the lessons teach it, and whether the question is clear."
            ),
        )
    elif facility < HARD:
        yield (
            "warning",
            _(
                "Less than %(share)s%% of the points were earned. "
                "Check whether the lessons teach it, and whether the question is clear.",
                share=HARD,
            ),
        )
    elif facility > EASY:
        yield (
            "info",
            _("Nearly everybody has it right. A real mistake as a wrong option would tell more."),
        )
    elif sorting is not None and sorting < SORTS:
        yield (
            "info",
            _(
                "It hardly tells those who can from those who cannot. "
                "Sharpen the situation or the wrong options."
            ),
        )


def _trap(question: Question, answers: Mapping[str, Tally], thirds: Tally | None) -> str | None:
    """Return the wrong option that more of the strongest third chose than the right one."""
    if question.kind not in {"single", "truefalse"} or thirds is None or thirds.strong < 3:
        return None
    none = Tally(0, 0, 0)
    right = max((answers.get(o.id, none).strong for o in question.options if o.right), default=0)
    wrong = [option for option in question.options if not option.right]
    worst = max(wrong, key=lambda option: answers.get(option.id, none).strong, default=None)
    if worst is None or answers.get(worst.id, none).strong <= right:
        return None
    return shown_text(worst)[:QUOTE]


def _of_distractors(
    question: Question, answers: Mapping[str, Tally], attempts: int
) -> Iterator[tuple[str, str]]:
    """Name the wrong options that nobody takes, and questions that many leave empty."""
    if question.kind in {"single", "multiple"} and attempts >= FEW:
        unused = [o for o in question.options if not o.right and o.id not in answers]
        if unused:
            names = "; ".join(f"“{shown_text(option)[:QUOTE]}”" for option in unused)
            text = _(
                "Nobody chose %(options)s. Write a mistake that people really make.", options=names
            )
            yield "info", text
    empty = answers.get(NOTHING)
    if empty is not None and empty.people * 5 >= attempts:
        text = _(
            "At least every fifth person left it empty. "
            "Check whether it is clear what to do, and the time limit."
        )
        yield "warning", text
