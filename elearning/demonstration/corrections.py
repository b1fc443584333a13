"""A replaced and a revoked certificate among the invented people, by the ordinary operations."""

from datetime import datetime

from sqlalchemy import select

from elearning.accounts.models import Person
from elearning.certificates.models import Certificate
from elearning.core.db import db
from elearning.demonstration.sources import accounts
from elearning.learning.completion.correcting import approve
from elearning.learning.completion.notices import correction_waits
from elearning.records.corrections import propose_replacement, propose_revocation
from elearning.records.models import Completion, HistoryEntry

OFFICER, ADMIN = "198111232006042991", "admin"
DEGREE = ", M.A.P."


def correct_some(at: datetime) -> None:
    """Replace the first certificate of the invented people, revoke the second, propose a third."""
    by, decider = account(OFFICER), account(ADMIN)
    found = invented(3)
    if len(found) < 3:
        return
    lacking, revoked, waiting = found
    wrong = propose_replacement(*without_degree(lacking), by, at)
    approve(wrong.id, "Sesuai ijazah yang dilampirkan.", decider, at)
    note = "Akun digunakan orang lain, sesuai berita acara pemeriksaan."
    undue = propose_revocation(revoked, "not-taken", note, by, at)
    approve(undue.id, "", decider, at)
    open_one = propose_replacement(*without_degree(waiting), by, at)
    correction_waits([decider], open_one.id, at)


def without_degree(entry: HistoryEntry) -> tuple[HistoryEntry, dict[str, str], str]:
    """Return an entry whose certificate lacks a degree, the right name and the explanation."""
    completion = db.session.get_one(Completion, entry.completion_id)
    changes = {"full_name": f"{completion.full_name}{DEGREE}"}
    return entry, changes, "Gelar magister belum tercantum; ijazah terlampir."


def account(identifier: str) -> Person:
    """Return one of the accounts by its NIP or user name."""
    named = (Person.nip == identifier) | (Person.username == identifier)
    return db.session.scalars(select(Person).where(named)).one()


def invented(count: int) -> list[HistoryEntry]:
    """Return the first entries of invented people that have a certificate."""
    named = [row["sign_in"] for row in accounts()]
    found = (
        select(HistoryEntry)
        .join(Person, Person.id == HistoryEntry.person_id)
        .join(Certificate, Certificate.completion_id == HistoryEntry.completion_id)
        .where(Person.nip.not_in(named), Person.active.is_(True))
    )
    return list(db.session.scalars(found.order_by(HistoryEntry.id).limit(count)))
