"""Reading bookmarks and notes: always those of one person, the owner."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, select

from elearning.core.db import db, rows
from elearning.courses.models import Course
from elearning.courses.queries import Place, outline_of, searchable
from elearning.learning.lessons.paragraphs import (
    Paragraph,
    found_again,
    paragraph_at,
    paragraphs_of,
    twins_of,
)
from elearning.learning.notes.models import ParagraphMark

PAGE = 50


class Mark(NamedTuple):
    """What the owner put at a paragraph."""

    id: int
    digest: str
    quote: str
    bookmarked: bool
    note: str


class Marks(NamedTuple):
    """The marks of a lesson by the paragraph at which they stand, and those without one."""

    placed: dict[str, Mark]
    changed: list[Mark]


class Spot(NamedTuple):
    """A paragraph as one person sees it, with the mark that stands there."""

    person_id: int
    course_id: int
    key: str
    paragraph: Paragraph
    mark: Mark | None


class OwnMark(NamedTuple):
    """A mark in the list of all of them, with the course it is in."""

    id: int
    slug: str
    course: str
    revision_id: int | None
    key: str
    digest: str
    quote: str
    bookmarked: bool
    note: str

    @property
    def lesson(self) -> str:
        """The lesson's title; its key when the course teaches it no more."""
        line = outline_of(self.revision_id).item(self.key) if self.revision_id else None
        return line.title if line else self.key

    @property
    def is_taught(self) -> bool:
        """Whether the lesson can still be opened."""
        return bool(self.revision_id and outline_of(self.revision_id).item(self.key))


_IN_LESSON = (
    select(
        ParagraphMark.id,
        ParagraphMark.digest,
        ParagraphMark.quote,
        ParagraphMark.bookmarked,
        ParagraphMark.note,
    )
    .where(
        ParagraphMark.person_id == bindparam("person_id"),
        ParagraphMark.course_id == bindparam("course_id"),
        ParagraphMark.key == bindparam("key"),
    )
    .order_by(ParagraphMark.id)
)
_OWN = select(
    ParagraphMark.id,
    Course.slug,
    Course.title,
    Course.revision_id,
    ParagraphMark.key,
    ParagraphMark.digest,
    ParagraphMark.quote,
    ParagraphMark.bookmarked,
    ParagraphMark.note,
).join(Course, Course.id == ParagraphMark.course_id)


def marks_in(person_id: int, place: Place, key: str) -> Marks:
    """Return a person's marks in a lesson, as the person's revision of it stands."""
    found = rows(_IN_LESSON, person_id=person_id, course_id=place.course_id, key=key)
    marks = [Mark._make(row) for row in found]
    twins = twins_of(place.revision_id, key)
    return Marks(*found_again(marks, paragraphs_of(place.revision_id, key), twins))


def spot_at(person_id: int, place: Place, key: str, digest: str) -> Spot | None:
    """Return a paragraph of a lesson; None when the person's revision has it no more."""
    paragraph = paragraph_at(place.revision_id, key, digest)
    if paragraph is None:
        return None
    mark = marks_in(person_id, place, key).placed.get(digest)
    return Spot(person_id, place.course_id, key, paragraph, mark)


def mark_at(mark_id: int) -> ParagraphMark | None:
    """Return a mark."""
    return db.session.get(ParagraphMark, mark_id)


def own_marks(
    person_id: int, words: str = "", before: int | None = None, limit: int = PAGE
) -> list[OwnMark]:
    """Return a page of a person's marks that hold every word, the newest first, and one more."""
    found: Select[*tuple[Any, ...]] = _OWN.where(ParagraphMark.person_id == person_id)
    for word in searchable(words).split():
        found = found.where(ParagraphMark.search_text.contains(word, autoescape=True))
    if before is not None:
        found = found.where(ParagraphMark.id < before)
    ordered = found.order_by(ParagraphMark.id.desc()).limit(limit + 1)
    return [OwnMark._make(row) for row in db.session.execute(ordered)]


def all_marks(person_id: int) -> Sequence[OwnMark]:
    """Return all marks of a person by course and lesson, as they were made."""
    own = _OWN.where(ParagraphMark.person_id == person_id)
    ordered = own.order_by(Course.title, Course.id, ParagraphMark.key, ParagraphMark.id)
    return [OwnMark._make(row) for row in db.session.execute(ordered)]
