"""Tokens with which other systems read."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from elearning.accounts.models import Person, Unit
from elearning.core.db import Base
from elearning.core.types import Key


class ApiToken(Base):
    """A right to read a part of the organisation, kept as a hash; its maker answers for it."""

    __tablename__ = "api_token"
    __table_args__ = (
        CheckConstraint("(revoked_at is null) = (revoked_by_id is null)", name="revoked"),
    )

    id: Mapped[Key]
    #: Which system uses it, in the words of its maker.
    name: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey(Unit.id), index=True)
    #: Keys of `policy.RIGHTS`, with commas.
    rights: Mapped[str]
    made_by_id: Mapped[int] = mapped_column(ForeignKey(Person.id), index=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    #: When it was last used, give or take an hour.
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    revoked_by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id))
