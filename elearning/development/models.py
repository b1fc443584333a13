"""Training that people propose, links to a history that they share, and transcripts."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from elearning.accounts.models import Person, Unit
from elearning.certificates.signature_models import SignatureState, state_rules
from elearning.core.db import Base
from elearning.core.types import Key
from elearning.records.models import HistoryEntry

SUBMITTED, NEEDS_WORK, APPROVED, REJECTED = "submitted", "needs_work", "approved", "rejected"
#: States in which the person still changes or withdraws it.
OPEN = (SUBMITTED, NEEDS_WORK)
_IS_OPEN = text("state in ('submitted', 'needs_work')")


class Proposal(Base):
    """Training earned elsewhere as its holder states it, until HR has decided on it."""

    __tablename__ = "proposal"
    __table_args__ = (
        CheckConstraint(
            "state in ('submitted', 'needs_work', 'approved', 'rejected')", name="state"
        ),
        CheckConstraint("completed_on >= started_on", name="dates"),
        CheckConstraint("jp > 0", name="jp"),
        CheckConstraint("(state = 'approved') = (entry_id is not null)", name="recorded"),
        Index("ix_proposal_queue", "state", "submitted_at", "id"),
        Index("ix_proposal_person", "person_id", "id"),
        Index(
            "uq_proposal_open_identity",
            "person_id",
            "identity",
            unique=True,
            sqlite_where=_IS_OPEN,
            postgresql_where=_IS_OPEN,
        ),
    )

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    state: Mapped[str]
    #: See `records.external`: title, first day and number.
    identity: Mapped[str]
    title: Mapped[str]
    organiser: Mapped[str]
    activity_type: Mapped[str]
    competency_kind: Mapped[str]
    certificate_number: Mapped[str]
    started_on: Mapped[date]
    completed_on: Mapped[date]
    jp: Mapped[int]
    #: JP by the conversion table on the day of sending; none where the table names no figure.
    suggested_jp: Mapped[int | None]
    file_digest: Mapped[str]
    file_type: Mapped[str]
    #: Pages of the file as one picture; empty when they cannot be drawn.
    preview_digest: Mapped[str]
    #: Raised by every change; a decision names the edition that was read.
    edition: Mapped[int]
    submitted_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id))
    #: Why it was not approved.
    reason: Mapped[str]
    entry_id: Mapped[int | None] = mapped_column(ForeignKey(HistoryEntry.id), unique=True)


class ProposalStep(Base):
    """What happened to a proposal: sent, changed, decided, with the reason."""

    __tablename__ = "proposal_step"
    __table_args__ = (
        CheckConstraint(
            "step in ('submitted', 'revised', 'needs_work', 'approved', 'rejected')", name="step"
        ),
    )

    id: Mapped[Key]
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    step: Mapped[str]
    at: Mapped[datetime]
    actor_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    reason: Mapped[str]


class ShareLink(Base):
    """A link with which somebody shows their history; its token is kept as a hash."""

    __tablename__ = "share_link"

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    #: For whom, in the person's own words.
    note: Mapped[str]
    #: Years that are shown; empty for all of them.
    years: Mapped[list[Any]]
    shows_nip: Mapped[bool]
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]


class Transcript(Base):
    """What a person's history said on a day, frozen, with the paper that states it."""

    __tablename__ = "transcript"
    __table_args__ = (
        UniqueConstraint("person_id", "content_digest"),
        CheckConstraint("length(code) = 26", name="code"),
    )

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    code: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]
    #: Everything that is printed; equal content on one day is one transcript.
    content: Mapped[dict[str, Any]]
    #: SHA-256 over the canonical JSON of the content.
    content_digest: Mapped[str]
    verify_url: Mapped[str]
    #: Name of the stored PDF in the file store; empty until it is first made.
    pdf_digest: Mapped[str] = mapped_column(default="", index=True)


class TranscriptSignature(SignatureState, Base):
    """A transcript that is to be signed, or is; one without a row was made while signing was off."""

    __tablename__ = "transcript_signature"
    __table_args__ = state_rules("transcript_signature", "transcript_id")

    transcript_id: Mapped[int] = mapped_column(ForeignKey("transcript.id"), primary_key=True)
    #: The unit whose signatory it waits for, frozen with who that was on the day.
    organiser_id: Mapped[int] = mapped_column(ForeignKey(Unit.id))
    signatory_name: Mapped[str]
    signatory_nip: Mapped[str]
    #: When its holder took it out of the queue; what is signed stays signed.
    withdrawn_at: Mapped[datetime | None]
