"""What the history seals of a certificate: all that is printed on it."""

from typing import Any

from sqlalchemy import select

from elearning.certificates.models import Certificate
from elearning.core.db import db
from elearning.records.chains import digest
from elearning.records.models import HistoryEntry

#: What changes after issuing (status, replacement, stored PDF) is no part of the print; the keys
#: are those of this database.
LATER = {"id", "completion_id", "status", "status_at", "status_reason", "replaced_by_id"}
SEALED = tuple(
    column.name
    for column in Certificate.__table__.columns
    if column.name not in {*LATER, "pdf_digest"}
)
FETCHED = 1_000


def seal_of(certificate: Any) -> str:
    """Return the digest of a certificate."""
    return digest({name: getattr(certificate, name) for name in SEALED})


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
