"""Certificates and the gapless counters of their numbers."""

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from elearning.accounts.models import Person, Unit
from elearning.core.db import Base
from elearning.core.types import Key
from elearning.records.models import Completion


class Signatory(Base):
    """Who signs an organiser's certificates, with the days between which."""

    __tablename__ = "signatory"

    id: Mapped[Key]
    organiser_id: Mapped[int] = mapped_column(ForeignKey(Unit.id), index=True)
    prefix: Mapped[str] = mapped_column(default="")
    position: Mapped[str]
    name: Mapped[str]
    rank: Mapped[str]
    nip: Mapped[str]
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]


class CertificateTemplate(Base):
    """How an organiser's certificates look from a day on; a change is a new row, none is edited."""

    __tablename__ = "certificate_template"
    __table_args__ = (Index("ix_certificate_template_day", "organiser_id", "valid_from", "id"),)

    id: Mapped[Key]
    organiser_id: Mapped[int] = mapped_column(ForeignKey(Unit.id))
    valid_from: Mapped[date]
    letterhead: Mapped[str]
    letterhead_unit: Mapped[str]
    letterhead_address: Mapped[str]
    #: Name of the logo (PNG) in the file store; empty without one.
    logo_digest: Mapped[str]
    legal_basis: Mapped[str]
    place: Mapped[str]
    #: Empty: the setting's.
    number_pattern: Mapped[str]
    electronic_notice: Mapped[str]
    #: Which of `OPTIONAL` are not printed, with commas.
    left_out: Mapped[str]
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id))


#: What a template may leave out.
OPTIONAL = ("rank", "unit", "score")


class CertificateCounter(Base):
    """The last number that an organiser gave out in a year."""

    __tablename__ = "certificate_counter"

    organiser_id: Mapped[int] = mapped_column(ForeignKey(Unit.id), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


class Certificate(Base):
    """The proof of one completion; its PDF is made once from this row and the completion."""

    __tablename__ = "certificate"
    __table_args__ = (
        UniqueConstraint("organiser_id", "year", "serial"),
        CheckConstraint("status in ('valid', 'revoked', 'replaced')", name="status"),
        CheckConstraint("length(code) = 26 and length(check_code) = 10", name="codes"),
    )

    id: Mapped[Key]
    completion_id: Mapped[int] = mapped_column(ForeignKey(Completion.id), unique=True)
    organiser_id: Mapped[int] = mapped_column(ForeignKey(Unit.id))
    year: Mapped[int]
    serial: Mapped[int]
    number: Mapped[str] = mapped_column(unique=True)
    code: Mapped[str] = mapped_column(unique=True)
    check_code: Mapped[str]
    issued_at: Mapped[datetime]
    issued_on: Mapped[date]
    place: Mapped[str]
    letterhead: Mapped[str]
    letterhead_unit: Mapped[str]
    legal_basis: Mapped[str]
    letterhead_address: Mapped[str] = mapped_column(default="", server_default="")
    logo_digest: Mapped[str] = mapped_column(default="", server_default="")
    electronic_notice: Mapped[str] = mapped_column(default="", server_default="")
    left_out: Mapped[str] = mapped_column(default="", server_default="")
    verify_url: Mapped[str]
    minutes_per_jp: Mapped[int]
    signatory_prefix: Mapped[str]
    signatory_position: Mapped[str]
    signatory_name: Mapped[str]
    signatory_rank: Mapped[str]
    signatory_nip: Mapped[str]
    status: Mapped[str] = mapped_column(default="valid")
    status_at: Mapped[datetime | None]
    status_reason: Mapped[str] = mapped_column(default="")
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("certificate.id"))
    #: Name of the stored PDF in the file store; empty until it is first made.
    pdf_digest: Mapped[str] = mapped_column(default="", index=True)


class Proof(NamedTuple):
    """A certificate beside the completion that it prints."""

    certificate: Certificate
    completion: Completion
    #: Path of the unit where the person works now.
    path_now: str = ""
    #: Where the unit in which it was earned is now.
    path_then: str = ""

    @property
    def file_name(self) -> str:
        """The PDF's name, `NIP_number.pdf` with hyphens for slashes."""
        return f"{self.completion.nip}_{self.certificate.number.replace('/', '-')}.pdf"
