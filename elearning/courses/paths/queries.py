"""Reading learning paths: their cards, their steps, those a course belongs to."""

from typing import NamedTuple

from sqlalchemy import bindparam, func, select

from elearning.core.db import rows
from elearning.courses.models import Course, LearningPath, PathStep
from elearning.courses.queries import EVERY_CARD, CourseCard

#: More would hide the courses below them.
SHOWN_PATHS = 6


class PathCard(NamedTuple):
    """A path in the catalogue."""

    slug: str
    title: str
    summary: str
    courses: int
    jp: int


class PathLink(NamedTuple):
    """A path by its name."""

    slug: str
    title: str


class PathPage(NamedTuple):
    """What a path says of itself."""

    id: int
    slug: str
    title: str
    summary: str
    description: str


class PathCourse(NamedTuple):
    """A course of a path, and why it stands there."""

    card: CourseCard
    reason: str


_can_be_joined = (Course.revision_id.is_not(None), Course.withdrawn_at.is_(None))
_PATHS = (
    select(
        LearningPath.slug,
        LearningPath.title,
        LearningPath.summary,
        func.count(Course.id),
        func.sum(Course.jp),
    )
    .join(PathStep, PathStep.path_id == LearningPath.id)
    .join(Course, Course.id == PathStep.course_id)
    .where(*_can_be_joined)
    .group_by(LearningPath.id)
    .order_by(LearningPath.title, LearningPath.id)
    .limit(SHOWN_PATHS)
)
_WITH_COURSE = (
    select(LearningPath.slug, LearningPath.title)
    .join(PathStep, PathStep.path_id == LearningPath.id)
    .where(PathStep.course_id == bindparam("course_id"))
    .order_by(LearningPath.title, LearningPath.id)
    .limit(SHOWN_PATHS)
)
_PATH_AT = select(
    LearningPath.id,
    LearningPath.slug,
    LearningPath.title,
    LearningPath.summary,
    LearningPath.description,
).where(LearningPath.slug == bindparam("slug"))
_STEPS = (
    EVERY_CARD.add_columns(PathStep.reason)
    .join(PathStep, PathStep.course_id == Course.id)
    .where(PathStep.path_id == bindparam("path_id"))
    .order_by(PathStep.position)
)


def path_cards() -> list[PathCard]:
    """Return the first paths by title, with their courses and JP."""
    return [PathCard(*row) for row in rows(_PATHS)]


def paths_with(course_id: int) -> list[PathLink]:
    """Return the paths that a course belongs to, by title."""
    return [PathLink(*row) for row in rows(_WITH_COURSE, course_id=course_id)]


def path_at(slug: str) -> PathPage | None:
    """Return a path."""
    found = rows(_PATH_AT, slug=slug)
    return PathPage(*found[0]) if found else None


def steps_of(path_id: int) -> list[PathCourse]:
    """Return the courses of a path in order, withdrawn ones too."""
    found = rows(_STEPS, path_id=path_id)
    return [PathCourse(CourseCard(*card), reason) for *card, reason in found]
