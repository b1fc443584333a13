"""People, units, roles, sign-ins and codes."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from elearning.accounts.names import full_name
from elearning.accounts.ranks import rank_label
from elearning.core.db import Base
from elearning.core.types import Key

UNIT_KINDS = ("agency", "department", "unit")
STATUSES = ("PNS", "CPNS", "PPPK", "PPPK Paruh Waktu")
POSITION_KINDS = ("Struktural", "Fungsional", "Pelaksana")
ROLES = ("pengajar", "penerbit", "kepegawaian", "admin")
STANDING_ACTIVE = "01"


class Unit(Base):
    """A place in the organisation tree: agency, Perangkat Daerah (department) or unit below it."""

    __tablename__ = "unit"
    __table_args__ = (
        CheckConstraint("kind in ('agency', 'department', 'unit')", name="kind"),
        UniqueConstraint("parent_id", "code"),
    )

    id: Mapped[Key]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    #: The agency at the root; an agency's own key.
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    kind: Mapped[str]
    code: Mapped[str]
    name: Mapped[str]
    #: Keys from the root down, "/1/7/21/": a subtree is one indexed range.
    path: Mapped[str] = mapped_column(unique=True)
    #: An agency's zone and place of issue; empty further down.
    timezone: Mapped[str] = mapped_column(default="")
    place: Mapped[str] = mapped_column(default="")
    #: Name under which the unit organises courses; empty when it does not.
    organiser_name: Mapped[str] = mapped_column(default="")
    active: Mapped[bool] = mapped_column(default=True)


class Person(Base):
    """An account: an ASN with a NIP, or a user name that is no learner (`admin`)."""

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("nip is not null or username is not null", name="identified"),
        CheckConstraint("nip is null or length(nip) = 18", name="nip_length"),
        CheckConstraint("merged_into_id is null or not active", name="merged"),
        Index("ix_person_unit_name", "unit_id", "name", "id"),
        Index("ix_person_name", "name", "id"),
        Index("ix_person_siasn_id", "siasn_id"),
    )

    id: Mapped[Key]
    nip: Mapped[str | None] = mapped_column(unique=True)
    username: Mapped[str | None] = mapped_column(unique=True)
    email: Mapped[str | None] = mapped_column(unique=True)
    front_title: Mapped[str] = mapped_column(default="")
    name: Mapped[str]
    back_title: Mapped[str] = mapped_column(default="")
    status: Mapped[str] = mapped_column(default="")
    rank: Mapped[str] = mapped_column(default="")
    position: Mapped[str] = mapped_column(default="")
    position_kind: Mapped[str] = mapped_column(default="")
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    supervisor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    #: Code of kedudukan hukum, see `learning_standings`.
    legal_standing: Mapped[str] = mapped_column(default=STANDING_ACTIVE)
    siasn_id: Mapped[str] = mapped_column(default="")
    active: Mapped[bool] = mapped_column(default=True)
    #: Since when another office may take the person over; empty: it may not.
    released_at: Mapped[datetime | None]
    password_hash: Mapped[str | None]
    locale: Mapped[str] = mapped_column(default="")
    #: Whether the person wants each new certificate by e-mail.
    mails_certificates: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    created_at: Mapped[datetime]
    #: Tokens that the person made before it end, like the sign-ins.
    password_set_at: Mapped[datetime | None]
    #: Edition of the privacy notice that the person has read, see `accounts.privacy_notice`.
    notice_read: Mapped[str] = mapped_column(default="", server_default="")
    #: When the law had everything removed that says who it was; what stays names only the key.
    erased_at: Mapped[datetime | None]
    #: The account that remained when two of one person were joined; one step only, see `merging`.
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)

    unit: Mapped[Unit | None] = relationship(lazy="raise_on_sql")

    @property
    def full_name(self) -> str:
        """The name with its titles, as SIASN writes it."""
        return full_name(self.front_title, self.name, self.back_title)

    @property
    def rank_label(self) -> str:
        """The rank as it is printed: `Penata Muda, III/a`, for a PPPK `IX`."""
        return rank_label(self.status, self.rank)

    @property
    def is_learner(self) -> bool:
        """Whether the account belongs to an ASN."""
        return self.nip is not None


class Employment(Base):
    """What a person was, where, and from when until when: moves and promotions keep history."""

    __tablename__ = "employment"
    __table_args__ = (UniqueConstraint("person_id", "valid_from"),)

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    nip: Mapped[str]
    status: Mapped[str]
    rank: Mapped[str]
    position: Mapped[str]
    position_kind: Mapped[str]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]


class RoleGrant(Base):
    """A role of a person; kepegawaian reaches the subtree of its unit."""

    __tablename__ = "role_grant"
    __table_args__ = (
        CheckConstraint("role in ('pengajar', 'penerbit', 'kepegawaian', 'admin')", name="role"),
        CheckConstraint("role <> 'kepegawaian' or unit_id is not null", name="kepegawaian_unit"),
        UniqueConstraint("person_id", "role", "unit_id"),
    )

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    granted_at: Mapped[datetime]


class SignIn(Base):
    """A signed-in browser; its token is kept as a hash and can be revoked."""

    __tablename__ = "sign_in"

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    browser: Mapped[str]
    address: Mapped[str]
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class ActivationCode(Base):
    """A single-use right to set a password: a link, or a code on a printed slip."""

    __tablename__ = "activation_code"
    __table_args__ = (CheckConstraint("kind in ('link', 'slip')", name="kind"),)

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str]
    code_hash: Mapped[str] = mapped_column(unique=True)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Throttle(Base):
    """How often something was tried in the present window, e.g. passwords of one account."""

    __tablename__ = "throttle"

    #: What is counted, hashed: it names accounts and addresses.
    key: Mapped[str] = mapped_column(primary_key=True)
    window_ends_at: Mapped[datetime]
    count: Mapped[int]
