"""BSrE's e-sign client service, version 2: one HTTPS call a document.

Asked and answered as public clients of the service do: the sheet of the domain names them. A
redirect is not followed, an answer has a most of bytes and of seconds, and nothing of it is logged.
"""

import json
import ssl
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from time import monotonic
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from elearning.certificates.signing.adapter import Credentials
from elearning.certificates.signing.failures import SigningFailed
from elearning.core.settings import Settings

PATH = "/api/v2/sign/pdf"
LARGEST_ANSWER = 16 * 1024 * 1024
PIECE = 64 * 1024
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
REASON = "Dokumen ditandatangani secara elektronik"
#: What the service answers instead of a document, by its `status_code`.
REFUSALS = {2031: "passphrase", 2011: "unregistered"}


class BsreSigner:
    """Sends documents to the service in one person's name."""

    def __init__(self, address: SplitResult, seconds: float, credentials: Credentials) -> None:
        self.address, self.seconds, self.credentials = address, seconds, credentials

    def sign(self, pdf: bytes) -> bytes:
        """Return the signed document; raises SigningFailed."""
        try:
            status, answer = self._answer(self._question(pdf))
        except TimeoutError:
            raise SigningFailed("timeout") from None
        except (OSError, HTTPException):
            raise SigningFailed("unreachable") from None
        return document_in(status, answer)

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

    def _answer(self, body: bytes) -> tuple[int, bytes]:
        """Ask once; a slow answer ends with its time, whatever trickles in."""
        end = monotonic() + self.seconds
        connection = self._connection()
        try:
            path = self.address.path.rstrip("/") + PATH
            connection.request("POST", path, body, headers=self._headers())
            with connection.getresponse() as response:
                return response.status, _read(response, end)
        finally:
            connection.close()

    def _connection(self) -> HTTPConnection:
        """Return a connection, unencrypted to this machine only."""
        host, port = self.address.hostname or "", self.address.port
        if self.address.scheme == "http" and host in LOOPBACK:
            return HTTPConnection(host, port, timeout=self.seconds)
        context = ssl.create_default_context()
        return HTTPSConnection(host, port, timeout=self.seconds, context=context)

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
    address = urlsplit(settings.bsre_url)
    is_local = address.scheme == "http" and address.hostname in LOOPBACK
    if not address.hostname or not (address.scheme == "https" or is_local):
        raise SigningFailed("setup")
    return BsreSigner(address, settings.bsre_seconds, credentials)


def _read(response: HTTPResponse, end: float) -> bytes:
    """Return a whole answer, given up when it is too slow or too long."""
    pieces = bytearray()
    while piece := response.read1(PIECE):
        pieces += piece
        if monotonic() > end:
            raise TimeoutError
        if len(pieces) > LARGEST_ANSWER:
            raise SigningFailed("service")
    return bytes(pieces)


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
