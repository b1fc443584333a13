"""Reading courses: the catalogue, a person's place in a course, and published content."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from flask import current_app
from sqlalchemy import Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from elearning.core.db import db, first_row
from elearning.core.markdown import SANITISER_VERSION
from elearning.courses import compiled
from elearning.courses.compiled import Facts, Item, Lesson, Quiz
from elearning.courses.glossary_queries import glossary_of
from elearning.courses.models import (
    Course,
    CourseMedia,
    CourseRevision,
    Enrolment,
    ItemFinish,
    Rendering,
)

T = TypeVar("T")

PAGE = 24
CACHED = 512


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
        return frozenset(self.finished_keys.split(",")) - {""}


_finished = (
    select(func.aggregate_strings(ItemFinish.key, ","))
    .where(ItemFinish.enrolment_id == Enrolment.id)
    .scalar_subquery()
)
_other = aliased(Enrolment)
_latest_cycle = (
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
        func.coalesce(_finished, ""),
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
            Enrolment.cycle == _latest_cycle,
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


_EVERY_CARD = select(
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
).where(Course.revision_id.is_not(None))
CARDS = _EVERY_CARD.where(Course.withdrawn_at.is_(None))
_CARD_AT = _EVERY_CARD.where(Course.slug == bindparam("slug"))


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


# Published content: immutable by revision, so it is kept in the process


class OutlineItem(NamedTuple):
    """A line of a course's contents."""

    key: str
    kind: str
    title: str
    minutes: int
    required: bool
    size: int
    preset: str
    weight: str

    @property
    def is_graded(self) -> bool:
        """Whether the line is a quiz whose score counts."""
        return self.kind == "quiz" and self.preset in {"kuis", "ujian"}


class Outline(NamedTuple):
    """A revision's contents and facts."""

    revision_id: int
    number: int
    title: str
    jp: int
    facts: Facts
    items: tuple[OutlineItem, ...]

    def item(self, key: str) -> OutlineItem | None:
        """Return the line with a key."""
        return next((item for item in self.items if item.key == key), None)

    @property
    def required(self) -> tuple[OutlineItem, ...]:
        """The lines that completing needs."""
        return tuple(item for item in self.items if item.required)


def outline_of(revision_id: int) -> Outline:
    """Return a revision's outline."""
    return kept("outline", _load_outline)(revision_id)


def compiled_item(revision_id: int, key: str) -> Item | None:
    """Return a lesson or quiz of a revision as it was compiled."""
    if outline_of(revision_id).item(key) is None:
        return None
    return kept("item", _load_item)(revision_id, key, SANITISER_VERSION)


def kept(name: str, load: Callable[..., T]) -> Callable[..., T]:
    """Return a loader with a bounded memory of its own in this application.

    For what follows from an immutable revision alone; never for a permission.
    """
    caches: dict[str, Callable[..., T]] = current_app.extensions.setdefault("published", {})
    return caches.setdefault(name, lru_cache(maxsize=CACHED)(load))


def _load_outline(revision_id: int) -> Outline:
    """Read an outline."""
    columns = (CourseRevision.number, CourseRevision.title, CourseRevision.jp, CourseRevision.facts)
    row = db.session.execute(
        select(*columns, CourseRevision.outline).where(CourseRevision.id == revision_id)
    ).one()
    items = tuple(OutlineItem(**item) for item in row.outline)
    return Outline(revision_id, row.number, row.title, row.jp, Facts.from_json(row.facts), items)


def _load_item(revision_id: int, key: str, version: int) -> Item:
    """Read the newest rendering that this sanitiser, or an older one, made."""
    body = db.session.scalars(
        select(Rendering.body)
        .where(
            Rendering.revision_id == revision_id,
            Rendering.key == key,
            Rendering.sanitiser_version <= version,
        )
        .order_by(Rendering.sanitiser_version.desc())
        .limit(1)
    ).one()
    return Quiz.from_json(body) if "pools" in body else Lesson.from_json(body)


def media_at(slug: str, name: str) -> CourseMedia | None:
    """Return a file that a course has shown, by its address."""
    return db.session.scalar(
        select(CourseMedia).join(Course).where(Course.slug == slug, CourseMedia.name == name)
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


def published_course(revision: CourseRevision, slug: str) -> compiled.Course:
    """Return a revision as the compiled course it came from, without its media."""
    outline = outline_of(revision.id)
    items = tuple(item for line in outline.items if (item := compiled_item(revision.id, line.key)))
    return compiled.Course(slug, outline.facts, items, (), glossary_of(revision.id))
