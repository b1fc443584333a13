"""Messages as Standard Webhooks 1.0 has them: id, timestamp, signatures (standardwebhooks.com)."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime

#: By its beginning people and scanners know what a secret is for.
BEGINNING = "whsec_"
SECRET_BYTES = 32


def new_secret() -> str:
    """Return a new secret, `whsec_` and 256 random bits in base64."""
    return BEGINNING + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def signature(secret: str, message_id: str, at: datetime, body: bytes) -> str:
    """Return the signature of a message, `v1,` and an HMAC-SHA256 in base64."""
    key = base64.b64decode(secret.removeprefix(BEGINNING))
    signed = f"{message_id}.{int(at.timestamp())}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()


def headers(keys: Iterable[str], message_id: str, at: datetime, body: bytes) -> dict[str, str]:
    """Return the headers of a message; while a secret is replaced, both sign."""
    return {
        "Content-Type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signature(key, message_id, at, body) for key in keys),
    }
