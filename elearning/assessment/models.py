"""What a trainer writes to the people of a course."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from elearning.accounts.models import Person
from elearning.core.db import Base
from elearning.core.types import Key
from elearning.courses.models import Course

#: Whom a message reaches.
LEARNING, EVERYBODY = "learning", "all"


class CourseMessage(Base):
    """A message to the people of a course; the worker brings it to each of them."""

    __tablename__ = "course_message"
    __table_args__ = (
        CheckConstraint("reach in ('learning', 'all')", name="reach"),
        Index("ix_course_message_course", "course_id", "id"),
    )

    id: Mapped[Key]
    course_id: Mapped[int] = mapped_column(ForeignKey(Course.id))
    reach: Mapped[str]
    title: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    #: Sent again by a double click, it is the same message.
    fingerprint: Mapped[str] = mapped_column(unique=True)
    sent_at: Mapped[datetime]
    sent_by_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    #: The sender's name as it was.
    signed_as: Mapped[str]
