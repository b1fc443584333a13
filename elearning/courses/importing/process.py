"""A process that reads one foreign file from standard input and prints what came of it as JSON.

A few kilobytes of Word or XML can ask for all memory and time, and the libraries that read them
fail in their own ways; so they do it here, without a network, a database or a secret.
"""

import json
import resource
import sys
from base64 import b64encode
from contextlib import suppress
from typing import Any

from elearning.courses.importing.found import Imported
from elearning.courses.importing.jobs import Job, imported
from elearning.courses.importing.refusing import ImportRefused

MEMORY = 2 << 30
SECONDS = 30


def main() -> None:
    """Read a line that says what is asked, then the file; print the answer."""
    for limit, size in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS)):
        with suppress(ValueError, OSError):
            resource.setrlimit(limit, (size, size))
    job = Job(*json.loads(sys.stdin.buffer.readline()))
    json.dump(answer(job, sys.stdin.buffer.read()), sys.stdout)


def answer(job: Job, data: bytes) -> dict[str, Any]:
    """Return the files, or why there are none."""
    try:
        return _told(imported(job, data))
    except ImportRefused as refused:
        return {"refused": [refused.code, refused.params]}
    except (MemoryError, RecursionError):
        return {"refused": ["tired", {}]}


def _told(found: Imported) -> dict[str, Any]:
    losses = [
        (loss.place.kind, loss.place.number, loss.code, loss.quote, dict(loss.params))
        for loss in found.losses
    ]
    media = {name: b64encode(content).decode() for name, content in found.media.items()}
    return {"files": found.files, "media": media, "losses": losses}


if __name__ == "__main__":
    main()
