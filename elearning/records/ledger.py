"""What the worker does for the log of all entries: it numbers them and signs once a day."""

from datetime import datetime, timedelta
from functools import partial
from math import inf
from typing import TYPE_CHECKING

from elearning.core.db import db, reading, retrying, writing
from elearning.records import ledger_queries as queries
from elearning.records.ledger_operations import number_some, sign_checkpoint
from elearning.records.ledger_queries import Waiting
from elearning.records.models import Checkpoint

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

BETWEEN_CHECKPOINTS = timedelta(hours=24)
#: Entries that the worker numbers before it looks after its other work again.
MOST = 100_000


def number_due(at: datetime, most: int = MOST) -> int:
    """Number the entries that are not in the log yet; without any, take no lock."""
    with reading():
        settled = queries.settled_key()
        if not queries.waiting(settled, 1):
            return 0
    return number_beyond(settled, at, most)


def checkpoint_due(at: datetime) -> int:
    """Sign the log when a day has passed since the last checkpoint and it has grown."""
    with reading():
        last, size = queries.latest(), queries.log_size()
    if size == (last.size if last else 0):
        return 0
    if last and at - last.made_at < BETWEEN_CHECKPOINTS:
        return 0
    return 1 if make_checkpoint(at) else 0


def make_checkpoint(at: datetime) -> Checkpoint | None:
    """Number whatever has no number, however old, then sign the log if it has grown."""
    from elearning.core.signing import signing_key  # cryptography loads with the first checkpoint

    key = signing_key()
    number_beyond(0, at)
    with writing():
        return retrying(lambda: _signed(key, at))


def number_beyond(after: int, at: datetime, most: float = inf) -> int:
    """Number the entries beyond a key, each chunk in a transaction of its own."""
    count = 0
    with writing():
        while count < most and (entries := retrying(partial(_numbered, after, at))):
            count, after = count + len(entries), entries[-1].id
    return count


def _numbered(after: int, at: datetime) -> list[Waiting]:
    db.session.rollback()
    entries = number_some(after, at)
    db.session.commit()
    return entries


def _signed(key: "Ed25519PrivateKey", at: datetime) -> Checkpoint | None:
    db.session.rollback()
    checkpoint = sign_checkpoint(key, at)
    db.session.commit()
    return checkpoint
