"""What is known of a completion at SIASN, how it came about, and sheets that wait to be applied."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from elearning.accounts.models import Person
from elearning.core.db import Base
from elearning.core.jobs import Job
from elearning.core.types import Key
from elearning.records.models import Completion

_STATES = "state in ('sent', 'verified', 'rejected', 'failed', 'deleted')"
_WAYS = "how in ('sheet', 'mark', 'push', 'list')"


class SiasnRecord(Base):
    """What is known of a completion at SIASN; without one it has never been sent."""

    __tablename__ = "siasn_record"
    __table_args__ = (
        CheckConstraint(_STATES, name="state"),
        CheckConstraint(_WAYS, name="how"),
        Index("ix_siasn_record_state", "state", "completion_id"),
        Index("ix_siasn_record_siasn_id", "siasn_id"),
    )

    completion_id: Mapped[int] = mapped_column(
        ForeignKey(Completion.id), primary_key=True, autoincrement=False
    )
    #: As it was stated; see `standings` for what follows from a correction made after it.
    state: Mapped[str]
    #: SIASN's id of the record (ID Riwayat SIASN), empty while unknown.
    siasn_id: Mapped[str] = mapped_column(default="", server_default="")
    #: Why it was rejected or failed, as SIASN or the officer says it.
    note: Mapped[str] = mapped_column(default="", server_default="")
    how: Mapped[str]
    #: Tries of the adapter since it last succeeded.
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    sent_at: Mapped[datetime | None]
    #: When the adapter handed over the certificate's PDF.
    uploaded_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]


class SiasnStep(Base):
    """A state that a record was given, append-only: by whom, when and how."""

    __tablename__ = "siasn_step"
    __table_args__ = (
        CheckConstraint(_STATES, name="state"),
        CheckConstraint(_WAYS, name="how"),
    )

    id: Mapped[Key]
    completion_id: Mapped[int] = mapped_column(ForeignKey(Completion.id), index=True)
    state: Mapped[str]
    siasn_id: Mapped[str]
    note: Mapped[str]
    how: Mapped[str]
    at: Mapped[datetime]
    #: None for the command line.
    actor_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id))


class SiasnSheet(Base):
    """An uploaded sheet: states that came back, ids of people, or a list to compare with."""

    __tablename__ = "siasn_sheet"
    __table_args__ = (
        CheckConstraint("kind in ('states', 'people', 'list')", name="kind"),
        Index("ix_siasn_sheet_person", "person_id", "id"),
    )

    id: Mapped[Key]
    kind: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    name: Mapped[str]
    #: The year a list is compared for.
    year: Mapped[int | None]
    made_at: Mapped[datetime]
    applied_at: Mapped[datetime | None]
    #: Rows by verdict, kept when the rows themselves are gone.
    counts: Mapped[dict[str, Any]]


class SiasnSheetRow(Base):
    """A row of an uploaded sheet with the verdict on it."""

    __tablename__ = "siasn_sheet_row"
    __table_args__ = (Index("ix_siasn_sheet_row_verdict", "sheet_id", "verdict", "number"),)

    sheet_id: Mapped[int] = mapped_column(ForeignKey("siasn_sheet.id"), primary_key=True)
    #: Counted from 1; the line of the file stands in the details.
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    verdict: Mapped[str]
    completion_id: Mapped[int | None] = mapped_column(ForeignKey(Completion.id))
    subject_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id))
    #: What the row says: `line`, and by verdict its values or its problems.
    details: Mapped[dict[str, Any]]


class SiasnToken(Base):
    """A person's SSO token, sealed, for as long as the job runs that it was typed for."""

    __tablename__ = "siasn_token"

    job_id: Mapped[int] = mapped_column(ForeignKey(Job.id), primary_key=True, autoincrement=False)
    sealed: Mapped[str]
    expires_at: Mapped[datetime] = mapped_column(index=True)
