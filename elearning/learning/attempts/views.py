"""Attempts: open, answer, review, submit, see the result."""

from datetime import datetime
from functools import partial

from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.exceptions import UnprocessableEntity

from elearning.accounts.own_time import time_of_day
from elearning.accounts.policy import is_learner
from elearning.core import clock
from elearning.core.access import permitted, requires
from elearning.core.db import db
from elearning.core.direct import lead_to
from elearning.core.error_pages import http_error
from elearning.core.languages import request_locale
from elearning.courses.compiled import Quiz
from elearning.courses.queries import item_in, place_of
from elearning.learning.attempts import answering
from elearning.learning.attempts.forms import AnswersForm
from elearning.learning.attempts.later_marks import forget_marks, keep_marks, marked_in
from elearning.learning.attempts.pages import (
    attempt_page,
    missing_in_words,
    result_page,
    shown_paper,
)
from elearning.learning.blueprint import bp
from elearning.learning.enrolment.operations import note_beginning
from elearning.learning.enrolment.policy import is_enrolled
from elearning.learning.languages import read_title
from elearning.quizzes import operations
from elearning.quizzes.answer_values import BadAnswers
from elearning.quizzes.answers import differing, form_batch, read_batch, read_form
from elearning.quizzes.drawing import Paper
from elearning.quizzes.grading import Answers
from elearning.quizzes.marking import Answer
from elearning.quizzes.policy import can_answer, is_overdue
from elearning.quizzes.queries import (
    AttemptRow,
    answers_of,
    attempt_at,
    attempt_to_close,
    attempt_to_save,
    last_attempt,
)

ATTEMPT = "/percobaan/<key:attempt_id>"
LARGEST_BODY = 64 * 1024
#: The plain form sends every answer each time, essays too.
LARGEST_FORM = 1024 * 1024
SERVERS = "server"


@bp.post("/pelatihan/<course>/<key>/percobaan")
@requires(is_learner)
def open_attempt(course: str, key: str) -> ResponseReturnValue:
    """Begin an attempt or go on with the open one."""
    place = permitted(place_of(current_user.id, course), is_enrolled)
    quiz = answering.quiz_at(place.revision_id, key) or abort(404)
    if answering.needs_confirmation(place, key):
        return redirect(url_for(".confirm", course=course, next=key))
    now = clock.now()
    opened = answering.start(answering.seat_of(place), quiz, now)
    note_beginning(place, key)
    db.session.commit()
    address = url_for(".attempt", attempt_id=opened.id)
    if opened.opened_at < now:  # what is marked in it comes with a request to its own address
        return redirect(address)
    return lead_to(address, partial(attempt, opened.id))


@bp.get("/pelatihan/<course>/<key>/percobaan")
@requires(is_learner)
def opened_attempt(course: str, key: str) -> ResponseReturnValue:
    """Lead who opens the address of the Start form to the attempt, or to where one starts."""
    place = permitted(place_of(current_user.id, course), is_enrolled)
    last = last_attempt(answering.seat_of(place).id, key)
    if last is None or last.closed_at is not None:
        return redirect(url_for(".item", course=course, key=key))
    return redirect(url_for(".attempt", attempt_id=last.id))


@bp.get(ATTEMPT)
def attempt(attempt_id: int) -> ResponseReturnValue:
    """Show an open attempt's questions, a closed one's result."""
    return page_of(attempt_id)


def page_of(attempt_id: int, answers: Answers | None = None) -> str:
    """Return the page of an attempt in the reader's language; answers that are known are not read."""
    found = settled_attempt(attempt_id)
    if answers is None:
        answers = answers_of(found.id) if found.saved_seq else {}
    page = attempt_page if found.closed_at is None else result_page
    return page(in_words(found), quiz_of(found), answers)


def settled_attempt(attempt_id: int) -> AttemptRow:
    """Return the person's attempt; when its time is up it is settled first."""
    found = permitted(attempt_at(attempt_id), can_answer)
    if not is_overdue(found, clock.now()):
        return found
    answering.settle(found.id, clock.now())
    return permitted(attempt_at(attempt_id), can_answer)


def in_words(found: AttemptRow) -> AttemptRow:
    """Return an attempt with the course's title in the reader's language."""
    title = read_title(found.revision_id, found.course_title)
    return found if title is found.course_title else found._replace(course_title=title)


def quiz_of(found: AttemptRow) -> Quiz:
    """Return the quiz as it was when the attempt began, in the reader's language."""
    item = item_in(found.revision_id, found.quiz_key, request_locale())
    return item if isinstance(item, Quiz) else abort(404)


@bp.post(f"{ATTEMPT}/jawaban")
def save_answers(attempt_id: int) -> ResponseReturnValue:
    """Save a batch of answers whole or not at all; the plain form comes here too."""
    if (request.content_length or 0) > (LARGEST_BODY if request.is_json else LARGEST_FORM):
        abort(413)
    found, now = attempt_in_time(attempt_id), clock.now()
    if not request.is_json:
        return save_form(found, now)
    if found.closed_at is not None:
        return jsonify(reason=found.close_reason, saved_seq=found.saved_seq), 409
    batch = read_batch(json_body(), found.paper)
    saved = operations.save_answers(found, batch, now, found.checked)
    db.session.commit()
    until = found.deadline_at and found.deadline_at.isoformat()
    return jsonify(saved_seq=saved.saved_seq, accepted=saved.accepted, deadline=until)


def attempt_in_time(attempt_id: int) -> AttemptRow:
    """Return the person's attempt to save in; when its time is up it is settled first."""
    found, now = permitted(attempt_to_save(attempt_id), can_answer), clock.now()
    if not is_overdue(found, now):
        return found
    answering.settle(found.id, now)
    return permitted(attempt_at(attempt_id), can_answer)


def json_body() -> object:
    """Return the request's JSON; one that nests without end is none."""
    request.max_content_length = LARGEST_BODY
    try:
        return request.get_json()
    except RecursionError:
        raise BadAnswers("depth") from None


@bp.errorhandler(BadAnswers)
def refuse_answers(_error: BadAnswers) -> ResponseReturnValue:
    """Tell that none of the answers could be taken (422)."""
    db.session.rollback()
    return http_error(UnprocessableEntity())


@bp.errorhandler(operations.StaleAnswers)
def refuse_stale(error: operations.StaleAnswers) -> ResponseReturnValue:
    """Tell a tab that the answers went on elsewhere, and how they stand there (409)."""
    db.session.rollback()
    return jsonify(reason="stale", saved_seq=error.saved_seq, answers=error.answers), 409


@bp.errorhandler(operations.CheckedAnswers)
def refuse_checked(error: operations.CheckedAnswers) -> ResponseReturnValue:
    """Tell a tab that the feedback on an answer was shown, so that it changes no more (409)."""
    db.session.rollback()
    told = _("You have checked this answer already; it can no longer be changed.")
    body = {"reason": "checked", "saved_seq": error.saved_seq, "questions": error.questions}
    return jsonify(**body, message=told), 409


def save_form(found: AttemptRow, now: datetime) -> ResponseReturnValue:
    """Save the whole plain form, then review or go on."""
    form = AnswersForm()
    refused = take_form(found, form, now)
    if refused is not None:
        return refused
    db.session.commit()
    if form.lanjut.data:
        following = redirect(url_for(".review", attempt_id=found.id))
    else:
        flash(_("Saved on the server at %(time)s.", time=time_of_day(now)), "success")
        following = redirect(url_for(".attempt", attempt_id=found.id))
    return keep_marks(following, found.id, found.paper)


def take_form(found: AttemptRow, form: AnswersForm, now: datetime) -> ResponseReturnValue | None:
    """Save the plain form's answers; return an answer when they are not taken.

    When they went on elsewhere meanwhile, the person decides.
    """
    if not form.validate_on_submit():
        abort(422)
    if found.closed_at is not None:
        flash(_("This attempt is already closed; what was saved before counts."), "info")
        return redirect(url_for(".attempt", attempt_id=found.id))
    paper, saved = found.paper, answers_of(found.id)
    mine = chosen_answers(paper, saved, found.checked)
    if form.saved_seq.data != found.saved_seq and differing(mine, saved):
        return ask_which(found, form, mine, saved)
    operations.save_answers(found, form_batch(mine, saved, found.saved_seq, now), now)
    return None


def chosen_answers(paper: Paper, saved: Answers, checked: frozenset[str]) -> dict[str, Answer]:
    """Return the form's answers; where they are checked, or the person keeps the server's, those."""
    mine = read_form(request.form.to_dict(flat=False), paper)
    closed = {each: saved.get(each, ()) for each in checked}
    if any(mine[each] and mine[each] != closed[each] for each in closed):
        flash(_("You have checked this answer already; it can no longer be changed."), "warning")
    keep = (each for each in mine if request.form.get(f"pilih-{each}") == SERVERS)
    return mine | {each: saved.get(each, ()) for each in keep} | closed


def ask_which(
    found: AttemptRow, form: AnswersForm, mine: Answers, saved: Answers
) -> ResponseReturnValue:
    """Show both versions of every question that differs; nothing is merged or lost silently."""
    quiz, differ = quiz_of(found), differing(mine, saved)
    db.session.rollback()
    versions = zip(shown_paper(found, quiz, mine), shown_paper(found, quiz, saved), strict=True)
    page = render_template(
        "learning/attempt_conflict.html",
        attempt=in_words(found),
        quiz=quiz,
        then=form.lanjut.data or "",
        versions=[(n, own, other) for n, (own, other) in enumerate(versions, start=1)],
        differ=differ,
    )
    return page, 409


@bp.get(f"{ATTEMPT}/kirim")
def review(attempt_id: int) -> ResponseReturnValue:
    """Name the questions without an answer before everything is sent."""
    found = settled_attempt(attempt_id)
    if found.closed_at is not None:
        return redirect(url_for(".attempt", attempt_id=attempt_id))
    questions = shown_paper(found, quiz_of(found), answers_of(found.id))
    marked = marked_in(found.paper)
    missing = [(n, each) for n, each in enumerate(questions, start=1) if not each.answered]
    return render_template(
        "learning/attempt_review.html",
        attempt=in_words(found),
        quiz=quiz_of(found),
        missing=missing,
        marked=[(n, each) for n, each in enumerate(questions, start=1) if each.name in marked],
        sentences=missing_in_words([each for _number, each in missing]),
    )


@bp.post(f"{ATTEMPT}/kirim")
def submit(attempt_id: int) -> ResponseReturnValue:
    """Send the saved answers for grading; sent again, it shows the same result."""
    closed = answering.submit(permitted(attempt_to_close(attempt_id), can_answer), clock.now())
    db.session.commit()
    page = partial(page_of, attempt_id, closed and closed.answers)
    return forget_marks(lead_to(url_for(".attempt", attempt_id=attempt_id), page), attempt_id)
