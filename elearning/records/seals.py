"""What an entry of the history seals of its completion, so that nothing printed can be changed unseen.

Personal fields are sealed as a salted commitment: when the law has them erased, the salt goes with
them, the commitment stays, and the chain still verifies.
"""

import hmac
import secrets
from collections.abc import Mapping
from typing import Any, NamedTuple

from elearning.records.chains import canonical, digest
from elearning.records.models import Completion

SALT_BYTES = 16
#: How the columns of a completion are named beside those of its entry.
BESIDE = "completion_"
PERSONAL = (
    *("full_name", "nip", "status", "rank", "position", "position_kind"),
    *("unit", "department", "agency", "unit_path", "siasn_id"),
)
#: Not frozen: the key, which a move to another database may not keep, and whether it counts,
#: which the history says.
BESIDES = {"id", "reversed_at"}
FROZEN = tuple(
    column.name
    for column in Completion.__table__.columns
    if column.name not in {*PERSONAL, *BESIDES}
)
#: Columns of after the first seals, with what they hold when they say nothing; then they are left
#: out, so that seals of before them still fit.
UNSAID = {"version": 1, "valid_until": None}


class Seal(NamedTuple):
    """The digests of a completion; `certified` is its certificate's, empty without one."""

    salt: str
    frozen: str
    personal: str
    certified: str


def sealed(completion: Any, certified: str) -> Seal:
    """Seal a completion with a new salt."""
    salt = secrets.token_hex(SALT_BYTES)
    return Seal(salt, frozen_digest(completion), commitment(completion, salt), certified)


def frozen_digest(completion: Any, prefix: str = "") -> str:
    """Return the digest of what is no personal field."""
    return digest(_values(completion, frozen_names(completion, prefix), prefix))


def frozen_names(completion: Any, prefix: str = "") -> tuple[str, ...]:
    """Return the columns that the digest of a completion covers."""
    return tuple(
        name
        for name in FROZEN
        if name not in UNSAID or getattr(completion, f"{prefix}{name}") != UNSAID[name]
    )


def commitment(completion: Any, salt: str, prefix: str = "") -> str:
    """Return the HMAC-SHA256 of the personal fields under a salt."""
    message = canonical(_values(completion, PERSONAL, prefix))
    return hmac.digest(bytes.fromhex(salt), message, "sha256").hex()


def _values(completion: Any, names: tuple[str, ...], prefix: str) -> Mapping[str, object]:
    return {name: getattr(completion, f"{prefix}{name}") for name in names}


def is_broken(entry: Any) -> bool:
    """Whether a completion says something else than when its entry sealed it.

    The entry is a row that holds the completion's columns too, each behind `BESIDE`.
    """
    if not entry.frozen:
        return False
    is_personal = entry.salt and entry.personal != commitment(entry, entry.salt, BESIDE)
    return bool(is_personal) or entry.frozen != frozen_digest(entry, BESIDE)
