"""Reading the log of all entries: what waits for a number, its tree, its checkpoints."""

from base64 import b64decode
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import exists, func, select

from elearning.core.db import db
from elearning.records.merkle import Node, Tree, leaf_hash
from elearning.records.models import (
    Checkpoint,
    HistoryEntry,
    LedgerHead,
    LedgerLine,
    LedgerNode,
    SigningKey,
)
from elearning.records.notes import VerifierKey
from elearning.records.queries import walk


class Waiting(NamedTuple):
    """An entry that has no number yet."""

    id: int
    hash: str


class Position(NamedTuple):
    """Where an entry stands in the log."""

    entry_id: int
    number: int


class Published(NamedTuple):
    """A checkpoint as everybody sees it."""

    size: int
    root: str
    made_at: datetime
    note: str


_UNNUMBERED = ~exists().where(LedgerLine.entry_id == HistoryEntry.id)
_WAITING = select(HistoryEntry.id, HistoryEntry.hash).where(_UNNUMBERED).order_by(HistoryEntry.id)
_PUBLISHED = select(Checkpoint.size, Checkpoint.root, Checkpoint.made_at, Checkpoint.note)
_LINES = (
    select(LedgerLine.number, LedgerLine.hash, HistoryEntry.hash.label("entry_hash"))
    .outerjoin(HistoryEntry, HistoryEntry.id == LedgerLine.entry_id)
    .order_by(LedgerLine.number)
)
#: A node is complete with the line that ends it; of several the lowest comes first.
_NODES = select(LedgerNode.level, LedgerNode.position, LedgerNode.hash).order_by(
    (LedgerNode.position + 1).bitwise_lshift(LedgerNode.level * 8), LedgerNode.level
)


def settled_key() -> int:
    """Return the key up to which every entry is numbered."""
    return db.session.scalar(select(LedgerHead.settled)) or 0


def waiting(after: int, limit: int) -> list[Waiting]:
    """Return entries beyond a key that have no number, the first first."""
    found = db.session.execute(_WAITING.where(HistoryEntry.id > after).limit(limit))
    return [Waiting(*row) for row in found]


def count_waiting() -> int:
    """Return how many entries are not in the log yet."""
    found = select(func.count()).select_from(HistoryEntry).where(_UNNUMBERED)
    return db.session.scalar(found) or 0


def last_entry_key() -> int:
    """Return the largest key of an entry."""
    return db.session.scalar(select(func.max(HistoryEntry.id))) or 0


def log_size() -> int:
    """Return how many lines the log has, by its head."""
    return db.session.scalar(select(LedgerHead.size)) or 0


def tree(size: int) -> Tree:
    """Return the tree over the first lines."""
    return Tree(size, read_hashes)


def read_hashes(level: int, first: int, last: int) -> list[bytes]:
    """Return the hashes of a level from a position up to another, which is not included."""
    if first == last:
        return []
    if level == 0:
        lines = select(LedgerLine.hash).order_by(LedgerLine.number)
        lines = lines.where(LedgerLine.number >= first, LedgerLine.number < last)
        return [leaf_hash(bytes.fromhex(each)) for each in db.session.scalars(lines)]
    nodes = select(LedgerNode.hash).order_by(LedgerNode.position)
    within = (LedgerNode.position >= first, LedgerNode.position < last)
    found = db.session.scalars(nodes.where(LedgerNode.level == level, *within))
    return [bytes.fromhex(each) for each in found]


# Checkpoints


def latest() -> Published | None:
    """Return the newest checkpoint."""
    found = checkpoints(1)
    return found[0] if found else None


def checkpoints(limit: int, below: int | None = None) -> list[Published]:
    """Return checkpoints of a size below a given one, the newest first."""
    found = _PUBLISHED.order_by(Checkpoint.size.desc()).limit(limit)
    if below is not None:
        found = found.where(Checkpoint.size < below)
    return [Published(*row) for row in db.session.execute(found)]


def checkpoint_with(number: int) -> Published | None:
    """Return the first checkpoint that covers a line."""
    found = _PUBLISHED.where(Checkpoint.size > number).order_by(Checkpoint.size).limit(1)
    row = db.session.execute(found).first()
    return Published(*row) if row else None


def published_keys() -> list[tuple[VerifierKey, datetime]]:
    """Return every key that has signed, with the moment of its first use, the newest first."""
    columns = (SigningKey.name, SigningKey.public, SigningKey.first_used_at)
    found = db.session.execute(select(*columns).order_by(SigningKey.id.desc()))
    return [(VerifierKey(name, b64decode(public)), at) for name, public, at in found]


def position_of(completion_id: int) -> Position | None:
    """Return the entry of a completion and its number in the log."""
    found = select(HistoryEntry.id, LedgerLine.number).join(
        LedgerLine, LedgerLine.entry_id == HistoryEntry.id
    )
    row = db.session.execute(found.where(HistoryEntry.completion_id == completion_id)).first()
    return Position(*row) if row else None


# Everything, for the one who verifies


def every_line() -> Iterator[Any]:
    """Return every line beside its entry's hash, in constant memory."""
    return walk(_LINES)


def every_node() -> Iterator[Node]:
    """Return the stored nodes in the order in which lines complete them."""
    return (Node(row.level, row.position, bytes.fromhex(row.hash)) for row in walk(_NODES))


def every_checkpoint() -> Iterator[Published]:
    """Return the checkpoints, the oldest first."""
    return (Published(*row) for row in walk(_PUBLISHED.order_by(Checkpoint.size)))
