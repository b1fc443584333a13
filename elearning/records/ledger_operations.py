"""Adding to the log of all entries: numbers, nodes and signed checkpoints, under one lock."""

from base64 import b64encode
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sqlalchemy import insert, select

from elearning.core.db import db, insert_new
from elearning.core.settings import current_settings
from elearning.records import ledger_queries as queries
from elearning.records.ledger_queries import Waiting
from elearning.records.merkle import completed, leaf_hash
from elearning.records.models import Checkpoint, LedgerHead, LedgerLine, LedgerNode, SigningKey
from elearning.records.notes import VerifierKey, checkpoint_text, signed

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

CHUNK = 1_000
#: No transaction lives as long: what has not committed within it never will.
SETTLING = timedelta(hours=1)


def locked_head(at: datetime) -> LedgerHead:
    """Return the log's head, locked: two workers number one after the other."""
    new = {"id": 1, "size": 0, "settled": 0, "seen": 0, "seen_at": at}
    insert_new(LedgerHead, new, ["id"])
    found = select(LedgerHead).with_for_update().execution_options(populate_existing=True)
    return db.session.scalars(found).one()


def number_some(after: int, at: datetime) -> list[Waiting]:
    """Give the next entries beyond a key their numbers and return them.

    PostgreSQL's keys commit out of order, so whoever numbers begins at the settled key again.
    """
    head = locked_head(at)
    entries = queries.waiting(after, CHUNK)
    if entries:
        add_lines(head, entries)
    if len(entries) < CHUNK and at - head.seen_at >= SETTLING:
        head.settled, head.seen, head.seen_at = head.seen, queries.last_entry_key(), at
    db.session.flush()  # a checkpoint of the same transaction reads the lines
    return entries


def add_lines(head: LedgerHead, entries: Sequence[Waiting]) -> None:
    """Write lines and the nodes that they complete."""
    leaves = [leaf_hash(bytes.fromhex(entry.hash)) for entry in entries]
    nodes = completed(head.size, leaves, queries.read_hashes)
    lines = [
        {"number": number, "entry_id": entry.id, "hash": entry.hash}
        for number, entry in enumerate(entries, start=head.size)
    ]
    db.session.execute(insert(LedgerLine), lines)
    if nodes:
        kept = [node._asdict() | {"hash": node.hash.hex()} for node in nodes]
        db.session.execute(insert(LedgerNode), kept)
    head.size += len(entries)


def sign_checkpoint(key: "Ed25519PrivateKey", at: datetime) -> Checkpoint | None:
    """Sign the log as it is; None when it has not grown since the last checkpoint."""
    size, last = locked_head(at).size, queries.latest()
    if size == (last.size if last else 0):
        return None
    root, name = queries.tree(size).root(), origin()
    verifier = VerifierKey(name, key.public_key().public_bytes_raw())
    keep_key(verifier, at)
    note = signed(checkpoint_text(name, size, root), verifier, key.sign)
    checkpoint = Checkpoint(size=size, root=root.hex(), made_at=at, note=note)
    db.session.add(checkpoint)
    return checkpoint


def keep_key(key: VerifierKey, at: datetime) -> None:
    """Publish a key from its first use on."""
    public = b64encode(key.public).decode()
    row = {"name": key.name, "public": public, "first_used_at": at}
    insert_new(SigningKey, row, ["name", "public"])


def origin() -> str:
    """Return the log's name: the platform's address without its scheme."""
    address = urlsplit(current_settings().public_url)
    return f"{address.netloc}{address.path.rstrip('/')}/elearning"
