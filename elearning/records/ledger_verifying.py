"""Proving that the log of all entries is what was signed: one pass over its lines, in order."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from elearning.records import ledger_queries as queries
from elearning.records.ledger_queries import Published
from elearning.records.merkle import Frontier, Node, leaf_hash
from elearning.records.notes import VerifierKey, checkpoint_text, is_genuine, origin_of

GAP = _("a line is missing before it")
ENTRY = _("its hash is not that of its entry")
NODE = _("a stored hash over the lines up to it was changed")
ROOT = _("the checkpoint up to it signs other lines")
SIGNATURE = _("the signature of the checkpoint up to it is not valid")
END = _("it is the last one, but the log once had more lines")


class LedgerBreak(NamedTuple):
    """The first thing that does not fit: at which line, and why."""

    number: int
    reason: LazyString


def first_ledger_break(lines: Iterable[Any]) -> LedgerBreak | None:
    """Return the first line at which entries, stored hashes and checkpoints do not fit."""
    frontier, nodes, signed = Frontier(), queries.every_node(), queries.every_checkpoint()
    keys, due = [key for key, _first_used_at in queries.published_keys()], next(signed, None)
    for line in lines:
        reason = _line_break(line, frontier, nodes)
        if not reason and due and due.size == frontier.size:
            reason = _checkpoint_break(due, frontier.root(), keys)
            due = next(signed, None)
        if reason:
            return LedgerBreak(line.number, reason)
    is_short = due is not None or frontier.size != queries.log_size()
    if is_short or next(nodes, None) is not None:
        return LedgerBreak(frontier.size - 1, END)
    return None


def _line_break(line: Any, frontier: Frontier, nodes: Iterator[Node]) -> LazyString | None:
    """Say why a line, or what is stored over it, is wrong; add it to the tree when it is not."""
    if line.number != frontier.size:
        return GAP
    if line.hash != line.entry_hash:
        return ENTRY
    completed = frontier.push(leaf_hash(bytes.fromhex(line.hash)))
    return NODE if any(next(nodes, None) != node for node in completed) else None


def _checkpoint_break(
    checkpoint: Published, root: bytes, keys: Sequence[VerifierKey]
) -> LazyString | None:
    """Say why a checkpoint is not that of the lines up to it."""
    origin = origin_of(checkpoint.note)
    text = checkpoint_text(origin, checkpoint.size, root)
    if checkpoint.root != root.hex() or not checkpoint.note.startswith(text):
        return ROOT
    own = [key for key in keys if key.name == origin]
    return None if is_genuine(checkpoint.note, text, own) else SIGNATURE
