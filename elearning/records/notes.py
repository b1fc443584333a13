"""Checkpoints as signed notes: the text of C2SP's tlog-checkpoint, signed as C2SP's signed-note.

A note is the text, an empty line and a signature line: an em dash, the key's name and, in base64,
four bytes that name the key and the signature.
"""

import hashlib
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable
from typing import NamedTuple

#: The kind of signature in the key's four bytes and in its written form.
ED25519 = b"\x01"
MARK = "\n\n— "


class VerifierKey(NamedTuple):
    """A public key with the name under which it signs; written `name+hash+key`."""

    name: str
    public: bytes

    @property
    def hash(self) -> bytes:
        """The four bytes that name the key in a signature line."""
        return hashlib.sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:4]

    def has_signed(self, note: str) -> bool:
        """Whether the last signature of a note is this key's."""
        from elearning.core.signing import is_signed  # cryptography loads with the first check

        said, mark, line = note.rpartition(MARK)
        name, _space, written = line.removesuffix("\n").partition(" ")
        signature = plain_bytes(written)
        is_named = bool(mark) and name == self.name and signature[:4] == self.hash
        return is_named and is_signed(self.public, signature[4:], f"{said}\n".encode())

    def __str__(self) -> str:
        return f"{self.name}+{self.hash.hex()}+{b64encode(ED25519 + self.public).decode()}"


def plain_bytes(written: str) -> bytes:
    """Return what base64 stands for; nothing when it is none."""
    try:
        return b64decode(written, validate=True)
    except ValueError:
        return b""


def checkpoint_text(origin: str, size: int, root: bytes) -> str:
    """Return what is signed of a checkpoint."""
    return f"{origin}\n{size}\n{b64encode(root).decode()}\n"


def origin_of(note: str) -> str:
    """Return the log that a checkpoint says it is of."""
    return note.partition("\n")[0]


def signed(text: str, key: VerifierKey, sign: Callable[[bytes], bytes]) -> str:
    """Return a text, which ends with its line, as a note."""
    signature = b64encode(key.hash + sign(text.encode())).decode()
    return f"{text}\n— {key.name} {signature}\n"


def is_genuine(note: str, text: str, keys: Iterable[VerifierKey]) -> bool:
    """Whether a note is a text with a signature of one of some keys."""
    is_said = note.rpartition(MARK)[0] + "\n" == text
    return is_said and any(key.has_signed(note) for key in keys)
