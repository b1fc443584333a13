"""The platform's Ed25519 key: made on first use beside the secret key, read by its owner only."""

import os
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from flask_babel import gettext as _

from elearning.core.errors import Refused
from elearning.core.settings import SIGNING_KEY_FILE, current_settings


def signing_key() -> Ed25519PrivateKey:
    """Return the key; a file that a setting names is never made, only read."""
    named = current_settings().signing_key_file
    path = Path(named) if named else current_settings().data_dir / SIGNING_KEY_FILE
    if not named and not path.exists():
        make_key(path, Ed25519PrivateKey.generate())
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise Refused(
            _("%(path)s holds no Ed25519 key in PEM form. Check SIGNING_KEY_FILE.", path=path)
        )
    return key


def make_key(path: Path, new: Ed25519PrivateKey | RSAPrivateKey) -> None:
    """Write a new key, whole from its first moment; of two who make one the first wins."""
    with NamedTemporaryFile(dir=path.parent) as file:  # which only its owner can read
        file.write(new.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        file.flush()
        os.fsync(file.fileno())
        with suppress(FileExistsError):
            path.hardlink_to(file.name)


def is_signed(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether a signature of a message is a public key's."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
