"""Drafts: course folders in the database, with every version of every text."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from elearning.accounts.models import Person
from elearning.core.db import Base
from elearning.core.types import Key

#: A draft is written (`draft`), read by others (`review`) or equal to what is published.
STATES = ("draft", "review", "published")
#: Why a version was made.
DEEDS = ("save", "auto", "rename", "remove", "restore", "import", "conflict")


class Draft(Base):
    """A course as it is being written; `slug` becomes its address and names the folder."""

    __tablename__ = "draft"
    __table_args__ = (CheckConstraint("state in ('draft', 'review', 'published')", name="state"),)

    id: Mapped[Key]
    slug: Mapped[str] = mapped_column(unique=True)
    #: A copy of `judul`, for lists.
    title: Mapped[str]
    state: Mapped[str] = mapped_column(default="draft")
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]

    authors: Mapped[list["DraftAuthor"]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="DraftAuthor.id"
    )


class DraftAuthor(Base):
    """Somebody who writes on a draft; the first one made it."""

    __tablename__ = "draft_author"
    __table_args__ = (UniqueConstraint("draft_id", "person_id"),)

    id: Mapped[Key]
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id), index=True)
    added_at: Mapped[datetime]

    person: Mapped[Person] = relationship(lazy="joined")


class DraftFile(Base):
    """A text of the folder as it is now; `edition` grows with every change and detects conflicts."""

    __tablename__ = "draft_file"
    __table_args__ = (
        Index(
            "uq_draft_file_name",
            "draft_id",
            "name",
            unique=True,
            sqlite_where=text("removed_at is null"),
            postgresql_where=text("removed_at is null"),
        ),
    )

    id: Mapped[Key]
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id"))
    name: Mapped[str]
    text: Mapped[str]
    edition: Mapped[int]
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id))
    removed_at: Mapped[datetime | None]


class FileVersion(Base):
    """A text as somebody left it; never changed, but for autosaves of one sitting.

    The losing side of a conflict carries the edition on which it was written.
    """

    __tablename__ = "file_version"
    __table_args__ = (
        Index("ix_file_version_file", "file_id", "edition"),
        CheckConstraint(
            "deed in ('save', 'auto', 'rename', 'remove', 'restore', 'import', 'conflict')",
            name="deed",
        ),
    )

    id: Mapped[Key]
    file_id: Mapped[int] = mapped_column(ForeignKey("draft_file.id"))
    edition: Mapped[int]
    name: Mapped[str]
    text: Mapped[str]
    deed: Mapped[str]
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id))


class DraftMedium(Base):
    """A picture or other file of the folder; the bytes lie in the file store."""

    __tablename__ = "draft_medium"
    __table_args__ = (UniqueConstraint("draft_id", "name"),)

    id: Mapped[Key]
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id"))
    name: Mapped[str]
    digest: Mapped[str]
    mime: Mapped[str]
    size: Mapped[int]
    width: Mapped[int | None]
    height: Mapped[int | None]
    added_at: Mapped[datetime]
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id))


class ReviewLink(Base):
    """A private link to a draft's preview; its token is kept as a hash and can be revoked."""

    __tablename__ = "review_link"

    id: Mapped[Key]
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    note: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime]
    made_by_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class ReviewComment(Base):
    """What a reviewer says of a paragraph, or of a whole text when `quote` is empty."""

    __tablename__ = "review_comment"
    __table_args__ = (Index("ix_review_comment_draft", "draft_id", "file_id"),)

    id: Mapped[Key]
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id"))
    file_id: Mapped[int] = mapped_column(ForeignKey("draft_file.id"))
    #: The edition that was read, and how its paragraph began.
    edition: Mapped[int]
    quote: Mapped[str] = mapped_column(default="")
    #: The paragraph's digest, empty when the whole text is meant.
    digest: Mapped[str] = mapped_column(default="")
    text: Mapped[str]
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    answers_id: Mapped[int | None] = mapped_column(ForeignKey("review_comment.id"))
    resolved_at: Mapped[datetime | None]
    resolved_by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id))


class ReviewRequest(Base):
    """A time in which others read a draft; it ends when they give it back or it is published.

    While it is open and the draft's state is `draft`, the text has changed since it was asked for.
    """

    __tablename__ = "review_request"
    __table_args__ = (
        CheckConstraint(
            "outcome in ('', 'returned', 'withdrawn', 'renewed', 'published')", name="outcome"
        ),
        CheckConstraint("(outcome = '') = (closed_at is null)", name="closed"),
        Index(
            "uq_review_request_open",
            "draft_id",
            unique=True,
            sqlite_where=text("closed_at is null"),
            postgresql_where=text("closed_at is null"),
        ),
    )

    id: Mapped[Key]
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id"), index=True)
    note: Mapped[str] = mapped_column(default="")
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    outcome: Mapped[str] = mapped_column(default="")
    #: Why it was given back.
    reason: Mapped[str] = mapped_column(default="")
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id))
