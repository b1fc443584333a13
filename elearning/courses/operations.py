"""Publishing: a compiled course becomes an immutable revision, once."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select, update

from elearning.core import audit
from elearning.core.db import db
from elearning.core.markdown import SANITISER_VERSION
from elearning.courses import compiled
from elearning.courses.models import Course, CourseMedia, CourseRevision, Enrolment, Rendering
from elearning.courses.queries import searchable


class Published(NamedTuple):
    """The revision that holds a course's content now."""

    revision_id: int
    number: int
    is_new: bool


def publish(
    course: compiled.Course, *, change_class: str, by_id: int | None, at: datetime
) -> Published:
    """Make a revision of a compiled course; equal content makes none.

    The media's bytes must lie in the file store already.
    """
    record = _course_named(course.slug)
    current = db.session.get(CourseRevision, record.revision_id) if record.revision_id else None
    if current is not None and current.content_hash == course.content_hash:
        return Published(current.id, current.number, is_new=False)
    revision = _add_revision(record, course, change_class if current else "content", by_id, at)
    _add_media(record, course)
    _show(record, course, revision)
    if current is not None:
        move_enrolments(record.id, revision)
    audit.record(
        "course.published", f"course:{record.id}", at, actor_id=by_id, revision=revision.number
    )
    return Published(revision.id, revision.number, is_new=True)


def _course_named(slug: str) -> Course:
    """Return the course of a slug, locked, new if there is none."""
    record = db.session.scalar(select(Course).where(Course.slug == slug).with_for_update())
    if record is None:
        facts = dict.fromkeys(("code", "title", "search_text", "summary", "category", "level"), "")
        record = Course(slug=slug, jp=0, minutes=0, items=0, **facts)
        db.session.add(record)
        db.session.flush()  # the revision names the new key
    return record


def _add_revision(
    record: Course, course: compiled.Course, change_class: str, by_id: int | None, at: datetime
) -> CourseRevision:
    """Add the next revision with a rendering of each lesson and quiz."""
    last = db.session.scalar(
        select(func.max(CourseRevision.number)).where(CourseRevision.course_id == record.id)
    )
    revision = CourseRevision(
        course_id=record.id,
        number=(last or 0) + 1,
        content_hash=course.content_hash,
        change_class=change_class,
        title=course.facts.title,
        jp=course.facts.jp,
        facts=course.facts.to_json(),
        outline=[outline_line(item) for item in course.items],
        published_at=at,
        published_by_id=by_id,
    )
    db.session.add(revision)
    db.session.flush()  # the renderings name the new key
    db.session.add_all(
        Rendering(
            revision_id=revision.id,
            key=item.key,
            sanitiser_version=SANITISER_VERSION,
            body=item.to_json(),
        )
        for item in course.items
    )
    return revision


def outline_line(item: compiled.Item) -> dict[str, Any]:
    """Return what the contents list and the rules of completion need of an item."""
    is_quiz = isinstance(item, compiled.Quiz)
    return {
        "key": item.key,
        "kind": "quiz" if is_quiz else "lesson",
        "title": item.title,
        "minutes": item.minutes,
        "required": item.required,
        "size": 0 if isinstance(item, compiled.Quiz) else item.size,
        "preset": item.rules.preset if isinstance(item, compiled.Quiz) else "",
        "weight": str(item.weight) if isinstance(item, compiled.Quiz) else "",
    }


def _add_media(record: Course, course: compiled.Course) -> None:
    """Name the files that the course shows; old ones stay for old revisions."""
    known = set(
        db.session.scalars(select(CourseMedia.name).where(CourseMedia.course_id == record.id))
    )
    for medium in course.media:
        name = compiled.media_url("", medium).rpartition("/")[2]
        if name not in known:
            values = {"digest": medium.digest, "mime": medium.mime, "size": medium.size}
            db.session.add(CourseMedia(course_id=record.id, name=name, **values))


def _show(record: Course, course: compiled.Course, revision: CourseRevision) -> None:
    """Let the catalogue show the new revision."""
    facts = course.facts
    record.code, record.title, record.summary = facts.code, facts.title, facts.summary
    record.search_text = searchable(f"{facts.title} {facts.code}")
    record.category, record.level, record.jp = facts.category, facts.level, facts.jp
    record.minutes, record.items = sum(item.minutes for item in course.items), len(course.items)
    cover = next((medium for medium in course.media if medium.name == facts.cover), None)
    record.cover = compiled.media_url(course.slug, cover) if cover else ""
    record.revision_id, record.published_at = revision.id, revision.published_at


def move_enrolments(course_id: int, revision: CourseRevision) -> None:
    """Move those in progress as the change class says; nobody's progress ever falls.

    Cosmetic changes move silently, content with a notice; new requirements leave people where
    they are. Those who have finished stay on their revision.
    """
    if revision.change_class == "requirements":
        return
    values: dict[str, Any] = {"revision_id": revision.id, "requirements_id": revision.id}
    if revision.change_class == "content":
        values["notice"] = "content"
    learning = (Enrolment.course_id == course_id, Enrolment.completed_at.is_(None))
    db.session.execute(update(Enrolment).where(*learning).values(**values))
