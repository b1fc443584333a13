"""Reading courses: the catalogue, a person's place in a course, and the latest revision."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from elearning.accounts.models import Person
from elearning.core.db import db, first_row
from elearning.courses.models import (
    Course,
    CourseMedia,
    CourseRevision,
    Enrolment,
    ItemFinish,
)
from elearning.courses.published import Outline as Outline
from elearning.courses.published import OutlineItem as OutlineItem
from elearning.courses.published import compiled_item as compiled_item
from elearning.courses.published import item_in as item_in
from elearning.courses.published import kept as kept
from elearning.courses.published import outline_in as outline_in
from elearning.courses.published import outline_of as outline_of
from elearning.courses.published import published_course as published_course

PAGE = 24
_MEDIUM = re.compile(r"(?P<digits>[0-9a-f]{16})(?:-[^/]*)?\.(?P<ending>[0-9A-Za-z]+)")


class Place(NamedTuple):
    """Where a person stands in a course; without an enrolment, the course as it is now."""

    course_id: int
    slug: str
    title: str
    revision_id: int
    enrolment_id: int | None
    cycle: int | None
    requirements_id: int | None
    finished_keys: str
    last_key: str | None
    last_anchor: str | None
    confirmed_at: datetime | None
    completed_at: datetime | None
    notice: str | None

    @property
    def finished(self) -> frozenset[str]:
        """Keys of the lessons read and quizzes passed."""
        return keys_of(self.finished_keys)


def keys_of(text: str) -> frozenset[str]:
    """Return the keys that stand in a text with commas between them."""
    return frozenset(text.split(",")) - {""}


#: The keys of what is finished in an enrolment, with commas between them.
FINISHED_KEYS = func.coalesce(
    select(func.aggregate_strings(ItemFinish.key, ","))
    .where(ItemFinish.enrolment_id == Enrolment.id)
    .scalar_subquery(),
    "",
)
_other = aliased(Enrolment)
#: The cycle that a person is in: their last one of the course.
LATEST_CYCLE = (
    select(func.max(_other.cycle))
    .where(_other.person_id == Enrolment.person_id, _other.course_id == Enrolment.course_id)
    .scalar_subquery()
)
_PLACE = (
    select(
        Course.id,
        Course.slug,
        Course.title,
        func.coalesce(Enrolment.revision_id, Course.revision_id),
        Enrolment.id,
        Enrolment.cycle,
        Enrolment.requirements_id,
        FINISHED_KEYS,
        Enrolment.last_key,
        Enrolment.last_anchor,
        Enrolment.confirmed_at,
        Enrolment.completed_at,
        Enrolment.notice,
    )
    .outerjoin(
        Enrolment,
        and_(
            Enrolment.course_id == Course.id,
            Enrolment.person_id == bindparam("person_id"),
            Enrolment.cycle == LATEST_CYCLE,
        ),
    )
    .where(Course.slug == bindparam("slug"), Course.revision_id.is_not(None))
)


def place_of(person_id: int, slug: str) -> Place | None:
    """Return a person's place in the latest cycle of a published course."""
    row = first_row(_PLACE, person_id=person_id, slug=slug)
    return Place._make(row) if row else None


class CourseCard(NamedTuple):
    """A course in the catalogue."""

    id: int
    slug: str
    code: str
    title: str
    summary: str
    category: str
    level: str
    jp: int
    minutes: int
    items: int
    revision_id: int
    published_at: datetime
    cover: str
    withdrawn_at: datetime | None
    variants: Mapping[str, Any] | None

    def text_in(self, language: str) -> tuple[str, str]:
        """Return title and summary in a language, as far as the course has it."""
        title, summary = (self.variants or {}).get(language, (self.title, self.summary))
        return title, summary


EVERY_CARD = select(
    Course.id,
    Course.slug,
    Course.code,
    Course.title,
    Course.summary,
    Course.category,
    Course.level,
    Course.jp,
    Course.minutes,
    Course.items,
    Course.revision_id,
    Course.published_at,
    Course.cover,
    Course.withdrawn_at,
    Course.variants,
).where(Course.revision_id.is_not(None))
CARDS = EVERY_CARD.where(Course.withdrawn_at.is_(None))
_CARD_AT = EVERY_CARD.where(Course.slug == bindparam("slug"))


def course_at(slug: str) -> CourseCard | None:
    """Return a published course, also one that nobody can join any more."""
    row = db.session.execute(_CARD_AT, {"slug": slug}).first()
    return CourseCard._make(row) if row else None


class Filters(NamedTuple):
    """What the catalogue is narrowed to; empty means all."""

    words: str = ""
    category: str = ""
    level: str = ""
    jp_from: int | None = None
    jp_to: int | None = None


def catalogue(
    filters: Filters, after: tuple[str, int] | None = None, limit: int = PAGE
) -> list[CourseCard]:
    """Return a page of published courses by title, and one more when there are more."""
    found: Select[Any] = (
        _narrowed(CARDS, filters).order_by(Course.title, Course.id).limit(limit + 1)
    )
    if after is not None:
        title, key = after
        found = found.where(or_(Course.title > title, and_(Course.title == title, Course.id > key)))
    return [CourseCard._make(row) for row in db.session.execute(found)]


def _narrowed(cards: Any, filters: Filters) -> Any:
    """Apply the filters: every word of the search must stand in the title."""
    for word in searchable(filters.words).split():
        cards = cards.where(Course.search_text.contains(word, autoescape=True))
    if filters.category:
        cards = cards.where(Course.category == filters.category)
    if filters.level:
        cards = cards.where(Course.level == filters.level)
    if filters.jp_from is not None:
        cards = cards.where(Course.jp >= filters.jp_from)
    if filters.jp_to is not None:
        cards = cards.where(Course.jp <= filters.jp_to)
    return cards


def searchable(text: str) -> str:
    """Return the letters and digits of a text in lower case, for search."""
    return " ".join("".join(c if c.isalnum() else " " for c in text.lower()).split())


def categories() -> Sequence[str]:
    """Return the categories of the published courses, in order."""
    shown = (Course.revision_id.is_not(None), Course.withdrawn_at.is_(None))
    names = select(Course.category).where(*shown).distinct()
    return db.session.scalars(names.order_by(Course.category)).all()


def media_at(slug: str, name: str) -> CourseMedia | None:
    """Return a file that a course has shown, by its address.

    The digits of its content tell which; the name after them may be left out, and any other serves
    as well, so that nobody learns by guessing what the author called it.
    """
    found = _MEDIUM.fullmatch(name)
    named = (
        CourseMedia.name.like(f"{found['digits']}-%.{found['ending']}")
        if found
        else CourseMedia.name == name
    )
    return db.session.scalar(
        select(CourseMedia).join(Course).where(Course.slug == slug, named).limit(1)
    )


def latest_revision(slug: str) -> CourseRevision | None:
    """Return a course's current revision."""
    return db.session.scalar(
        select(CourseRevision)
        .join(Course, Course.revision_id == CourseRevision.id)
        .where(Course.slug == slug)
    )


#: Nobody needs a larger number exactly; counting on would read the whole index.
MANY = 100_000


class People(NamedTuple):
    """How many people of a course have not begun, are under way, have finished; `MANY` at most."""

    waiting: int
    learning: int
    finished: int

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self)


def people_in(course_id: int) -> People:
    """Count the people of a course by where they stand; as cheap for millions as for many."""
    is_open = Enrolment.completed_at.is_(None)
    groups = (
        (is_open, Enrolment.last_key == ""),
        (is_open, Enrolment.last_key > ""),
        (Enrolment.completed_at.is_not(None),),
    )
    found = [
        select(Enrolment.id).where(Enrolment.course_id == course_id, *group).limit(MANY).subquery()
        for group in groups
    ]
    counts = [select(func.count()).select_from(each).scalar_subquery() for each in found]
    return People._make(db.session.execute(select(*counts)).one())


def publisher_of(revision_id: int) -> Person | None:
    """Return who published a revision; nobody when a command did."""
    published = Person.id == CourseRevision.published_by_id
    return db.session.scalar(
        select(Person).join(CourseRevision, published).where(CourseRevision.id == revision_id)
    )


def classes_after(course_id: int, number: int) -> list[str]:
    """Return the change classes of a course's revisions after one, oldest first."""
    later = (CourseRevision.course_id == course_id, CourseRevision.number > number)
    classes = select(CourseRevision.change_class).where(*later).order_by(CourseRevision.number)
    return list(db.session.scalars(classes))


def prerequisites_by_course() -> dict[str, tuple[str, ...]]:
    """Return each published course's prerequisites."""
    facts = select(Course.slug, CourseRevision.facts).join(
        CourseRevision, CourseRevision.id == Course.revision_id
    )
    return {slug: tuple(each["prerequisites"]) for slug, each in db.session.execute(facts)}
