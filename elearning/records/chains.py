"""The hash chain of a person's history: each entry carries the hash of the one before it."""

import hashlib
import json
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


def entry_hash(entry: Any) -> str:
    """Return the SHA-256 over an entry's canonical JSON: sorted keys, no spaces, ISO dates."""
    values = {name: getattr(entry, name) for name in COVERED}
    text = json.dumps(
        values,
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
        default=lambda v: v.isoformat(),
    )
    return hashlib.sha256(text.encode()).hexdigest()
