"""Publishing: a compiled course becomes an immutable revision, once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import case, func, select, update

from elearning.core import audit
from elearning.core.db import db
from elearning.core.markdown import SANITISER_VERSION
from elearning.courses import compiled, revision_notices
from elearning.courses.models import (
    Course,
    CourseMedia,
    CourseRevision,
    Enrolment,
    GlossaryTerm,
    Rendering,
)
from elearning.courses.published import stored_key
from elearning.courses.queries import searchable
from elearning.courses.search import operations as search_operations
from elearning.courses.search.entries import Entry, entries_of
from elearning.notices.operations import broadcast


class Published(NamedTuple):
    """The revision that holds a course's content now."""

    revision_id: int
    number: int
    is_new: bool


def publish(
    course: compiled.Course,
    *,
    change_class: str,
    by_id: int | None,
    at: datetime,
    kept_in: str = "folder",
) -> Published:
    """Make a revision of a compiled course; equal content makes none.

    The media's bytes must lie in the file store already. A withdrawn course is open again.
    """
    entries = tuple(entries_of(course))  # before the first statement takes the write lock
    record = _course_named(course.slug)
    current = db.session.get(CourseRevision, record.revision_id) if record.revision_id else None
    record.kept_in = kept_in
    if current is not None and current.content_hash == course.content_hash:
        if record.withdrawn_at is not None:
            reopen(record, entries, by_id, at)
        return Published(current.id, current.number, is_new=False)
    revision = _add_revision(record, course, change_class if current else "content", by_id, at)
    _add_media(record, course)
    _show(record, course, revision)
    db.session.flush()  # the index is filled by plain statements
    search_operations.index(record.id, revision.id, entries)
    if current is not None:
        move_enrolments(record.id, current.id, revision)
        if revision.change_class != "cosmetic":
            broadcast(revision_notices.AUDIENCE, revision.id, at)
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
        variants={each.language: _texts_of(each) for each in course.variants} or None,
        published_at=at,
        published_by_id=by_id,
    )
    db.session.add(revision)
    db.session.flush()  # the renderings name the new key
    items = {item.key: item for item in course.items}
    for variant in course.variants:
        items |= {stored_key(item.key, variant.language): item for item in variant.items}
    db.session.add_all(
        Rendering(
            revision_id=revision.id,
            key=key,
            sanitiser_version=SANITISER_VERSION,
            body=item.to_json(),
        )
        for key, item in items.items()
    )
    db.session.add_all(
        GlossaryTerm(revision_id=revision.id, term=term, meaning=meaning)
        for term, meaning in course.glossary
    )
    return revision


def _texts_of(variant: compiled.Variant) -> dict[str, Any]:
    """Return what a revision keeps of a further language beside its lessons and quizzes."""
    facts = ("language", "title", "summary", "description")
    return {
        "title": variant.title,
        "facts": {name: getattr(variant, name) for name in facts},
        "outline": [outline_line(item) for item in variant.items],
        "glossary": variant.glossary,
    }


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
    titles = " ".join((facts.title, *(each.title for each in course.variants)))
    record.search_text = searchable(f"{titles} {facts.code}")
    record.variants = {each.language: (each.title, each.summary) for each in course.variants}
    record.category, record.level, record.jp = facts.category, facts.level, facts.jp
    record.minutes, record.items = sum(item.minutes for item in course.items), len(course.items)
    cover = next((medium for medium in course.media if medium.name == facts.cover), None)
    record.cover = compiled.media_url(course.slug, cover) if cover else ""
    record.revision_id, record.published_at = revision.id, revision.published_at
    record.withdrawn_at = None


def move_enrolments(course_id: int, previous_id: int, revision: CourseRevision) -> None:
    """Move the people of a course as the change class says; nobody's progress ever falls.

    Who has not begun moves unawares, and so does everybody at a cosmetic change; content moves
    those under way with a notice; new requirements leave them where they are. Who has finished, or
    stayed behind earlier requirements, stays.
    """
    learning = (
        Enrolment.course_id == course_id,
        Enrolment.completed_at.is_(None),
        Enrolment.requirements_id == previous_id,
    )
    is_under_way = Enrolment.last_key != ""
    values: dict[str, Any] = {"revision_id": revision.id, "requirements_id": revision.id}
    moved = update(Enrolment).where(*learning)
    if revision.change_class == "requirements":
        moved = moved.where(~is_under_way)
    if revision.change_class == "content":
        values["notice"] = case((is_under_way, "content"), else_=Enrolment.notice)
    db.session.execute(moved.values(**values))


def withdraw(record: Course, by_id: int | None, at: datetime) -> None:
    """Let nobody join or find a course any more; those who have joined go on and can finish."""
    record.withdrawn_at = record.withdrawn_at or at
    search_operations.remove_from_index(record.id)
    audit.record("course.withdrawn", f"course:{record.id}", at, actor_id=by_id)


def reopen(record: Course, entries: Sequence[Entry], by_id: int | None, at: datetime) -> None:
    """Let people join and find a withdrawn course again, as it is."""
    record.withdrawn_at = None
    db.session.flush()  # the index is filled by plain statements
    if record.revision_id is not None:
        search_operations.index(record.id, record.revision_id, entries)
    audit.record("course.reopened", f"course:{record.id}", at, actor_id=by_id)
