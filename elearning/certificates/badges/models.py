"""Badges, the public keys that signed them, and the lists that say which are revoked."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from elearning.certificates.models import Certificate
from elearning.core.db import Base
from elearning.core.types import Key

#: Bits of one status list: the least that Bitstring Status List 1.0 allows, so that none stands out.
LIST_SIZE = 131_072
#: How many of them are given out, so that a free one is found by guessing.
LIST_LOAD = LIST_SIZE // 2
#: The few certificates that no longer hold, as SQLite recognises the condition of a partial index.
NOT_VALID = text("certificate.status != 'valid'")

Index(
    "ix_certificate_not_valid",
    Certificate.__table__.c.id,
    sqlite_where=text("status != 'valid'"),
    postgresql_where=text("status != 'valid'"),
)


class BadgeKey(Base):
    """A public key that signed badges; never removed, so that they stay verifiable."""

    __tablename__ = "badge_key"
    __table_args__ = (CheckConstraint("kind in ('proof', 'token')", name="kind"),)

    id: Mapped[Key]
    #: `proof` is Ed25519 in embedded proofs, `token` is RSA in JWT.
    kind: Mapped[str]
    #: SHA-256 of the public key, the end of its address.
    name: Mapped[str] = mapped_column(unique=True)
    #: PEM.
    public: Mapped[str]
    first_used_at: Mapped[datetime]


class BadgeStatusList(Base):
    """A list of bits, one for each badge that was given a place in it."""

    __tablename__ = "badge_status_list"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    allotted: Mapped[int]


class Badge(Base):
    """A certificate as Open Badge: what it was made of, and the stored files once they are made."""

    __tablename__ = "badge"
    __table_args__ = (
        UniqueConstraint("list_number", "list_index"),
        CheckConstraint("list_index >= 0 and list_index < 131072", name="list_index"),
        CheckConstraint("(identity_hash = '') = (salt = '')", name="salted"),
    )

    id: Mapped[Key]
    certificate_id: Mapped[int] = mapped_column(ForeignKey(Certificate.id), unique=True)
    made_at: Mapped[datetime]
    #: Random UUIDs: the badge's, and the one by which this badge alone knows its holder.
    uuid: Mapped[str] = mapped_column(unique=True)
    subject_uuid: Mapped[str]
    #: SHA-256 of the e-mail address and the salt; both empty for who had no address.
    identity_hash: Mapped[str]
    salt: Mapped[str]
    list_number: Mapped[int] = mapped_column(ForeignKey("badge_status_list.number"))
    #: Drawn at random, so that it tells nothing of who, when and how many.
    list_index: Mapped[int]
    #: Names of the stored files; empty until they are first made.
    json_digest: Mapped[str] = mapped_column(default="")
    jwt_digest: Mapped[str] = mapped_column(default="")
    png_digest: Mapped[str] = mapped_column(default="")
    svg_digest: Mapped[str] = mapped_column(default="")
    #: The end of the public address, 130 random bits; None while the holder shows it to nobody.
    share_code: Mapped[str | None] = mapped_column(unique=True)


class Achieved(NamedTuple):
    """What a revision of a course says of itself: the same for everybody who completed it."""

    slug: str
    version: int
    title: str
    summary: str
    code: str
    jp: int
    organiser: str
    language: str
