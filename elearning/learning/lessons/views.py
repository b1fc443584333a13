"""Inside a course: read a lesson, practise, finish it, come back to where one stopped."""

import re

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from elearning.core import clock
from elearning.core.access import permitted
from elearning.core.db import db, reading
from elearning.courses.compiled import Lesson, Question
from elearning.courses.queries import OutlineItem, outline_of, place_of
from elearning.learning.attempts.front_page import quiz_front
from elearning.learning.blueprint import bp
from elearning.learning.completion.operations import advance, missing_keys
from elearning.learning.enrolment import operations
from elearning.learning.enrolment.policy import (
    anyone,
    can_read,
    is_enrolled,
    is_finished_by_reading,
)
from elearning.learning.enrolment.progress import neighbours
from elearning.learning.enrolment.queries import enrolment_at
from elearning.learning.languages import read_item, read_place
from elearning.learning.lessons.page import lesson_main
from elearning.learning.lessons.text_size import chosen_size
from elearning.learning.questions.practising import practice_name, practised

ANCHOR = re.compile(r"isi-[\w:.-]{1,120}")


@bp.get("/pelatihan/<course>/<key>")
def item(course: str, key: str) -> ResponseReturnValue:
    """Show a lesson, or the front page of a quiz, to those enrolled."""
    place = read_place(permitted(place_of(current_user.id, course), anyone))
    taught = read_item(place, key)
    if taught is None:
        abort(404)
    if not can_read(current_user, place):
        flash(_("Join the course first; then its lessons open."), "info")
        return redirect(url_for(".course", course=course))
    if isinstance(taught, Lesson):
        size = chosen_size()
        main = lesson_main(place, key, size)
        return render_template(
            "learning/lesson.html", place=place, lesson=taught, main=main, size=size
        )
    return quiz_front(place, taught)


@bp.post("/pelatihan/<course>/<key>")
def finish(course: str, key: str) -> ResponseReturnValue:
    """Note that the learner has read a lesson, and go on."""
    place = permitted(place_of(current_user.id, course), is_enrolled)
    outline = outline_of(place.revision_id)
    permitted(outline.item(key), is_finished_by_reading)
    following = neighbours(outline.items, key).next
    enrolment, now = enrolment_at(place.enrolment_id), clock.now()
    operations.finish_item(enrolment, key, now)
    operations.go_on_to(enrolment, following.key if following else key)
    completion = advance(enrolment, now)
    may_confirm = enrolment.confirmed_at is None and not missing_keys(enrolment)
    db.session.commit()
    if completion is not None:
        flash(_("The course is complete. Congratulations!"), "success")
        return redirect(url_for(".course", course=course))
    flash(_("Lesson finished."), "success")
    return redirect(way_on(course, following, may_confirm=may_confirm))


def way_on(course: str, following: OutlineItem | None, *, may_confirm: bool) -> str:
    """Return where a finished lesson leads: the last step, the next item, or the course page."""
    if may_confirm:
        return url_for(".confirm", course=course)
    if following is not None:
        return url_for(".item", course=course, key=following.key)
    return url_for(".course", course=course)


@bp.post("/pelatihan/<course>/<key>/latihan/<question>")
def practice(course: str, key: str, question: str) -> ResponseReturnValue:
    """Judge the answer to a practice question and keep nothing of it."""
    with reading():
        place = permitted(place_of(current_user.id, course), can_read)
        taught = read_item(place, key)
    if not isinstance(taught, Lesson):
        abort(404)
    found = permitted(question_in(taught, question), anyone)
    template = "practice_fragment" if request.headers.get("X-Fragment") else "practice"
    return render_template(
        f"learning/{template}.html",
        place=read_place(place),
        lesson=taught,
        practised=practised(found, request.form.to_dict(flat=False)),
    )


def question_in(lesson: Lesson, name: str) -> Question | None:
    """Return a practice question of a lesson."""
    return next((each for each in lesson.practices if practice_name(each.id) == name), None)


@bp.post("/pelatihan/<course>/<key>/posisi")
def position(course: str, key: str) -> ResponseReturnValue:
    """Remember the heading last read, so that the learner resumes exactly there."""
    place = permitted(place_of(current_user.id, course), is_enrolled)
    permitted(outline_of(place.revision_id).item(key), is_finished_by_reading)
    anchor = anchor_in(request.get_json(silent=True))
    if anchor is None:
        abort(422)
    noted = operations.note_position(place, key, anchor, clock.now())
    db.session.commit()
    return "", 204 if noted else 429


def anchor_in(body: object) -> str | None:
    """Return the heading's id in `{"anchor": …}`, None when it is not one."""
    anchor = body.get("anchor") if isinstance(body, dict) else None
    return anchor if isinstance(anchor, str) and ANCHOR.fullmatch(anchor) else None
