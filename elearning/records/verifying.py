"""Proving that nobody changed a history or the audit log: every hash is computed anew."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, NamedTuple

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from elearning.core import audit
from elearning.records import queries
from elearning.records.chains import GENESIS, entry_hash
from elearning.records.seals import is_broken

GAP = _("an entry is missing before it")
LINK = _("it does not follow the entry before it")
CONTENT = _("its content was changed")
COMPLETION = _("it says something else than the completion it records")
END = _("the chain's head names another last entry")


class Break(NamedTuple):
    """The first thing that does not fit: whose chain, which entry, and why."""

    person_id: int
    seq: int
    reason: LazyString


def first_break(entries: Iterable[Any]) -> Break | None:
    """Return the first broken entry of all chains, or of what they should hold; None when whole."""
    breaks = (found for _key, chain in _chains(entries) if (found := chain_break(chain)))
    return next(breaks, None) or _missing()


def _chains(entries: Iterable[Any]) -> Iterator[tuple[int, Iterable[Any]]]:
    """Yield the entries of each person."""
    return groupby(entries, key=lambda entry: entry.person_id)


def chain_break(chain: Iterable[Any]) -> Break | None:
    """Return the first entry of one chain that does not fit, the end included."""
    seq, previous, entry = 0, GENESIS, None
    for entry in chain:
        reason = _entry_break(entry, seq, previous)
        if reason:
            return Break(entry.person_id, entry.seq, reason)
        seq, previous = entry.seq, entry.hash
    if entry is not None and (entry.head_seq, entry.head_hash) != (seq, previous):
        return Break(entry.person_id, entry.seq, END)
    return None


def _entry_break(entry: Any, seq: int, previous: str) -> LazyString | None:
    """Say why an entry does not follow the one before it, if it does not."""
    checks = (
        (entry.seq != seq + 1, GAP),
        (entry.previous_hash != previous, LINK),
        (entry_hash(entry) != entry.hash, CONTENT),
        (bool(entry.differs) or is_broken(entry), COMPLETION),
    )
    return next((reason for broken, reason in checks if broken), None)


def _missing() -> Break | None:
    """Return what should stand in a chain and does not."""
    end = queries.first_lost_end()
    if end:
        return Break(*end, _("the last entry is missing"))
    lost = queries.first_lost_completion()
    if lost:
        return Break(lost[0], 0, _("a completion is not in the history"))
    wrong = queries.first_wrong_total()
    if wrong:
        return Break(wrong[0], 0, _("the JP of a year are not the sum of its entries"))
    return _miscorrected()


def _miscorrected() -> Break | None:
    """Return a reversal, or what one should have taken back, that does not fit."""
    wrong = queries.first_wrong_reversal()
    if wrong:
        return Break(*wrong, _("it does not take back what the entry it names has given"))
    miscounted = queries.first_miscounted()
    if miscounted:
        return Break(*miscounted, _("whether its completion counts is not what the history says"))
    return None


def first_broken_deed(deeds: Iterable[Any]) -> int | None:
    """Return the first entry of the audit log that was changed or has lost the one before it."""
    previous = audit.GENESIS
    for deed in deeds:
        if deed.previous_hash != previous or audit.chain_hash(deed) != deed.hash:
            return int(deed.id)
        previous = deed.hash
    return None
