"""Requests to correct one's data, and the log of who looked at them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from elearning.core.db import Base
from elearning.core.types import Key

SUBMITTED, DONE, DECLINED = "submitted", "done", "declined"
_OPEN = text("state = 'submitted'")


class DataRequest(Base):
    """A person asks HR to correct a datum; HR answers until it is due (UU 27/2022 Pasal 30)."""

    __tablename__ = "data_request"
    __table_args__ = (
        CheckConstraint("state in ('submitted', 'done', 'declined')", name="state"),
        CheckConstraint("(state = 'submitted') = (answered_at is null)", name="answered"),
        Index(
            "uq_data_request_open",
            *("person_id", "about"),
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("ix_data_request_queue", "state", "made_at", "id"),
        Index("ix_data_request_person", "person_id", "id"),
    )

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    #: Which datum, a code of `data_requests.ABOUT`.
    about: Mapped[str]
    #: What would be right, and why or by which document.
    wanted: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(default=SUBMITTED)
    made_at: Mapped[datetime]
    due_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class AccessEvent(Base):
    """Somebody looked at a person's data: one line for each viewer, page and hour."""

    __tablename__ = "access_event"
    __table_args__ = (
        UniqueConstraint("person_id", "viewer", "page", "hour"),
        Index("ix_access_event_person", "person_id", "id"),
    )

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    #: `person:7`, or `link:3` for who opened a shared history.
    viewer: Mapped[str]
    viewer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    #: A code of `access_log.PAGES`.
    page: Mapped[str]
    hour: Mapped[datetime]
    at: Mapped[datetime]
