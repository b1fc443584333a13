"""Courses as tiles: in the catalogue, on the home page."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from flask import url_for
from flask_babel import LazyString, ngettext
from flask_babel import gettext as _

from elearning.courses.queries import CourseCard, outline_of
from elearning.learning.catalogue.contents import LEVELS, duration, stop_url
from elearning.learning.enrolment.progress import Progress, progress_of, resume
from elearning.learning.languages import read_card, read_outline

if TYPE_CHECKING:
    from elearning.learning.enrolment.queries import Learning


class Tile(NamedTuple):
    """One course as the macro `course_tile` shows it; state and progress of those enrolled."""

    title: str
    href: str
    summary: str
    category: str
    level: LazyString | str
    cover: str
    facts: tuple[str, ...]
    state: str = ""
    done: int | None = None
    total: int | None = None
    #: Text and tone of the tag of a mandatory course.
    duty: Mapping[str, Any] | None = None


def course_tiles(
    cards: Iterable[CourseCard],
    learning: "Mapping[int, Learning] | None" = None,
    duties: Mapping[int, Mapping[str, Any]] | None = None,
) -> list[Tile]:
    """Return catalogue cards as tiles, with what a person has begun and must complete."""
    begun, asked = learning or {}, duties or {}
    tiles = ((card.id, _with_progress(_tile(card), begun.get(card.id))) for card in cards)
    return [tile._replace(duty=asked.get(key)) for key, tile in tiles]


def _tile(card: CourseCard) -> Tile:
    """Return a card as a tile, in the reader's language."""
    card = read_card(card)
    return Tile(
        card.title,
        url_for("learning.course", course=card.slug),
        card.summary,
        card.category,
        LEVELS.get(card.level, card.level),
        card.cover,
        (
            _("%(jp)s JP", jp=card.jp),
            ngettext("%(num)s item", "%(num)s items", card.items),
            duration(card.minutes),
        ),
    )


def _with_progress(tile: Tile, mine: "Learning | None") -> Tile:
    """Add how far the person is."""
    if mine is None:
        return tile
    if mine.completed_at is not None:
        return tile._replace(state="done" if mine.counts else "revoked")
    progress = progress_in(mine)
    return tile._replace(state="now", done=progress.done, total=progress.total)


def progress_in(mine: "Learning") -> Progress:
    """Count what a person has finished of what their enrolment requires."""
    return progress_of(outline_of(mine.requirements_id), mine.finished)


class GoingOn(NamedTuple):
    """How far a course is, and where the person goes on."""

    progress: Progress
    #: Empty when everything required is done.
    next_title: str
    url: str


def going_on(mine: "Learning") -> GoingOn:
    """Return the place to go on: a lesson, or at the end the certificate's data."""
    progress = progress_in(mine)
    if progress.is_whole:
        return GoingOn(progress, "", url_for("learning.confirm", course=mine.slug))
    stop = resume(read_outline(mine.revision_id), mine.finished, mine.last_key, mine.last_anchor)
    return GoingOn(progress, stop.item.title, stop_url(mine.slug, stop))
