"""Everything that waits for a signature, of every kind: one desk, one passphrase."""

from typing import Any

from elearning.certificates import signature_queries as queries
from elearning.certificates.certificate_signatures import CERTIFICATES
from elearning.certificates.signables import Queue
from elearning.certificates.signature_policy import queues_for, seen_waiting
from elearning.core.settings import Settings
from elearning.development.transcript_signatures import TRANSCRIPTS

#: In the order in which they are signed.
KINDS = (CERTIFICATES, TRANSCRIPTS)


def own_queues(person: Any, settings: Settings) -> list[Queue]:
    """Return what a person may sign."""
    return queues_for(person, settings, KINDS)


def desk_of(person: Any, settings: Settings) -> queries.Desk:
    """Count what waits for a person and in their sight."""
    seen = [seen_waiting(person, kind) for kind in KINDS]
    return queries.desk(own_queues(person, settings), seen)


def lines_for(person: Any) -> list[queries.Waiting]:
    """Return the first of what waits in a person's sight."""
    return queries.waiting_list(KINDS, [seen_waiting(person, kind) for kind in KINDS])


def waiting_for(person: Any, settings: Settings) -> int:
    """Return how many documents a person could sign now."""
    return queries.count_waiting(own_queues(person, settings))
