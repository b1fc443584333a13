"""What search reads: a row for each thing that can be found, and the trigrams of titles.

The full-text index over these rows, `search_index`, is written by hand in migration 0003: FTS5 on
SQLite, tsvector and GIN on PostgreSQL.
"""

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from elearning.core.db import Base
from elearning.core.types import Key
from elearning.courses.models import Course, CourseRevision


class SearchSection(Base):
    """A course, a term of its glossary, or a lesson's stretch below one heading."""

    __tablename__ = "search_section"

    id: Mapped[Key]
    course_id: Mapped[int] = mapped_column(ForeignKey(Course.id), index=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey(CourseRevision.id))
    #: Who may find it, as words of the index: see `entries`.
    scope: Mapped[str]
    #: The lesson's key; empty for a course and a term.
    key: Mapped[str]
    #: The heading's id in the lesson; empty at its top.
    anchor: Mapped[str]
    #: The heading, the term, or the title of the lesson or course.
    title: Mapped[str]
    #: The title of the lesson in which a heading stands; otherwise empty.
    context: Mapped[str]
    text: Mapped[str]
    #: The words of the three texts as stems, in their order.
    title_stems: Mapped[str]
    context_stems: Mapped[str]
    text_stems: Mapped[str]


class SearchTrigram(Base):
    """Three letters in a row of a title: of a course, a term or a lesson."""

    __tablename__ = "search_trigram"
    __table_args__ = (
        Index("ix_search_trigram_trigram", "trigram", "section_id"),
        {"sqlite_with_rowid": False},
    )

    section_id: Mapped[int] = mapped_column(ForeignKey("search_section.id"), primary_key=True)
    trigram: Mapped[str] = mapped_column(primary_key=True)
