"""Private marks at paragraphs."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from elearning.accounts.models import Person
from elearning.core.db import Base
from elearning.core.types import Key
from elearning.courses.models import Course


class ParagraphMark(Base):
    """A bookmark or note at a paragraph; nobody but its owner ever reads it.

    It belongs to the lesson, not to a revision or cycle: `paragraphs.found_again` finds its place.
    """

    __tablename__ = "paragraph_mark"
    __table_args__ = (
        UniqueConstraint("person_id", "course_id", "key", "digest"),
        CheckConstraint("bookmarked or note <> ''", name="used"),
        Index("ix_paragraph_mark_person", "person_id", "id"),
    )

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    course_id: Mapped[int] = mapped_column(ForeignKey(Course.id))
    #: The lesson's key.
    key: Mapped[str]
    digest: Mapped[str]
    #: How the paragraph began.
    quote: Mapped[str]
    bookmarked: Mapped[bool]
    note: Mapped[str]
    #: Lower-case letters and digits of quote and note, for search.
    search_text: Mapped[str]
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]
