"""Reading what waits for a signature, and what is signed."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import NamedTuple

from sqlalchemy import ColumnElement, case, exists, func, select

from elearning.accounts.models import Unit
from elearning.certificates.models import Signatory
from elearning.certificates.signables import Queue, Shown, Signable
from elearning.certificates.signature_models import FAILED, WAITING, CertificateSignature
from elearning.core.db import db

#: Documents that the page of a signatory lists.
LISTED = 25


class Job(NamedTuple):
    """A document that is signed next."""

    kind: Signable
    key: int
    #: Code of the unit that answers for it.
    organiser: str


class Waiting(NamedTuple):
    """One line of what waits."""

    shown: Shown
    state: str
    error: str


class Desk(NamedTuple):
    """What a person sees of what waits."""

    #: How many the person can sign, and how many of them failed before.
    waiting: int
    failed: int
    #: How many wait for somebody else.
    elsewhere: int


def is_signatory(nip: str | None) -> bool:
    """Whether a signatory has this NIP."""
    found = select(exists().where(Signatory.nip == nip)) if nip else None
    return found is not None and bool(db.session.scalar(found))


def desk(queues: Sequence[Queue], seen: Sequence[ColumnElement[bool]]) -> Desk:
    """Count what waits for a person, and what waits for others that the person may see."""
    counts = [_counts(*queue, each) for queue, each in zip(queues, seen, strict=True)]
    return Desk(*(sum(numbers) for numbers in zip(*counts, strict=True)))


def _counts(
    kind: Signable, signable: ColumnElement[bool], seen: ColumnElement[bool]
) -> tuple[int, ...]:
    """Return the figures of a desk for one kind."""
    state = kind.rows.state
    counts = (
        func.sum(case((signable & (state == WAITING), 1), else_=0)),
        func.sum(case((signable & (state == FAILED), 1), else_=0)),
        func.sum(case((~signable, 1), else_=0)),
    )
    row = db.session.execute(kind.select_open(*counts).where(seen)).one()
    return tuple(int(each or 0) for each in row)


def waiting_list(kinds: Iterable[Signable], seen: Iterable[ColumnElement[bool]]) -> list[Waiting]:
    """Return the first of what waits, what failed before the others, else kind by kind as made."""
    found = [line for pair in zip(kinds, seen, strict=True) for line in _waiting(*pair)]
    return list(islice(sorted(found, key=lambda line: line.state), LISTED))


def _waiting(kind: Signable, seen: ColumnElement[bool]) -> list[Waiting]:
    """Return the first of one kind."""
    rows = kind.rows
    found = kind.select_open(rows.state, rows.error, *kind.columns).where(seen)
    ordered = found.order_by(rows.state, kind.key).limit(LISTED)
    return [
        Waiting(kind.shown(*told), state, error)
        for state, error, *told in db.session.execute(ordered)
    ]


def next_job(queues: Iterable[Queue]) -> Job | None:
    """Return what has waited longest, kind by kind."""
    return next(filter(None, map(_next_of, queues)), None)


def _next_of(queue: Queue) -> Job | None:
    """Return what has waited longest of one kind."""
    kind, signable = queue
    found = kind.select_open(kind.key, Unit.code).where(signable, kind.rows.state == WAITING)
    row = db.session.execute(found.order_by(kind.key).limit(1)).first()
    return Job(kind, *row) if row else None


def count_waiting(queues: Iterable[Queue]) -> int:
    """Return how many documents wait."""
    return sum(
        db.session.scalar(
            kind.select_open(func.count()).where(signable, kind.rows.state == WAITING)
        )
        or 0
        for kind, signable in queues
    )


def is_waiting(certificate_id: int) -> bool:
    """Whether a certificate is still to be signed."""
    own = CertificateSignature.certificate_id == certificate_id
    state = db.session.scalar(select(CertificateSignature.state).where(own))
    return state == WAITING


def signed_digest(certificate_id: int) -> str:
    """Return the name of a certificate's signed PDF, empty while there is none."""
    found = select(CertificateSignature.digest).where(
        CertificateSignature.certificate_id == certificate_id
    )
    return db.session.scalar(found) or ""
