"""Who may turn a certificate into a badge and show it."""

from typing import Any

from elearning.certificates.models import Proof


def is_holder(person: Any, proof: Proof) -> bool:
    """The person who earned it, and nobody on their behalf: a badge is theirs to show."""
    return bool(person.is_authenticated) and proof.completion.person_id in person.account_ids
