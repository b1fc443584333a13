"""What everyone may see: the catalogue, a course's page and its files, learning paths, search."""

import re
from collections.abc import Sequence
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from elearning.accounts.own_time import own_today
from elearning.accounts.policy import is_learner, is_trainer
from elearning.assignments.conditions import DONE
from elearning.assignments.duties import duty_tag
from elearning.assignments.duty_queries import duties_of
from elearning.core.access import permitted, public
from elearning.core.trusted import trusted
from elearning.courses import queries as courses
from elearning.courses.paths.queries import path_at, path_cards, paths_with, steps_of
from elearning.courses.queries import CourseCard, outline_of
from elearning.learning.blueprint import bp
from elearning.learning.catalogue import search_page
from elearning.learning.catalogue.course_page import about, standing
from elearning.learning.catalogue.forms import CatalogueForm, SearchForm
from elearning.learning.catalogue.media import SVG, drawing, picture
from elearning.learning.catalogue.path_page import way_of
from elearning.learning.catalogue.policy import is_on_public_page
from elearning.learning.catalogue.tiles import course_tiles
from elearning.learning.enrolment import queries
from elearning.learning.enrolment.policy import anyone, can_read, is_enrolled
from elearning.learning.languages import read_card

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


def reader_id() -> int:
    """Return who reads; a visitor is nobody."""
    return current_user.id if current_user.is_authenticated else 0


@bp.get("/jalur/<path>")
@public
def learning_path(path: str) -> ResponseReturnValue:
    """Show the courses of a path in order, and a learner what comes next."""
    page = permitted(path_at(path), anyone)
    person_id = current_user.id if is_learner(current_user) else 0
    way = permitted(way_of(steps_of(page.id), person_id), anyone)
    return render_template(
        "learning/path.html", path=page, description=trusted(page.description), way=way
    )


@bp.get("/cari")
@public
def search() -> ResponseReturnValue:
    """Show what the words of the address find."""
    form = SearchForm(request.args)
    return render_template(
        "learning/search.html",
        form=form,
        answer=search_page.answer(current_user, form.question),
        is_trainer=is_trainer(current_user),
    )
