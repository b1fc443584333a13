"""Courses, their immutable revisions and who is enrolled in which."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from elearning.accounts.models import Person
from elearning.core.db import Base
from elearning.core.types import Key

CHANGE_CLASSES = ("cosmetic", "content", "requirements")


class Course(Base):
    """A course: a lasting name for a line of revisions."""

    __tablename__ = "course"
    __table_args__ = (
        Index("ix_course_title", "title", "id"),
        CheckConstraint("kept_in in ('folder', 'studio')", name="kept_in"),
    )

    id: Mapped[Key]
    slug: Mapped[str] = mapped_column(unique=True)
    #: Copies of the current revision's facts, for the catalogue.
    code: Mapped[str]
    title: Mapped[str]
    #: Lower-case letters and digits of the title, for search.
    search_text: Mapped[str]
    summary: Mapped[str]
    category: Mapped[str]
    level: Mapped[str]
    jp: Mapped[int]
    minutes: Mapped[int]
    items: Mapped[int]
    #: Address of the picture; empty when there is none.
    cover: Mapped[str] = mapped_column(default="")
    revision_id: Mapped[int | None] = mapped_column(
        ForeignKey("course_revision.id", use_alter=True)
    )
    published_at: Mapped[datetime | None]
    #: Where the course is written: what the studio publishes, no start of a server overwrites.
    kept_in: Mapped[str] = mapped_column(default="folder", server_default="folder")
    #: Since when nobody can join it or find it; those who have joined go on.
    withdrawn_at: Mapped[datetime | None]
    #: Title and summary in each further language, for the catalogue.
    variants: Mapped[dict[str, Any] | None]


class CourseRevision(Base):
    """What a publish compiled; never changed afterwards."""

    __tablename__ = "course_revision"
    __table_args__ = (
        UniqueConstraint("course_id", "number"),
        CheckConstraint(
            "change_class in ('cosmetic', 'content', 'requirements')", name="change_class"
        ),
    )

    id: Mapped[Key]
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    number: Mapped[int]
    content_hash: Mapped[str]
    change_class: Mapped[str]
    title: Mapped[str]
    jp: Mapped[int]
    #: `compiled.Facts` as JSON.
    facts: Mapped[dict[str, Any]]
    #: Key, kind, title, minutes, required of each lesson and quiz, in order.
    outline: Mapped[list[Any]]
    #: By language: facts in that language, the outline of what is translated, the glossary.
    variants: Mapped[dict[str, Any] | None]
    published_at: Mapped[datetime]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id))

    course: Mapped[Course] = relationship(foreign_keys=[course_id], lazy="raise_on_sql")


class Rendering(Base):
    """A lesson or quiz of a revision, compiled by one version of the sanitiser."""

    __tablename__ = "rendering"
    __table_args__ = (UniqueConstraint("revision_id", "key", "sanitiser_version"),)

    id: Mapped[Key]
    revision_id: Mapped[int] = mapped_column(ForeignKey("course_revision.id"))
    #: In a further language with its code: `standar-pelayanan.en`.
    key: Mapped[str]
    sanitiser_version: Mapped[int]
    #: `compiled.Lesson` or `compiled.Quiz` as JSON.
    body: Mapped[dict[str, Any]]


class SourceFile(Base):
    """A text or a medium of the folder that a revision was published from."""

    __tablename__ = "source_file"
    __table_args__ = (
        UniqueConstraint("revision_id", "name"),
        CheckConstraint("(text is null) <> (digest is null)", name="kind"),
    )

    id: Mapped[Key]
    revision_id: Mapped[int] = mapped_column(ForeignKey("course_revision.id"))
    #: Below the folder, such as `10-pengantar.md` or `media/alur.svg`.
    name: Mapped[str]
    text: Mapped[str | None]
    #: Where a medium's bytes lie in the file store.
    digest: Mapped[str | None]


class GlossaryTerm(Base):
    """A term that a revision explains."""

    __tablename__ = "glossary_term"

    revision_id: Mapped[int] = mapped_column(ForeignKey("course_revision.id"), primary_key=True)
    term: Mapped[str] = mapped_column(primary_key=True)
    meaning: Mapped[str]


class CourseMedia(Base):
    """A picture or other file that a course has shown; the bytes lie in the file store."""

    __tablename__ = "course_media"
    __table_args__ = (UniqueConstraint("course_id", "name"),)

    id: Mapped[Key]
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    #: First 16 digits of the digest, a hyphen and the author's file name.
    name: Mapped[str]
    digest: Mapped[str]
    mime: Mapped[str]
    size: Mapped[int]


class Enrolment(Base):
    """A person in a course for one cycle, pinned to the revision they learn from."""

    __tablename__ = "enrolment"
    __table_args__ = (
        UniqueConstraint("person_id", "course_id", "cycle"),
        Index("ix_enrolment_person_seen", "person_id", "seen_at"),
        Index("ix_enrolment_course_stage", "course_id", "completed_at", "last_key"),
        Index("ix_enrolment_course", "course_id", "id"),
    )

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    cycle: Mapped[int] = mapped_column(default=1)
    revision_id: Mapped[int] = mapped_column(ForeignKey("course_revision.id"))
    #: The revision whose required work counts; stays behind after new requirements.
    requirements_id: Mapped[int] = mapped_column(ForeignKey("course_revision.id"))
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    #: Where the person stopped: a lesson's key and a heading's id in it; empty until they begin.
    last_key: Mapped[str] = mapped_column(default="")
    last_anchor: Mapped[str] = mapped_column(default="")
    #: When the person confirmed the data that the certificate prints.
    confirmed_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]
    #: Set when a changed revision is shown for the first time, until the notice is read.
    notice: Mapped[str] = mapped_column(default="")


class ItemFinish(Base):
    """A lesson read or a quiz passed, once."""

    __tablename__ = "item_finish"
    __table_args__ = (UniqueConstraint("enrolment_id", "key"),)

    id: Mapped[Key]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    key: Mapped[str]
    at: Mapped[datetime]


class LearningPath(Base):
    """Courses in the order in which they build on each other.

    Nobody's progress hangs on a path, so publishing it again replaces it.
    """

    __tablename__ = "learning_path"

    id: Mapped[Key]
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    summary: Mapped[str]
    #: Sanitised HTML.
    description: Mapped[str]
    content_hash: Mapped[str]
    published_at: Mapped[datetime]


class PathStep(Base):
    """A course's place in a path, and why it stands there."""

    __tablename__ = "path_step"
    __table_args__ = (
        UniqueConstraint("path_id", "course_id"),
        Index("ix_path_step_course", "course_id"),
    )

    path_id: Mapped[int] = mapped_column(ForeignKey("learning_path.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    reason: Mapped[str]
