"""Secrets that must be read again: sealed with a key from `SECRET_KEY`, never kept as they are.

The database alone, or a backup of it, gives none of them away.
"""

from base64 import urlsafe_b64encode
from typing import TYPE_CHECKING

from elearning.core.settings import current_settings

if TYPE_CHECKING:
    from cryptography.fernet import Fernet


def seal(purpose: str, secret: str) -> str:
    """Return a secret as it is kept."""
    return _box(purpose).encrypt(secret.encode()).decode()


def opened(purpose: str, sealed: str) -> str | None:
    """Return a secret that was sealed for a purpose; None when `SECRET_KEY` was another then."""
    from cryptography.fernet import InvalidToken

    try:
        return _box(purpose).decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def _box(purpose: str) -> "Fernet":
    """Return what seals and opens; each purpose has a key of its own."""
    from cryptography.fernet import Fernet  # loaded when it is needed
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    secret = current_settings().secret_key.encode()
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(secret)
    return Fernet(urlsafe_b64encode(derived))
