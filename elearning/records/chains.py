"""The hash chain of a person's history: each entry carries the hash of the one before it."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

GENESIS = "0" * 64

#: What the hash covers, in this order of meaning; the canonical form sorts by name.
COVERED = (
    "person_id",
    "seq",
    "kind",
    "identity",
    "completion_id",
    "title",
    "organiser",
    "activity_type",
    "competency_kind",
    "certificate_number",
    "started_on",
    "completed_on",
    "year",
    "jp",
    "recorded_at",
    "previous_hash",
)

#: Of an entry that seals its completion: the digests of what is printed and exported. Entries of
#: before the seals have none, and those of training earned elsewhere need none.
SEALS = ("frozen", "personal", "certified")

#: Of an entry that takes another one back or stands in its place; covered where they are set, so
#: entries of before the corrections keep their hash.
CORRECTING = ("reverses", "reason", "replaces")


def entry_hash(entry: Any) -> str:
    """Return the SHA-256 over an entry's canonical JSON."""
    return digest({name: getattr(entry, name) for name in covered(entry)})


def covered(entry: Any) -> tuple[str, ...]:
    """Return the names of what an entry's hash covers."""
    seals = SEALS if entry.frozen else ()
    return (*COVERED, *seals, *(name for name in CORRECTING if getattr(entry, name)))


def digest(values: Mapping[str, object]) -> str:
    """Return the SHA-256 over the canonical JSON of some values."""
    return hashlib.sha256(canonical(values)).hexdigest()


def canonical(values: Mapping[str, object]) -> bytes:
    """Return values as JSON with sorted keys and no spaces; dates in ISO form, decimals as text."""
    text = json.dumps(
        values, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain
    )
    return text.encode()


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        value = value.astimezone(UTC)
    return value.isoformat() if isinstance(value, date) else str(value)
