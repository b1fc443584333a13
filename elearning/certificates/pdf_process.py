"""A process that reads one foreign PDF from standard input and prints what it says of itself as JSON.

A few kilobytes of PDF can ask for all memory and time; so they do it here, without a network, a
database or a secret.
"""

import json
import resource
import sys
from base64 import b64decode
from contextlib import suppress
from typing import Any

from elearning.certificates.marks import marks_in
from elearning.certificates.signing.inspection import signatures_of

#: Twice what any file of ours takes, on a slow machine too.
MEMORY = 1 << 29
SECONDS = 3


def main() -> None:
    """Read a line with the trusted roots, then the file; print the answer."""
    for limit, size in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS)):
        with suppress(ValueError, OSError):
            resource.setrlimit(limit, (size, size))
    roots = b64decode(sys.stdin.buffer.readline())
    json.dump(answer(sys.stdin.buffer.read(), roots), sys.stdout)


def answer(pdf: bytes, roots: bytes) -> dict[str, Any] | None:
    """Return the marks and signatures of a PDF; nothing when it cannot be read."""
    try:
        marks, signatures = marks_in(pdf), signatures_of(pdf, roots)
    except (ValueError, MemoryError, RecursionError):
        return None
    return {**marks._asdict(), "signatures": [each._asdict() for each in signatures]}


if __name__ == "__main__":
    main()
