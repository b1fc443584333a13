"""The quizzes that a trainer assesses, and what waits in them."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy import func, select

from elearning.core.db import db
from elearning.courses.models import Course
from elearning.courses.queries import outline_of
from elearning.quizzes.models import Essay, ExtraChance


class AssessedQuiz(NamedTuple):
    """A quiz of a published course, as its newest revision has it."""

    course_id: int
    revision_id: int
    slug: str
    course: str
    key: str
    title: str
    preset: str


class Waiting(NamedTuple):
    """What waits for a trainer in one course."""

    essays: int
    requests: int


def quiz_at(slug: str, key: str) -> AssessedQuiz | None:
    """Return a quiz of a published course."""
    columns = (Course.id, Course.revision_id, Course.slug, Course.title)
    found = select(*columns).where(Course.slug == slug, Course.revision_id.is_not(None))
    row = db.session.execute(found).first()
    return next((each for each in _quizzes(*row) if each.key == key), None) if row else None


def quizzes_of(courses: Collection[int]) -> list[AssessedQuiz]:
    """Return the quizzes of some courses, in the order of the courses' titles."""
    columns = (Course.id, Course.revision_id, Course.slug, Course.title)
    found = select(*columns).where(Course.id.in_(courses)).order_by(Course.title, Course.id)
    return [quiz for row in db.session.execute(found) for quiz in _quizzes(*row)]


def _quizzes(
    course_id: int, revision_id: int | None, slug: str, title: str
) -> Sequence[AssessedQuiz]:
    if revision_id is None:
        return ()
    return [
        AssessedQuiz(course_id, revision_id, slug, title, item.key, item.title, item.preset)
        for item in outline_of(revision_id).items
        if item.kind == "quiz"
    ]


def waiting_in(courses: Collection[int]) -> dict[int, Waiting]:
    """Count what waits for a trainer in each of some courses; nothing where nothing waits."""
    essays = (
        select(Essay.course_id, func.count())
        .where(Essay.course_id.in_(courses), Essay.state != "graded", Essay.spared_at.is_(None))
        .group_by(Essay.course_id)
    )
    requests = (
        select(ExtraChance.course_id, func.count())
        .where(ExtraChance.course_id.in_(courses), ExtraChance.state == "asked")
        .group_by(ExtraChance.course_id)
    )
    written = {row[0]: row[1] for row in db.session.execute(essays)}
    asked = {row[0]: row[1] for row in db.session.execute(requests)}
    return {each: Waiting(written.get(each, 0), asked.get(each, 0)) for each in {*written, *asked}}
