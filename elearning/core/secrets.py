"""Random tokens and the hashes under which they are kept."""

import hashlib
import secrets

BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
#: For codes that people type: without letters and digits that look alike.
TYPED = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def new_token() -> str:
    """Return 256 random bits for a cookie or a link."""
    return secrets.token_urlsafe(32)


def new_code(length: int, alphabet: str = TYPED) -> str:
    """Return a random code that people can type."""
    return "".join(secrets.choice(alphabet) for _ in range(length))


def fingerprint(secret: str) -> str:
    """Return the SHA-256 of a secret: what the database keeps instead of it."""
    return hashlib.sha256(secret.encode()).hexdigest()
