"""Notices, what each person wants by e-mail, and notices to many that are under way."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from elearning.accounts.models import Person
from elearning.core.db import Base
from elearning.core.types import BigKey, Key

UNREAD = text("read_at is null")
UNSENT = text("digest_at is not null")


class Notice(Base):
    """Something that a person is told, in their language."""

    __tablename__ = "notice"
    __table_args__ = (
        Index("ix_notice_person", "person_id", "id"),
        Index("ix_notice_unread", "person_id", sqlite_where=UNREAD, postgresql_where=UNREAD),
        Index(
            "ix_notice_digest",
            *("digest_at", "person_id"),
            sqlite_where=UNSENT,
            postgresql_where=UNSENT,
        ),
    )

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    #: A code of `kinds.KINDS`.
    kind: Mapped[str]
    title: Mapped[str]
    #: Plain text; paragraphs are parted by an empty line.
    text: Mapped[str] = mapped_column(Text)
    #: Address on this site where one acts; empty when there is nothing to do.
    link: Mapped[str]
    made_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    #: When the daily summary that tells it is due; empty once it was told, or when none shall be.
    digest_at: Mapped[datetime | None]


class MailChoice(Base):
    """What a person wants by e-mail for one kind of notice."""

    __tablename__ = "mail_choice"
    __table_args__ = (CheckConstraint("way in ('now', 'daily', 'off')", name="way"),)

    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    way: Mapped[str]


class Broadcast(Base):
    """A notice to many people: the worker walks through them, each told exactly once."""

    __tablename__ = "broadcast"
    __table_args__ = (
        UniqueConstraint("audience", "about_id"),
        Index(
            "ix_broadcast_open",
            "id",
            sqlite_where=text("finished_at is null"),
            postgresql_where=text("finished_at is null"),
        ),
    )

    id: Mapped[Key]
    #: Which package knows the people and the words, and the key of what it is about.
    audience: Mapped[str]
    about_id: Mapped[int] = mapped_column(BigKey)
    made_at: Mapped[datetime]
    #: How far the walk has come, in the audience's own order, and how many people were told.
    reached: Mapped[int] = mapped_column(BigKey, default=0)
    told: Mapped[int] = mapped_column(default=0)
    finished_at: Mapped[datetime | None]
