"""The evidence of a certificate: all that shows, without asking us, that it is in the signed log.

`docs/periksa_bukti.py` checks such a file with the standard library alone.
"""

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from elearning.certificates.models import Proof
from elearning.certificates.seals import sealed_values
from elearning.core.db import db
from elearning.records import ledger_queries
from elearning.records.chains import canonical, covered
from elearning.records.models import HistoryEntry
from elearning.records.notes import VerifierKey, origin_of
from elearning.records.seals import PERSONAL, frozen_names

FORMAT = "elearning-bukti-1"


def evidence_of(proof: Proof) -> dict[str, Any] | None:
    """Return the evidence under the first checkpoint that covers a certificate; None before it."""
    place = ledger_queries.position_of(proof.completion.id)
    checkpoint = ledger_queries.checkpoint_with(place.number) if place else None
    if place is None or checkpoint is None:
        return None
    path = ledger_queries.tree(checkpoint.size).path(place.number)
    return sealed_parts(proof, entry_with(place.entry_id)) | {
        "format": FORMAT,
        "log": {"number": place.number, "path": [each.hex() for each in path]},
        "checkpoint": checkpoint.note,
        "key": str(signer(checkpoint.note)),
    }


def sealed_parts(proof: Proof, entry: HistoryEntry) -> dict[str, Any]:
    """Return an entry and what it seals; personal fields whose salt was erased are left out."""
    has_personal, is_sealed = bool(entry.salt), bool(entry.frozen)
    personal = {"salt": entry.salt, "fields": values(proof.completion, PERSONAL)}
    return {
        "entry": values(entry, covered(entry)),
        "frozen": values(proof.completion, frozen_names(proof.completion)) if is_sealed else None,
        "personal": personal if has_personal else None,
        "certificate": plain(sealed_values(proof.certificate)) if entry.certified else None,
    }


def values(thing: Any, names: Iterable[str]) -> dict[str, Any]:
    """Return columns as the canonical JSON has them."""
    return plain({name: getattr(thing, name) for name in names})


def plain(named: dict[str, Any]) -> dict[str, Any]:
    """Return values as the canonical JSON has them."""
    found: dict[str, Any] = json.loads(canonical(named))
    return found


def entry_with(key: int) -> HistoryEntry:
    """Return an entry by its key."""
    return db.session.scalars(select(HistoryEntry).where(HistoryEntry.id == key)).one()


def signer(note: str) -> VerifierKey:
    """Return the published key whose name and four bytes a checkpoint carries."""
    keys = [key for key, _first_used_at in ledger_queries.published_keys()]
    return next(key for key in keys if key.name == origin_of(note) and key.has_signed(note))
