"""A lesson's page: what follows from its revision and from what is finished is kept in the process.

Only the token of the forms and the place where one stopped are put in at each request.
"""

import re
from datetime import date
from typing import NamedTuple

from flask import render_template
from markupsafe import Markup, escape

from elearning.core.csrf import form_token
from elearning.core.languages import request_locale
from elearning.core.trusted import trusted
from elearning.courses.compiled import Html, Lesson
from elearning.courses.queries import Place, item_in, kept, outline_of
from elearning.learning.catalogue.contents import contents, duration, kilobytes
from elearning.learning.enrolment.progress import neighbours, progress_of
from elearning.learning.languages import read_title, tongue_of_item
from elearning.learning.lessons.text_size import SIZES
from elearning.learning.questions.practising import asked

TOKEN = "token-of-this-request"  # noqa: S105
ANCHOR = "anchor-of-this-person"
CHANGING = re.compile(f"({TOKEN}|{ANCHOR})")


class Reading(NamedTuple):
    """Everything that decides what a lesson's page shows."""

    revision_id: int
    requirements_id: int
    slug: str
    title: str
    key: str
    finished: frozenset[str]
    is_enrolled: bool
    notice: str
    text_size: str


def lesson_main(place: Place, key: str, text_size: str) -> Markup:
    """Return the main part of a lesson's page for a person."""
    reading = Reading(
        place.revision_id,
        place.requirements_id or place.revision_id,
        place.slug,
        place.title,
        key,
        place.finished,
        place.enrolment_id is not None,
        place.notice or "",
        text_size,
    )
    pieces = kept("lesson page", _rendered)(reading, request_locale())
    anchor = place.last_anchor or "" if place.last_key == key else ""
    values = {TOKEN: form_token(), ANCHOR: escape(anchor)}
    return trusted("".join(values.get(piece, piece) for piece in pieces))


def _rendered(reading: Reading, locale: str) -> list[str]:
    """Render the main part, cut where something changes from request to request."""
    outline = outline_of(reading.revision_id)
    lesson = item_in(reading.revision_id, reading.key, locale)
    if not isinstance(lesson, Lesson):
        raise TypeError(f"{reading.key} is no lesson.")
    html = render_template(
        "learning/_lesson.html",
        reading=reading,
        lesson=lesson,
        title=read_title(reading.revision_id, reading.title),
        tongue=tongue_of_item(reading.slug, outline, lesson.key, "lesson"),
        anchor=ANCHOR,
        parts=shown_parts(lesson),
        duration=duration(lesson.minutes),
        weight=kilobytes(lesson.size),
        updated_on=date.fromisoformat(lesson.updated) if lesson.updated else None,
        items=contents(reading.slug, outline, reading.finished, here=lesson.key),
        progress=progress_of(outline_of(reading.requirements_id), reading.finished),
        beside=neighbours(outline.items, lesson.key),
        is_finished=lesson.key in reading.finished,
        sizes=SIZES,
    )
    return CHANGING.split(html.replace(form_token(), TOKEN))


def shown_parts(lesson: Lesson) -> list[tuple[str, object]]:
    """Return what stands in a lesson, in order: text, and practice questions without their key."""
    return [
        ("html", trusted(part.html))
        if isinstance(part, Html)
        else ("practice", asked(part.question))
        for part in lesson.parts
    ]
