"""What the pages of a quiz's figures show."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from elearning.assessment.figures import NOTHING, Figures, Tally, guess_of
from elearning.assessment.queries import AssessedQuiz
from elearning.core.languages import decimal
from elearning.core.trusted import trusted
from elearning.courses.compiled import Question, Quiz
from elearning.courses.identity import shown_text
from elearning.courses.questions import Blanks
from elearning.learning.lessons.source_lines import line_of
from elearning.quizzes.marking import PARTED, mark
from elearning.quizzes.statistics import SlotStatistics, histogram
from elearning.studio.drafts.queries import ToldCourse, texts_of_keys

BINS = 10
#: How many different typed answers are listed.
MOST_TEXTS = 20
NOBODY = Tally(0, 0, 0)


class QuestionLine(NamedTuple):
    """A question's row of figures."""

    number: int
    id: str
    text: str
    attempts: int
    cells: tuple[tuple[str, str], ...]


class GivenLine(NamedTuple):
    """What was answered, whether it is right (None where neither), and how often."""

    html: Markup | str
    right: bool | None
    tally: Tally


def percent(value: float | None) -> str:
    """Write a share as the language writes it: `62,5%`; a dash for none."""
    return "–" if value is None else f"{decimal(round(value, 1))}%"


def plain(value: float | None) -> str:
    """Write a number with two decimals at most."""
    return "–" if value is None else decimal(round(value, 2))


def key_figures(quiz: Quiz, figures: Figures) -> list[tuple[str, str, str]]:
    """Return the figures that are read first."""
    whole = figures.quiz
    shown = [
        (_("Attempts"), str(whole.attempts), ""),
        (_("Mean score"), plain(whole.mean), _("Median %(median)s", median=plain(whole.median))),
    ]
    if quiz.rules.pass_mark is not None and whole.attempts:
        share = percent(100 * figures.passed / whole.attempts)
        shown.append((_("Passed"), share, ""))
    return shown


def all_figures(figures: Figures) -> list[tuple[str, str]]:
    """Return a quiz's other figures with the names that the field gives them."""
    whole = figures.quiz
    return [
        (_("Standard deviation"), plain(whole.deviation)),
        (_("Skewness"), plain(whole.skewness)),
        (_("Kurtosis"), plain(whole.kurtosis)),
        (_("Internal consistency (Cronbach's alpha)"), percent(whole.alpha)),
        (_("Error ratio"), percent(whole.error_ratio)),
        (_("Standard error"), plain(whole.standard_error)),
    ]


def bars(figures: Figures) -> list[tuple[str, int]]:
    """Return how many attempts have each score, in steps of ten, by the lowest of the step."""
    counts = histogram(figures.scores, BINS)
    return [(str(n * 100 // BINS), count) for n, count in enumerate(counts)]


def question_lines(quiz: Quiz, figures: Figures) -> list[QuestionLine]:
    """Return the rows of the questions that were drawn, in writing order."""
    return [
        QuestionLine(
            number, question.id, shown_text(question), found.attempts, cells(question, found)
        )
        for number, question in enumerate(quiz.questions, start=1)
        if (found := figures.questions.get(question.id)) is not None
    ]


def heads() -> list[dict[str, object]]:
    """Return the columns of the table of questions."""
    numbers = (_("Attempts"), *(name for name, _meaning in meanings()))
    return [{"label": _("Question")}, *({"label": name, "end": True} for name in numbers)]


def meanings() -> tuple[tuple[str, str], ...]:
    """Return what is told of each question, by its name."""
    return (
        (
            _("Facility"),
            _("The share of the points that was earned. Between 30 and 95 per cent is useful."),
        ),
        (_("Spread of marks"), _("The standard deviation of the marks.")),
        (_("By guessing"), _("What somebody earns who only guesses.")),
        (_("Intended weight"), _("Its share of all points.")),
        (_("Effective weight"), _("Its real share in how the scores differ.")),
        (
            _("Discrimination"),
            _("Whether people who do well elsewhere do well here. Below 0: check the key."),
        ),
        (_("Efficiency"), _("Discrimination beside the best that its facility allows.")),
    )


def cells(question: Question, found: SlotStatistics) -> tuple[tuple[str, str], ...]:
    """Return a question's figures by their names."""
    values = (
        found.facility,
        found.deviation,
        guess_of(question),
        found.intended_weight,
        found.effective_weight,
        found.discrimination_index,
        found.discriminative_efficiency,
    )
    names = (name for name, _meaning in meanings())
    return tuple(zip(names, map(percent, values), strict=True))


def given_lines(question: Question, answers: Mapping[str, Tally]) -> list[GivenLine]:
    """Return what was answered to a question: every option, every part, or the commonest texts."""
    if question.kind in PARTED:
        lines = _parts(question, answers)
    elif question.options:
        lines = [
            GivenLine(trusted(option.html), option.right or None, answers.get(option.id, NOBODY))
            for option in question.options
        ]
    else:
        lines = _texts(question, answers)
    return [*lines, GivenLine(_("No answer"), None, answers.get(NOTHING, NOBODY))]


def _parts(question: Question, answers: Mapping[str, Tally]) -> list[GivenLine]:
    """Return how many had each pair, step or blank right."""
    if isinstance(question.key, Blanks):
        names: Sequence[Markup | str] = [
            " · ".join(blank.patterns) for blank in question.key.blanks
        ]
    else:
        names = [trusted(option.html) for option in question.options if option.html]
    return [
        GivenLine(name, True, answers.get(str(number), NOBODY)) for number, name in enumerate(names)
    ]


def _texts(question: Question, answers: Mapping[str, Tally]) -> list[GivenLine]:
    """Return the commonest typed answers."""
    typed = sorted(
        ((text, tally) for text, tally in answers.items() if text != NOTHING),
        key=lambda each: (-each[1].people, each[0]),
    )
    return [GivenLine(text, mark(question, text) == 1, tally) for text, tally in typed[:MOST_TEXTS]]


def source_addresses(
    assessed: AssessedQuiz, told: ToldCourse, questions: Sequence[Question]
) -> dict[str, str]:
    """Return where each question stands in the studio's text; none without a draft."""
    place = (told.draft_id or 0, assessed.key)
    file = texts_of_keys({place}).get(place) if told.draft_id else None
    if file is None:
        return {}
    lines = {each.id: line_of(file.text, shown_text(each)) for each in questions}
    return {
        each: url_for("studio.edit", slug=assessed.slug, file_id=file.id, baris=line or None)
        for each, line in lines.items()
    }
