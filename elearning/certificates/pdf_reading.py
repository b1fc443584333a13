"""The door to foreign PDFs: any bytes give what they say of themselves, or nothing."""

import json
from base64 import b64encode
from datetime import datetime
from threading import BoundedSemaphore
from typing import NamedTuple

from flask_babel import gettext as _

from elearning.core import bare_process
from elearning.core.errors import Refused

PROCESS = "elearning.certificates.pdf_process"
#: The clock on the wall; the process also has its own processor seconds.
SECONDS = 6
#: Files that one process of the server has read at once, and how long the next one waits: whoever
#: sends bad files in a row must not take every thread from those who learn.
AT_ONCE = 2
PATIENCE_SECONDS = 2

_places = BoundedSemaphore(AT_ONCE)


class FoundSignature(NamedTuple):
    """A signature as the process saw it, see `signing.inspection`."""

    signer: str
    issuer: str
    at: str
    is_whole: bool
    is_trusted: bool

    @property
    def moment(self) -> datetime:
        """When it was signed by the signer's clock."""
        return datetime.fromisoformat(self.at)


class Content(NamedTuple):
    """What a PDF says that it is, and who signed it."""

    codes: list[str]
    printed: list[tuple[str, str]]
    transcripts: list[str]
    signatures: list[FoundSignature]


def content_of(pdf: bytes, roots: bytes = b"") -> Content | None:
    """Let a process read a PDF; None when it cannot, whatever the reason."""
    if not _places.acquire(timeout=PATIENCE_SECONDS):
        raise Refused(_("Many files are being checked just now. Send yours again in a minute."))
    try:
        answer = bare_process.ask(PROCESS, given=b64encode(roots) + b"\n" + pdf, seconds=SECONDS)
    finally:
        _places.release()
    told = json.loads(answer.output) if answer.code == 0 else None
    return told and Content(
        codes=told["codes"],
        printed=[(number, check) for number, check in told["printed"]],
        transcripts=told["transcripts"],
        signatures=[FoundSignature(**each) for each in told["signatures"]],
    )
