"""The two keys that sign badges: another file in a key's place rotates it, old ones stay published."""

import base64
import hashlib
import json
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import (
    RSAPrivateKey,
    RSAPublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from flask_babel import gettext as _

from elearning.core.errors import Refused
from elearning.core.settings import (
    BADGE_PROOF_KEY_FILE,
    BADGE_TOKEN_KEY_FILE,
    Settings,
)
from elearning.core.signing import make_key

RSA_BITS = 3072
SMALLEST_RSA_BITS = 2048
RSA_EXPONENT = 65_537
ED25519 = b"\xed\x01"  # multicodec's mark of such a public key
BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

Private = TypeVar("Private", Ed25519PrivateKey, RSAPrivateKey)
PublicKey = Ed25519PublicKey | RSAPublicKey


class SigningKeys(NamedTuple):
    """The keys that sign now."""

    proof: Ed25519PrivateKey
    token: RSAPrivateKey


def signing_keys(settings: Settings) -> SigningKeys:
    """Return both keys; a file that a setting names is never made, only read."""
    proof = key_file(settings, settings.badge_proof_key_file, BADGE_PROOF_KEY_FILE)
    token = key_file(settings, settings.badge_token_key_file, BADGE_TOKEN_KEY_FILE)
    if not settings.badge_proof_key_file and not proof.exists():
        make_key(proof, Ed25519PrivateKey.generate())
    if not settings.badge_token_key_file and not token.exists():
        make_key(token, generate_private_key(RSA_EXPONENT, RSA_BITS))
    return SigningKeys(read(proof, is_proof_key), read(token, is_token_key))


def key_file(settings: Settings, named: str, own: str) -> Path:
    """Return where a key lies."""
    return Path(named) if named else settings.data_dir / own


def read(path: Path, is_fit: Callable[[object], bool]) -> Any:
    """Return the private key of a file, refused unless it is of the right kind."""
    try:
        key = loaded(path.read_bytes())
    except (OSError, ValueError, TypeError):
        key = None
    if not is_fit(key):
        raise Refused(
            _(
                "%(path)s holds no key in PEM form that can sign badges. Check BADGE_PROOF_KEY_FILE"
                " (Ed25519) and BADGE_TOKEN_KEY_FILE (RSA, at least 2048 bits).",
                path=path,
            )
        )
    return key


@lru_cache(maxsize=4)
def loaded(pem: bytes) -> object:
    """Return a private key; checking an RSA key takes 50 ms, so it is kept."""
    return load_pem_private_key(pem, password=None)


def is_proof_key(key: object) -> bool:
    """Whether a key can sign embedded proofs."""
    return isinstance(key, Ed25519PrivateKey)


def is_token_key(key: object) -> bool:
    """Whether a key can sign tokens."""
    return isinstance(key, RSAPrivateKey) and key.key_size >= SMALLEST_RSA_BITS


def pem_of(key: PublicKey) -> str:
    """Return a public key as it is kept."""
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def name_of(key: PublicKey) -> str:
    """Return the end of a public key's address."""
    return hashlib.sha256(
        key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    ).hexdigest()[:32]


def jwk_of(pem: str) -> dict[str, str]:
    """Return a kept RSA key as JSON Web Key (RFC 7517)."""
    key = load_pem_public_key(pem.encode())
    if not isinstance(key, RSAPublicKey):
        raise TypeError("Only RSA keys sign tokens.")
    numbers = key.public_numbers()
    return {"kty": "RSA", "n": number64(numbers.n), "e": number64(numbers.e)}


def multibase_of(pem: str) -> str:
    """Return a kept Ed25519 key as Multikey writes it."""
    key = load_pem_public_key(pem.encode())
    if not isinstance(key, Ed25519PublicKey):
        raise TypeError("Only Ed25519 keys sign embedded proofs.")
    return base58btc(ED25519 + key.public_bytes_raw())


def number64(number: int) -> str:
    """Return a positive whole number as JWK writes it."""
    return base64url(number.to_bytes((number.bit_length() + 7) // 8, "big"))


def base64url(content: bytes) -> str:
    """Return bytes in the URL-safe alphabet, without padding."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def base58btc(content: bytes) -> str:
    """Return bytes as multibase text of Bitcoin's alphabet; leading zeros stay."""
    number, digits = int.from_bytes(content, "big"), ""
    while number:
        number, digit = divmod(number, len(BASE58))
        digits = BASE58[digit] + digits
    zeros = len(content) - len(content.lstrip(b"\0"))
    return "z" + BASE58[0] * zeros + digits


def compact(value: object) -> bytes:
    """Return JSON without spaces."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
