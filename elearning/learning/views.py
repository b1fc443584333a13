"""The classroom's front: the catalogue, a course's page, joining it, its pictures."""

import re
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from elearning.accounts.models import Person
from elearning.accounts.own_time import own_today
from elearning.accounts.policy import is_learner
from elearning.assignments.conditions import DONE
from elearning.assignments.duties import duty_tag
from elearning.assignments.duty_queries import duties_of
from elearning.core import clock
from elearning.core.access import permitted, public
from elearning.core.db import db
from elearning.core.files import path_of
from elearning.courses import queries as courses
from elearning.courses.models import Course, CourseMedia
from elearning.courses.paths.queries import path_cards, paths_with
from elearning.courses.queries import CourseCard, outline_of
from elearning.learning import operations, queries, recertification
from elearning.learning.course_page import about, standing
from elearning.learning.forms import CatalogueForm
from elearning.learning.languages import read_card
from elearning.learning.policy import anyone, can_read, is_enrolled, is_on_public_page
from elearning.learning.tiles import course_tiles

bp = Blueprint("learning", __name__)

SVG = "image/svg+xml"
SVG_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
#: Word, Excel and PowerPoint: for another program, never for a page of this site.
DOCUMENT = "application/vnd."
FOR_EVER = 31_536_000
CURSOR = re.compile(r"(?P<key>[0-9]{1,18}):(?P<title>[^\x00]+)")


@bp.get("/pelatihan/")
@public
def catalogue() -> ResponseReturnValue:
    """Show the published courses by title, narrowed by the address."""
    form = CatalogueForm(request.args)
    form.offer(courses.categories())
    cards = courses.catalogue(form.filters(), cursor_of(request.args.get("setelah", "")))
    shown, is_narrowed = cards[: courses.PAGE], any(request.args.values())
    return render_template(
        "learning/catalogue.html",
        form=form,
        tiles=course_tiles(shown, own_learning(shown), own_duties()),
        further=next_page(shown[-1]) if len(cards) > courses.PAGE else None,
        is_narrowed=is_narrowed,
        paths=[] if is_narrowed else path_cards(),
    )


def own_learning(cards: Sequence[CourseCard]) -> dict[int, queries.Learning]:
    """Return the reader's enrolments in the courses shown."""
    if not current_user.is_authenticated or not cards:
        return {}
    return queries.learning_among(current_user.id, [card.id for card in cards])


def own_duties() -> dict[int, dict[str, Any]]:
    """Return the tags of the courses that the reader must complete."""
    if not is_learner(current_user):
        return {}
    found = duties_of(current_user.id, own_today())
    return {each.course_id: duty_tag(each, own_today()) for each in found if each.state != DONE}


def cursor_of(text: str) -> tuple[str, int] | None:
    """Read `7:Title`, the last course of the page before."""
    found = CURSOR.fullmatch(text)
    return (found["title"], int(found["key"])) if found else None


def next_page(last: CourseCard) -> str:
    """Return the address of the page after a course, with the same filters."""
    narrowed: dict[str, Any] = {name: value for name, value in request.args.items() if value}
    return url_for(".catalogue", **(narrowed | {"setelah": f"{last.id}:{last.title}"}))


@bp.get("/pelatihan/<course>/")
@public
def course(course: str) -> ResponseReturnValue:
    """Show what a course teaches, what it asks, and how far the reader is.

    A withdrawn course is there for those who have joined it.
    """
    card = permitted(courses.course_at(course), anyone)
    rule = is_enrolled if card.withdrawn_at else anyone
    place = permitted(courses.place_of(reader_id(), course), rule)
    return render_template(
        "learning/course.html",
        place=place,
        card=read_card(card),
        about=about(card),
        own=standing(current_user, place, card),
        duty_tag=duty_tag,
        paths=paths_with(card.id),
    )


@bp.post("/pelatihan/<course>/ikuti")
def enrol(course: str) -> ResponseReturnValue:
    """Join a course; joining twice changes nothing."""
    card = permitted(courses.course_at(course), anyone)
    person = db.session.get_one(Person, current_user.id)
    operations.enrol(person, db.session.get_one(Course, card.id), clock.now())
    db.session.commit()
    flash(_("You have joined the course. Read at your own pace; your place is kept."), "success")
    return redirect(url_for(".course", course=course))


@bp.post("/pelatihan/<course>/ulangi")
def begin_again(course: str) -> ResponseReturnValue:
    """Begin a new cycle of a course whose certificate ends or was revoked."""
    place = permitted(courses.place_of(current_user.id, course), is_enrolled)
    person = db.session.get_one(Person, current_user.id)
    recertification.begin_again(person, db.session.get_one(Course, place.course_id), clock.now())
    db.session.commit()
    flash(_("A new round has begun. What you have earned before stays."), "success")
    return redirect(url_for(".course", course=course))


@bp.post("/pelatihan/<course>/mengerti")
def read_notice(course: str) -> ResponseReturnValue:
    """Show the notice of a changed course no more."""
    place = permitted(courses.place_of(current_user.id, course), is_enrolled)
    operations.read_notice(place)
    db.session.commit()
    key = request.form.get("key", "")
    if outline_of(place.revision_id).item(key):
        return redirect(url_for(".item", course=course, key=key))
    return redirect(url_for(".course", course=course))


@bp.get("/pelatihan/<course>/media/<name>")
@public
def media(course: str, name: str) -> ResponseReturnValue:
    """Send a file of a course; visitors get only what its public page shows."""
    medium = permitted(courses.media_at(course, name), anyone)
    card = permitted(courses.course_at(course), anyone)
    if card.withdrawn_at or not is_on_public_page(card, outline_of(card.revision_id), name):
        permitted(courses.place_of(reader_id(), course), can_read)
    answer = drawing(medium) if medium.mime == SVG else picture(medium, name)
    answer.headers["Cache-Control"] = f"private, max-age={FOR_EVER}, immutable"
    return answer


def picture(medium: CourseMedia, name: str) -> Response:
    """Stream a file as it is, whole or in part; a document is saved under the name asked for."""
    return send_file(
        path_of(medium.digest),
        mimetype=medium.mime,
        conditional=True,
        etag=medium.digest,
        as_attachment=medium.mime.startswith(DOCUMENT),
        download_name=name.partition("-")[2] or name,
    )


def drawing(medium: CourseMedia) -> Response:
    """Send an SVG whole, so that it leaves compressed, and let nothing in it run."""
    content = path_of(medium.digest).read_bytes()
    answer = Response(content, mimetype=SVG, headers={"Content-Security-Policy": SVG_POLICY})
    answer.set_etag(medium.digest)
    answer.make_conditional(request, accept_ranges=True, complete_length=len(content))
    return answer


def reader_id() -> int:
    """Return who reads; a visitor is nobody."""
    return current_user.id if current_user.is_authenticated else 0
