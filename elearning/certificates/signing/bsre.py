"""BSrE's e-sign client service, version 2: one HTTPS call a document.

Asked and answered as public clients of the service do: the sheet of the domain names them. A
redirect is not followed, an answer has a most of bytes and of seconds, and nothing of it is logged.
"""

import json
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from typing import Any
from urllib.parse import SplitResult, unquote

from elearning.certificates.signing.credentials import Credentials
from elearning.certificates.signing.failures import SigningFailed
from elearning.core.outgoing import CallFailed, Limits, address_of, call
from elearning.core.settings import Settings

PATH = "/api/v2/sign/pdf"
LARGEST_ANSWER = 16 * 1024 * 1024
REASON = "Dokumen ditandatangani secara elektronik"
#: What ends a call for which nobody has words of its own.
FAILURES = {"size": "service"}
#: What the service answers instead of a document, by its `status_code`.
REFUSALS = {2031: "passphrase", 2011: "unregistered"}


class BsreSigner:
    """Sends documents to the service in one person's name."""

    def __init__(self, address: SplitResult, seconds: float, credentials: Credentials) -> None:
        self.address, self.seconds, self.credentials = address, seconds, credentials

    def sign(self, pdf: bytes) -> bytes:
        """Return the signed document; raises SigningFailed."""
        path = self.address.path.rstrip("/") + PATH
        limits = Limits(self.seconds, LARGEST_ANSWER)
        try:
            answer = call(
                self.address,
                limits,
                self._question(pdf),
                method="POST",
                path=path,
                headers=self._headers(),
            )
        except CallFailed as failed:
            raise SigningFailed(FAILURES.get(failed.code, failed.code)) from None
        return document_in(answer.status, answer.body)

    def _question(self, pdf: bytes) -> bytes:
        """Return the body of the call."""
        return json.dumps(
            {
                "nik": self.credentials.nik,
                "passphrase": self.credentials.passphrase,
                "signatureProperties": [{"tampilan": "INVISIBLE", "reason": REASON}],
                "file": [b64encode(pdf).decode()],
            }
        ).encode()

    def _headers(self) -> dict[str, str]:
        """Return the headers, with the application's own name and password."""
        pair = f"{unquote(self.address.username or '')}:{unquote(self.address.password or '')}"
        return {
            "Authorization": f"Basic {b64encode(pair.encode()).decode()}",
            "Content-Type": "application/json",
            "Accept": "application/json",
        }


def bsre_signer(settings: Settings, credentials: Credentials) -> BsreSigner:
    """Return the signer that the settings describe; raises SigningFailed."""
    try:
        address = address_of(settings.bsre_url)
    except CallFailed as failed:
        raise SigningFailed(failed.code) from None
    return BsreSigner(address, settings.bsre_seconds, credentials)


def document_in(status: int, answer: bytes) -> bytes:
    """Return the document of an answer; raises SigningFailed for every other answer."""
    try:
        told = json.loads(answer)
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise SigningFailed("service")
    if status == 200 and "file" in told:
        return _decoded(told["file"])
    code = told.get("status_code")
    known = REFUSALS.get(code) if isinstance(code, int) else None
    if known is not None:
        raise SigningFailed(known)
    if status in (401, 403):
        raise SigningFailed("setup")
    raise SigningFailed("document" if status in (400, 413, 422) else "service")


def _decoded(files: Any) -> bytes:
    """Return the one document of a list."""
    try:
        (text,) = files
        return b64decode(text, validate=True)
    except (TypeError, ValueError, NotBase64):
        raise SigningFailed("service") from None
