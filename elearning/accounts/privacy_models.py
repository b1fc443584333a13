"""Requests to correct one's data, who looked at them, the notice read, holds and erasures."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from elearning.accounts.models import Person
from elearning.core.db import Base
from elearning.core.types import Key

SUBMITTED, DONE, DECLINED = "submitted", "done", "declined"
_OPEN = text("state = 'submitted'")
_PROPOSED = text("state = 'proposed'")
_IN_FORCE = text("lifted_at is null")


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
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
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
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id))


class AccessEvent(Base):
    """Somebody looked at a person's data: one line for each viewer, page and hour."""

    __tablename__ = "access_event"
    __table_args__ = (
        UniqueConstraint("person_id", "viewer", "page", "hour"),
        Index("ix_access_event_person", "person_id", "id"),
    )

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    #: `person:7`, or `link:3` for who opened a shared history.
    viewer: Mapped[str]
    viewer_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id))
    #: A code of `access_log.PAGES`.
    page: Mapped[str]
    hour: Mapped[datetime]
    at: Mapped[datetime]


class NoticeReading(Base):
    """A person has confirmed that they read an edition of the privacy notice (UU 27/2022 Pasal 21)."""

    __tablename__ = "notice_reading"

    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id), primary_key=True)
    #: See `accounts.privacy_notice`.
    edition: Mapped[str] = mapped_column(primary_key=True)
    read_at: Mapped[datetime]


class LegalHold(Base):
    """A person's data are kept whole for a case: neither erased nor removed by age meanwhile."""

    __tablename__ = "legal_hold"
    __table_args__ = (
        CheckConstraint("(lifted_at is null) = (lifted_by_id is null)", name="lifted"),
        Index(
            "uq_legal_hold_in_force",
            "person_id",
            unique=True,
            sqlite_where=_IN_FORCE,
            postgresql_where=_IN_FORCE,
        ),
        Index("ix_legal_hold_person", "person_id", "id"),
    )

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    reason: Mapped[str] = mapped_column(Text)
    placed_at: Mapped[datetime]
    placed_by_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    #: The last day on which it holds; without one, until somebody lifts it.
    until: Mapped[date | None]
    #: Whether the person sees it in Data Saya; not where the law forbids to tell.
    is_shown: Mapped[bool]
    lifted_at: Mapped[datetime | None]
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id))


class Erasure(Base):
    """A proposal to erase what is known of somebody who has left; a second person decides."""

    __tablename__ = "erasure"
    __table_args__ = (
        CheckConstraint("ground in ('request', 'retention')", name="ground"),
        CheckConstraint("state in ('proposed', 'done', 'refused')", name="state"),
        CheckConstraint("(state = 'proposed') = (decided_at is null)", name="decided"),
        CheckConstraint("decided_by_id <> proposed_by_id", name="second_person"),
        Index(
            "uq_erasure_open",
            "person_id",
            unique=True,
            sqlite_where=_PROPOSED,
            postgresql_where=_PROPOSED,
        ),
        Index("ix_erasure_state", "state", "id"),
    )

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id), index=True)
    #: A code of `erasures.GROUNDS`.
    ground: Mapped[str]
    #: Number and date of the letter or rule; names nobody, for it stays.
    basis: Mapped[str]
    #: Nobody when the operator's command did it.
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id))
    proposed_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="proposed")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id))
    decided_at: Mapped[datetime | None]
    #: Why it was refused.
    answer: Mapped[str] = mapped_column(default="")
