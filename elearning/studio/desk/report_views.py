"""What readers report and ask: look, answer, mark as handled, hide."""

from typing import NamedTuple

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from elearning.accounts.models import Person
from elearning.accounts.policy import enters_studio
from elearning.core import clock
from elearning.core.access import permitted, requires
from elearning.core.addresses import key_asked
from elearning.core.db import db
from elearning.core.forms import accepted
from elearning.learning.feedback import operations, queries
from elearning.learning.feedback.forms import AnswerForm
from elearning.learning.feedback.models import ErrorReport, LessonQuestion
from elearning.learning.feedback.operations import LONGEST_ANSWER
from elearning.learning.feedback.queries import Question, Report
from elearning.studio.desk.report_page import sources_of
from elearning.studio.drafts.blueprint import bp
from elearning.studio.drafts.queries import told_courses

REPORT_STATES = ("new", "handled", "declined")
#: The field of each value that may be refused.
REFUSABLE = {"answer": "jawaban"}


class Asked(NamedTuple):
    """Which list is looked at: what it is, its state, and the last one of the page before."""

    what: str
    state: str
    after: int


def asked() -> Asked:
    """Read the address; what is unknown is the first list."""
    what = "pertanyaan" if request.args.get("lihat") == "pertanyaan" else "laporan"
    states = tuple(queries.QUESTION_STATES) if what == "pertanyaan" else REPORT_STATES
    state = request.args.get("keadaan", states[0])
    return Asked(what, state if state in states else states[0], key_asked("setelah"))


@bp.get("/laporan")
@requires(enters_studio)
def reports() -> ResponseReturnValue:
    """Show the mistakes that readers report, or their questions."""
    return reports_page(asked(), {})


def reports_page(view: Asked, sent: dict[int, AnswerForm]) -> str:
    """Return a page of a list; what was sent and refused stands where it was."""
    courses = told_courses(current_user)
    found = queries.error_reports if view.what == "laporan" else queries.lesson_questions
    messages = found(list(courses), view.state, view.after)
    shown = messages[: queries.PAGE]
    return render_template(
        "studio/reports.html",
        view=view,
        states=REPORT_STATES if view.what == "laporan" else tuple(queries.QUESTION_STATES),
        messages=shown,
        sources=sources_of(shown, courses),
        forms={each.id: answer_to(each) for each in shown} | sent,
        further=shown[-1].id if len(messages) > queries.PAGE else None,
    )


def answer_to(message: Report | Question) -> AnswerForm:
    """Return the form below a message, with the answer that it has."""
    return AnswerForm.to(message.id, LONGEST_ANSWER, formdata=None, jawaban=message.answer)


def is_told(_person: object, message: ErrorReport | LessonQuestion) -> bool:
    """Whether a message is about a course that the person hears of."""
    return message.course_id in told_courses(current_user)


@bp.post("/laporan/<key:report_id>")
@requires(enters_studio)
def handle(report_id: int) -> ResponseReturnValue:
    """Close a report as handled or declined; the reporter is told."""
    report = permitted(queries.error_report(report_id), is_told)
    state = operations.DECLINED if request.form.get("tindakan") == "tolak" else operations.HANDLED
    form = AnswerForm.to(report_id, LONGEST_ANSWER)
    if accepted(form, lambda: handled(report, state, form.answer), REFUSABLE) is None:
        view = Asked("laporan", report.state, report_id - 1)
        return reports_page(view, {report_id: form}), 422
    db.session.commit()
    flash(_("Done. The reporter is told."), "success")
    return redirect(url_for(".reports"))


def handled(report: ErrorReport, state: str, answer: str) -> ErrorReport:
    """Return the report, closed."""
    by = db.session.get_one(Person, current_user.id)
    operations.handle_report(report, state, answer, by, clock.now())
    return report


@bp.post("/laporan/pertanyaan/<key:question_id>")
@requires(enters_studio)
def reply(question_id: int) -> ResponseReturnValue:
    """Answer a question for every reader of its lesson, hide it, or show it again."""
    question = permitted(queries.lesson_question(question_id), is_told)
    form = AnswerForm.to(question_id, LONGEST_ANSWER)
    if accepted(form, lambda: replied(question, form.answer), REFUSABLE) is None:
        view = Asked("pertanyaan", state_of(question), question_id - 1)
        return reports_page(view, {question_id: form}), 422
    db.session.commit()
    flash(_("Done."), "success")
    return redirect(url_for(".reports", lihat="pertanyaan"))


def replied(question: LessonQuestion, answer: str) -> LessonQuestion:
    """Return the question, answered, hidden or shown as the pressed button says."""
    by, deed = db.session.get_one(Person, current_user.id), request.form.get("tindakan")
    if deed == "sembunyikan":
        operations.hide_question(question, answer, by, clock.now())
    elif deed == "tampilkan":
        operations.show_question(question)
    else:
        operations.answer_question(question, answer, by, clock.now())
    return question


def state_of(question: LessonQuestion) -> str:
    """Return the list in which a question stands."""
    return "hidden" if question.hidden_at else "answered" if question.answer else "waiting"
