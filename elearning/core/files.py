"""The file store: bytes under the SHA-256 of what they are, written once, never changed."""

import hashlib
import os
import re
import tempfile
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from elearning.core.settings import current_settings

DIGEST = re.compile(r"[0-9a-f]{64}")


def digest_of(content: bytes) -> str:
    """Return the name under which bytes are stored."""
    return hashlib.sha256(content).hexdigest()


def store(content: bytes) -> str:
    """Store bytes durably and return their digest; storing them again is noted and harmless."""
    digest = digest_of(content)
    path = path_of(digest)
    with suppress(FileNotFoundError):
        os.utime(path)  # `remove` spares what is in use again
        return digest
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(path)
    return digest


def remove(digest: str, unused_since: datetime) -> None:
    """Remove bytes that nothing names, unless they were stored again after a moment."""
    path = path_of(digest)
    with suppress(FileNotFoundError):
        if path.stat().st_mtime < unused_since.timestamp():
            path.unlink()


def path_of(digest: str) -> Path:
    """Return where bytes of this digest lie."""
    if not DIGEST.fullmatch(digest):
        raise ValueError("A stored file is named by the SHA-256 of its content.")
    return current_settings().data_dir.absolute() / "files" / digest[:2] / digest
