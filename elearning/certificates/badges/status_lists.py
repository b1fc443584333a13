"""The signed lists that say which badges are revoked (Bitstring Status List 1.0)."""

import gzip
from datetime import datetime
from functools import lru_cache

from elearning.certificates.badges import documents, queries, signatures
from elearning.certificates.badges.keys import SigningKeys, base64url, compact, name_of
from elearning.certificates.badges.models import LIST_SIZE
from elearning.certificates.badges.printing import published
from elearning.core.settings import Settings, current_settings

KEPT = 32


def signed_list(number: int, at: datetime) -> bytes:
    """Return a list as signed credential; within the hour, and unless it changes, the same bytes."""
    hour = at.replace(minute=0, second=0, microsecond=0)
    revoked = queries.revoked_in(number)
    return _signed(current_settings(), number, revoked, published(at), hour)


@lru_cache(maxsize=KEPT)
def _signed(
    settings: Settings, number: int, revoked: tuple[int, ...], keys: SigningKeys, hour: datetime
) -> bytes:
    """Sign a list, once for each state of it."""
    document = documents.status_list(settings, number, encoded(revoked), hour)
    method = documents.key_id(settings, name_of(keys.proof.public_key()))
    return compact(
        signatures.with_proof(document, keys.proof, method, documents.moment(hour)),
    )


def encoded(revoked: tuple[int, ...]) -> str:
    """Return the bits, the first one leftmost, compressed, as multibase text of base64url."""
    bits = bytearray(LIST_SIZE // 8)
    for index in revoked:
        bits[index // 8] |= 0x80 >> index % 8
    return "u" + base64url(gzip.compress(bytes(bits), mtime=0))
