"""What is known of the electronic signature of each document, and of each certificate's."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from elearning.accounts.models import Person
from elearning.certificates.models import Certificate
from elearning.core.db import Base

WAITING, SIGNED, FAILED = "waiting", "signed", "failed"
OPEN = text("state <> 'signed'")


class SignatureState:
    """A document that is to be signed, or is; each kind of document has a table of these."""

    state: Mapped[str] = mapped_column(default=WAITING)
    #: How it was signed: `pades` or `bsre`.
    provider: Mapped[str] = mapped_column(default="")
    #: Name of the signed PDF in the file store; the first one saved stays for ever.
    digest: Mapped[str] = mapped_column(default="", index=True)
    #: Whose electronic certificate it is, as that says.
    signer: Mapped[str] = mapped_column(default="")
    signed_at: Mapped[datetime | None]
    #: Who typed the passphrase; nobody when the operator's command did it.
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id))
    #: Code of the last failure, see `signing.failures`.
    error: Mapped[str] = mapped_column(default="")
    #: Names the last try, noted before it begins, so that a crash leaves a trace.
    attempt: Mapped[str] = mapped_column(default="")
    attempted_at: Mapped[datetime | None]


def state_rules(name: str, key: str) -> tuple[CheckConstraint | Index, ...]:
    """Return what holds in every table of signatures, and the index of what is not signed yet."""
    return (
        CheckConstraint("state in ('waiting', 'signed', 'failed')", name="state"),
        CheckConstraint(
            "(state = 'signed') = (digest <> '') and (state = 'signed') = (signed_at is not null)",
            name="signed",
        ),
        Index(f"ix_{name}_open", key, sqlite_where=OPEN, postgresql_where=OPEN),
    )


class CertificateSignature(SignatureState, Base):
    """A certificate that is to be signed, or is; one without a row was issued while signing was off."""

    __tablename__ = "certificate_signature"
    __table_args__ = state_rules("certificate_signature", "certificate_id")

    certificate_id: Mapped[int] = mapped_column(ForeignKey(Certificate.id), primary_key=True)
