"""Accounts of one person that were joined: which, by whom, and what undoing it brings back."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from elearning.accounts.models import Person
from elearning.core.db import Base
from elearning.core.types import Key

_STANDS = text("undone_at is null")


class AccountMerge(Base):
    """A former account went into the one that remains; at most once until it is undone."""

    __tablename__ = "account_merge"
    __table_args__ = (
        CheckConstraint("from_id <> into_id", name="two"),
        CheckConstraint("(undone_at is null) = (undone_by_id is null)", name="undone"),
        Index(
            "uq_account_merge_standing",
            "from_id",
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        ),
    )

    id: Mapped[Key]
    from_id: Mapped[int] = mapped_column(ForeignKey(Person.id), index=True)
    into_id: Mapped[int] = mapped_column(ForeignKey(Person.id), index=True)
    made_at: Mapped[datetime]
    made_by_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    reason: Mapped[str] = mapped_column(Text)
    #: Keys of the rows that went over, by table, and what the former account was.
    moved: Mapped[dict[str, Any]]
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id))
