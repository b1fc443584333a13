"""Who may have a certificate's PDF."""

from typing import Any

from elearning.accounts.policy import reaches
from elearning.certificates.models import Proof


def can_download(person: Any, proof: Proof) -> bool:
    """The person who earned it, and HR of the unit where it was earned or where they are now."""
    completion = proof.completion
    return bool(person.is_authenticated) and (
        person.id == completion.person_id
        or reaches(person, completion.unit_path)
        or reaches(person, proof.path_now)
    )
