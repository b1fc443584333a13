"""The figures of a course's quizzes: the course, one quiz, one question."""

from typing import NamedTuple

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from elearning.accounts.policy import enters_studio
from elearning.assessment import statistics_page as pages
from elearning.assessment.coach import advice, findings
from elearning.assessment.figures import Figures, figures_of
from elearning.assessment.queries import AssessedQuiz, quizzes_of
from elearning.assessment.results import WHICH, RevisionLine, revisions_taken, score_pairs
from elearning.assessment.views import QUIZ, assessed_quiz, bp
from elearning.core.access import requires
from elearning.core.addresses import key_named
from elearning.core.trusted import trusted
from elearning.courses.compiled import Quiz
from elearning.courses.queries import compiled_item
from elearning.quizzes.statistics import normalised_gain
from elearning.studio.drafts.queries import told_courses

FIRST = next(iter(WHICH))


class View(NamedTuple):
    """A quiz as it is looked at: of which revision, and which attempts of each person."""

    assessed: AssessedQuiz
    revisions: list[RevisionLine]
    revision_id: int
    which: str
    quiz: Quiz
    figures: Figures

    @property
    def narrowed(self) -> dict[str, object]:
        """What an address needs to show the same."""
        return {"revisi": self.revision_id, "percobaan": self.which}


def looked_at(course: str, key: str) -> View | None:
    """Read the address; None for a quiz that nobody has taken yet."""
    assessed = assessed_quiz(course, key)
    revisions = revisions_taken(assessed.course_id, key)
    if not revisions:
        return None
    which = request.args.get("percobaan", FIRST)
    revision_id = key_named("revisi") or revisions[0].id
    if which not in WHICH or revision_id not in {line.id for line in revisions}:
        abort(404)
    quiz = compiled_item(revision_id, key)
    if not isinstance(quiz, Quiz):
        abort(404)
    figures = figures_of(assessed.course_id, revision_id, key, which)
    return View(assessed, revisions, revision_id, which, quiz, figures)


@bp.get(f"{QUIZ}/")
@requires(enters_studio)
def quiz(course: str, key: str) -> ResponseReturnValue:
    """Show how a quiz and its questions worked, and what to look at."""
    view = looked_at(course, key)
    if view is None:
        return render_template("assessment/quiz_untaken.html", assessed=assessed_quiz(course, key))
    told = told_courses(current_user)[view.assessed.course_id]
    return render_template(
        "assessment/quiz.html",
        view=view,
        advice=advice(view.quiz, view.figures),
        sources=pages.source_addresses(view.assessed, told, view.quiz.questions),
        key_figures=pages.key_figures(view.quiz, view.figures),
        all_figures=pages.all_figures(view.figures),
        bars=pages.bars(view.figures),
        questions=pages.question_lines(view.quiz, view.figures),
        heads=pages.heads(),
        meanings=pages.meanings(),
        gain=gain_of(view),
    )


class Gain(NamedTuple):
    """What people of a course gained from its pre-test to this quiz."""

    people: int
    before: float
    after: float
    share: float | None


def gain_of(view: View) -> Gain | None:
    """Compare with the course's pre-test; None without one, or where nobody took both."""
    assessed = view.assessed
    if assessed.preset not in {"kuis", "ujian"}:
        return None
    tests = (each for each in quizzes_of([assessed.course_id]) if each.preset == "pretest")
    before = next(tests, None)
    pairs = score_pairs(assessed.course_id, before.key, assessed.key) if before else []
    if not pairs:
        return None
    means = [float(sum(side)) / len(pairs) for side in zip(*pairs, strict=True)]
    return Gain(len(pairs), means[0], means[1], normalised_gain(pairs))


@bp.get(f"{QUIZ}/soal/<question>")
@requires(enters_studio)
def question(course: str, key: str, question: str) -> ResponseReturnValue:
    """Show what was answered to one question."""
    view = looked_at(course, key) or abort(404)
    asked = next((each for each in view.quiz.questions if each.id == question), None)
    statistics = view.figures.questions.get(question)
    if asked is None or statistics is None:
        abort(404)
    told = told_courses(current_user)[view.assessed.course_id]
    return render_template(
        "assessment/question.html",
        view=view,
        number=view.quiz.questions.index(asked) + 1,
        stem=trusted(asked.stem),
        cells=pages.cells(asked, statistics),
        findings=[each for each in findings(view.quiz, view.figures) if each.question == question],
        source=pages.source_addresses(view.assessed, told, [asked]).get(question),
        given=pages.given_lines(asked, view.figures.answers.get(question, {})),
        drawn=view.figures.thirds[question],
    )
