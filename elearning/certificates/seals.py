"""What the history seals of a certificate: all that is printed on it."""

from typing import Any

from sqlalchemy import select

from elearning.certificates.models import Certificate
from elearning.core.db import db
from elearning.records.chains import digest
from elearning.records.models import Completion, HistoryEntry

#: What changes after issuing (status, replacement, stored PDF) is no part of the print; the keys
#: are those of this database.
LATER = {"id", "completion_id", "status", "status_at", "status_reason", "replaced_by_id"}
SEALED = tuple(
    column.name
    for column in Certificate.__table__.columns
    if column.name not in {*LATER, "pdf_digest"}
)
#: Columns of after the first seals. Empty ones are left out, so that old digests stay.
ADDED = ("letterhead_address", "logo_digest", "electronic_notice", "left_out")
FETCHED = 1_000


def seal_of(certificate: Any) -> str:
    """Return the digest of a certificate."""
    return digest(sealed_values(certificate))


def sealed_values(certificate: Any) -> dict[str, Any]:
    """Return what the digest covers, by name."""
    values = {name: getattr(certificate, name) for name in SEALED}
    return {name: value for name, value in values.items() if value != "" or name not in ADDED}


def first_misstated() -> str | None:
    """Return the number of a certificate that is called valid though reversed, or the other way."""
    found = (
        select(Certificate.number)
        .join(Completion, Completion.id == Certificate.completion_id)
        .where((Certificate.status == "valid") != Completion.reversed_at.is_(None))
    )
    return db.session.scalar(found.order_by(Certificate.id).limit(1))


def first_changed() -> str | None:
    """Return the number, as the history has it, of the first certificate that is not as it was."""
    columns = (getattr(Certificate, name) for name in SEALED)
    found = (
        select(HistoryEntry.certificate_number.label("recorded"), HistoryEntry.certified, *columns)
        .outerjoin(Certificate, Certificate.completion_id == HistoryEntry.completion_id)
        .where(HistoryEntry.certified != "")
        .order_by(HistoryEntry.id)
    )
    with db.session.execute(found, execution_options={"yield_per": FETCHED}) as rows:
        changed = (row.recorded for row in rows if seal_of(row) != row.certified)
        return next(changed, None)
