"""What readers tell the trainers: error reports, questions, and what became of them."""

from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from elearning.accounts.models import Person
from elearning.accounts.own_time import local
from elearning.accounts.queries import person_with_unit
from elearning.core import clock
from elearning.core.access import permitted
from elearning.core.addresses import key_asked
from elearning.core.db import db, reading, writing
from elearning.core.languages import long_date
from elearning.courses.compiled import Lesson
from elearning.courses.queries import Place
from elearning.learning.blueprint import bp
from elearning.learning.enrolment.policy import anyone, can_read, is_enrolled
from elearning.learning.feedback import operations, queries
from elearning.learning.feedback.forms import QuestionForm, ReportForm
from elearning.learning.languages import read_place
from elearning.learning.lessons.paragraphs import paragraph_at
from elearning.learning.lessons.reading import LESSON, lesson_in


@bp.get(f"{LESSON}/laporan")
def report(course: str, key: str) -> ResponseReturnValue:
    """Ask what is wrong with a paragraph, or with the lesson when none is named."""
    place, lesson = lesson_in(course, key)
    form = ReportForm(paragraf=request.args.get("paragraf", ""))
    return report_page(place, lesson, form)


def report_page(place: Place, lesson: Lesson, form: ReportForm) -> str:
    """Show the form of a report beside the paragraph it is about."""
    digest = form.paragraf.data or ""
    paragraph = paragraph_at(place.revision_id, lesson.key, digest)
    if digest:
        permitted(paragraph, anyone)
    return render_template(
        "learning/report.html",
        place=read_place(place),
        lesson=lesson,
        paragraph=paragraph,
        form=form,
    )


@bp.post(f"{LESSON}/laporan")
def send_report(course: str, key: str) -> ResponseReturnValue:
    """Send a report to the trainers."""
    place, lesson = lesson_in(course, key)
    form = ReportForm()
    if not form.validate_on_submit():
        return report_page(place, lesson, form), 422
    digest = form.paragraf.data or ""
    paragraph = paragraph_at(place.revision_id, key, digest)
    if digest:
        permitted(paragraph, anyone)
    operations.report_error(reader(), place, key, paragraph, form.teks.data or "", clock.now())
    db.session.commit()
    flash(
        _(
            "Thank you. The trainers have your report; you find what becomes of it among your reports."
        ),
        "success",
    )
    anchor = f"paragraf-{digest}" if digest else None
    return redirect(url_for(".item", course=course, key=key, _anchor=anchor))


@bp.get(f"{LESSON}/tanya")
def questions(course: str, key: str) -> ResponseReturnValue:
    """Show the answered questions on a lesson, one's own, and the form for another."""
    return questions_page(*lesson_in(course, key, can_read), QuestionForm())


def questions_page(place: Place, lesson: Lesson, form: QuestionForm) -> str:
    """Show what was asked on a lesson."""
    found = queries.answered_questions(place.course_id, lesson.key, key_asked("sebelum") or None)
    shown = found[: queries.PAGE]
    own = queries.questions_by(current_user.id)
    enrolled = is_enrolled(current_user, place)
    return render_template(
        "learning/questions.html",
        place=read_place(place),
        lesson=lesson,
        form=form if enrolled else None,
        signature=operations.signature(reader()) if enrolled else "",
        questions=shown,
        further=shown[-1].id if len(found) > len(shown) else None,
        own=[each for each in own if is_open_here(each, place, lesson.key)],
        day=local_day,
    )


def is_open_here(question: queries.Question, place: Place, key: str) -> bool:
    """Whether one's own question on a lesson is not among those that everybody sees."""
    is_here = (question.course_id, question.key) == (place.course_id, key)
    return is_here and (question.answered_at is None or question.hidden_at is not None)


@bp.post(f"{LESSON}/tanya")
def ask(course: str, key: str) -> ResponseReturnValue:
    """Send a question to the trainers."""
    place, lesson = lesson_in(course, key)
    form = QuestionForm()
    if not form.validate_on_submit():
        return questions_page(place, lesson, form), 422
    operations.ask(reader(), place, key, form.teks.data or "", clock.now())
    db.session.commit()
    flash(_("Your question is sent. The answer appears here and among your questions."), "success")
    return redirect(url_for(".questions", course=course, key=key))


@bp.get("/catatan/kiriman")
def sent() -> ResponseReturnValue:
    """List one's own reports and questions, and what became of them; from now on that is no news."""
    person_id = current_user.id
    with reading():
        reports, asked = queries.reports_by(person_id), queries.questions_by(person_id)
    if any(each.is_new for each in reports) or any(each.is_new for each in asked):
        with writing():
            operations.note_read(person_id, clock.now())
            db.session.commit()
    return render_template("learning/sent.html", reports=reports, questions=asked, day=local_day)


def reader() -> Person:
    """Return the signed-in person with their unit."""
    return permitted(person_with_unit(current_user.id), anyone)


def local_day(moment: datetime) -> str:
    """Write the day of a moment in the reader's zone."""
    return long_date(local(moment))
