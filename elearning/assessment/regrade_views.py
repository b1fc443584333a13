"""Repairing bad questions: choose, preview, confirm; look back; undo."""

from typing import NamedTuple

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from elearning.accounts.models import Person
from elearning.accounts.policy import enters_studio
from elearning.assessment import regrade_queries as queries
from elearning.assessment.asked_questions import (
    REMEDIES as REMEDY_WORDS,
)
from elearning.assessment.asked_questions import (
    AskedQuestion,
    Version,
    asked_question,
    asked_questions,
)
from elearning.assessment.key_fields import KeyField, KeyProblem, corrected_key, key_fields
from elearning.assessment.queries import AssessedQuiz
from elearning.assessment.regrade_forms import REMEDIES, RegradeForm, UndoForm
from elearning.assessment.regrade_operations import (
    Plan,
    make_regrade,
    undo_regrade,
)
from elearning.assessment.regrade_preview import preview_of
from elearning.assessment.regrade_walk import Subject
from elearning.assessment.regrade_work import carry_through
from elearning.assessment.views import QUIZ, assessed_quiz, bp
from elearning.core import clock
from elearning.core.access import requires
from elearning.core.db import db, reading
from elearning.core.trusted import trusted
from elearning.core.types import MOST_KEY
from elearning.courses.identity import seen_in
from elearning.courses.questions import Question
from elearning.quizzes.models import Regrade
from elearning.quizzes.repairs import KEY, Repair

REPAIRS = f"{QUIZ}/perbaikan"
ONE = f"{REPAIRS}/<key:regrade_id>"
#: So long a request goes on with a regrade; the worker does the rest.
SECONDS = 5.0
#: Fields that every form has of its own; all others go from the preview to the confirmation.
OWN_FIELDS = {"csrf_token", "langkah", "dilihat"}
#: A repair that is only thought of lies on top of all others.


class Desk(NamedTuple):
    """The question that is repaired, and the version whose key is shown."""

    quiz: AssessedQuiz
    asked: AskedQuestion
    version: Version


def desk_at(course: str, key: str, question: str) -> Desk:
    """Return a question that attempts have drawn."""
    quiz = assessed_quiz(course, key)
    asked = asked_question(quiz.course_id, key, question) or abort(404)
    return Desk(quiz, asked, asked.version(request.values.get("kunci-versi", "")))


@bp.get(REPAIRS)
@requires(enters_studio)
def regrades(course: str, key: str) -> ResponseReturnValue:
    """Show the questions that were drawn, and the audit trail of their repairs."""
    quiz = assessed_quiz(course, key)
    made = queries.regrades_of(quiz.course_id, key)
    return render_template(
        "assessment/regrades.html",
        quiz=quiz,
        questions=asked_questions(quiz.course_id, key),
        lines=queries.lines_of(made),
        in_force={each.question: REMEDY_WORDS[each.remedy] for each in made if not each.undone_at},
        remedies=REMEDY_WORDS,
    )


@bp.get(f"{REPAIRS}/soal/<question>")
@requires(enters_studio)
def repair(course: str, key: str, question: str) -> ResponseReturnValue:
    """Ask what should be done about a question."""
    desk = desk_at(course, key, question)
    drawn = [version.digest for version in desk.asked.versions if version.drawn]
    return repair_page(desk, RegradeForm(), drawn)


def repair_page(
    desk: Desk, form: RegradeForm, versions: list[str], problem: str = ""
) -> ResponseReturnValue:
    """Show the form of a repair."""
    given = request.form.to_dict(flat=False) if request.form else None
    page = render_template(
        "assessment/repair.html",
        desk=desk,
        stem=trusted(desk.version.question.stem),
        form=form,
        versions=versions,
        fields=key_fields(desk.version.question, given),
        problem=problem,
    )
    return page, 422 if form.errors or problem else 200


@bp.post(f"{REPAIRS}/soal/<question>")
@requires(enters_studio)
def make_repair(course: str, key: str, question: str) -> ResponseReturnValue:
    """Preview a repair; confirmed, make it."""
    desk, form, versions = desk_at(course, key, question), RegradeForm(), chosen_versions()
    if not form.validate_on_submit() or request.form.get("langkah") == "ubah":
        return repair_page(desk, form, versions)
    try:
        plan = planned(desk, form, versions)
    except KeyProblem as problem:
        return repair_page(desk, form, versions, str(problem))
    if request.form.get("langkah") != "terapkan":
        return preview_page(desk, form, plan)
    made = make_regrade(desk.quiz, plan, form.dilihat.data or "", acting(), clock.now())
    db.session.commit()
    return carried(desk.quiz, made.id, _("The repair is made."))


def chosen_versions() -> list[str]:
    """Return the ticked versions."""
    return request.form.getlist("versi")


def planned(desk: Desk, form: RegradeForm, versions: list[str]) -> Plan:
    """Read what is to be done; a key is that of one version."""
    remedy, corrected = REMEDIES[form.tindakan.data], None
    wanted = [version.digest for version in desk.asked.versions if version.digest in versions]
    if remedy == KEY:
        wanted = [desk.version.digest]
        corrected = corrected_key(desk.version.question, request.form.to_dict(flat=False))
    if not wanted:
        raise KeyProblem(_("Choose at least one version of the question."))
    return Plan(desk.asked.id, remedy, tuple(wanted), corrected, form.alasan.data or "")


def preview_page(desk: Desk, form: RegradeForm, plan: Plan) -> ResponseReturnValue:
    """Show what a repair would do; nothing is written."""
    versions = frozenset(plan.versions)
    subject = Subject(desk.quiz.course_id, desk.quiz.key, plan.question, versions)
    with reading():
        found = preview_of(
            subject, Repair(MOST_KEY, plan.question, plan.remedy, versions, plan.key)
        )
    kept = [pair for pair in request.form.items(multi=True) if pair[0] not in OWN_FIELDS]
    return render_template(
        "assessment/repair_preview.html",
        desk=desk,
        form=form,
        plan=plan,
        preview=found,
        remedy=REMEDY_WORDS[plan.remedy],
        right=right_in_words(plan.key),
        kept=kept,
        most=queries.MOST_MOVES,
    )


def acting() -> Person:
    """Return who does it."""
    return db.session.get_one(Person, current_user.id)


def carried(quiz: AssessedQuiz, regrade_id: int, done: str) -> ResponseReturnValue:
    """Go on with a regrade for a while, and show how far it is."""
    if carry_through(regrade_id, SECONDS):
        flash(done, "success")
    return redirect(url_for(".regrade", course=quiz.slug, key=quiz.key, regrade_id=regrade_id))


def regrade_in(quiz: AssessedQuiz, regrade_id: int) -> Regrade:
    """Return a regrade of a quiz."""
    return queries.regrade_at(quiz, regrade_id) or abort(404)


@bp.get(ONE)
@requires(enters_studio)
def regrade(course: str, key: str, regrade_id: int) -> ResponseReturnValue:
    """Show what a regrade did, to whom, and offer to undo it."""
    return regrade_page(assessed_quiz(course, key), regrade_id, UndoForm())


def regrade_page(quiz: AssessedQuiz, regrade_id: int, form: UndoForm) -> ResponseReturnValue:
    """Show one regrade."""
    found = regrade_in(quiz, regrade_id)
    asked = asked_question(quiz.course_id, quiz.key, found.question)
    page = render_template(
        "assessment/regrade.html",
        quiz=quiz,
        line=queries.lines_of([found])[0],
        asked=asked,
        remedy=REMEDY_WORDS[found.remedy],
        right=right_in_words(Question.from_json(found.key) if found.key else None),
        moves=queries.moves_of(regrade_id),
        gained=queries.gained_by(regrade_id),
        spared=queries.spared_by(regrade_id),
        form=form,
    )
    return page, 422 if form.errors else 200


def right_in_words(question: Question | None) -> list[str]:
    """Return a corrected key as text."""
    fields = key_fields(question) if question else []
    return [_in_words(field) for field in fields if field.kind != "tick" or field.checked]


def _in_words(field: KeyField) -> str:
    """Return a field of a key as text."""
    label, value = seen_in(str(field.label)), "" if field.kind == "tick" else field.value
    return f"{label} → {value}" if field.kind == "pair" else f"{label} {value}".strip()


@bp.post(f"{ONE}/lanjut")
@requires(enters_studio)
def go_on(course: str, key: str, regrade_id: int) -> ResponseReturnValue:
    """Go on with a regrade that was broken off."""
    quiz = assessed_quiz(course, key)
    return carried(quiz, regrade_in(quiz, regrade_id).id, _("The repair is through."))


@bp.post(f"{ONE}/batal")
@requires(enters_studio)
def undo(course: str, key: str, regrade_id: int) -> ResponseReturnValue:
    """Undo a regrade, with a reason."""
    quiz, form = assessed_quiz(course, key), UndoForm()
    found = regrade_in(quiz, regrade_id)
    if not form.validate_on_submit():
        return regrade_page(quiz, regrade_id, form)
    undo_regrade(found, form.alasan.data or "", acting(), clock.now())
    db.session.commit()
    return carried(quiz, regrade_id, _("The repair is undone."))
