"""BSrE's service as the tests have it: a real HTTP server that signs with the tests' authority."""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread
from typing import Any, cast

from elearning.certificates.signing.credentials import Credentials
from elearning.certificates.signing.pades import pades_signer
from elearning.core.settings import Settings
from tests.certificates.signing.authority import NIK, PASSPHRASE, packed, signatory

USER, PASSWORD = "esign", "kenari-aplikasi"


class Service(ThreadingHTTPServer):
    """Signs for one NIK; `mood` makes it fail, `before_answer` is called once it has signed."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Call)
        self.mood = ""
        self.calls: list[dict[str, Any]] = []
        self.signed: list[bytes] = []
        self.before_answer: Callable[[], object] = lambda: None
        self.closing = Event()

    @property
    def url(self) -> str:
        """The address for the setting `bsre_url`."""
        return f"http://{USER}:{PASSWORD}@127.0.0.1:{self.server_address[1]}"


def signed_by_authority(pdf: bytes) -> bytes:
    """Return a PDF signed with the signatory's key."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "kunci.p12"
        path.write_bytes(packed(signatory()))
        settings = Settings(signing="pades", signing_pkcs12=str(path))
        signer = pades_signer(settings, Credentials(PASSPHRASE), datetime.now(UTC), "")
    return signer.sign(pdf)


class Call(BaseHTTPRequestHandler):
    """One call of the client."""

    @property
    def service(self) -> Service:
        """The server."""
        return cast(Service, self.server)

    def do_POST(self) -> None:
        """Sign, or fail as the mood is."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        asked = json.loads(body)
        self.service.calls.append({"path": self.path, "headers": dict(self.headers), **asked})
        pair = b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        if self.headers["Authorization"] != f"Basic {pair}":
            self.answer(401, {"error": "Unauthorized"})
        elif self.service.mood:
            getattr(self, f"be_{self.service.mood}")(asked)
        elif asked["nik"] != NIK:
            self.answer(400, {"status_code": 2011, "error": "User tidak terdaftar"})
        elif asked["passphrase"] != PASSPHRASE:
            self.answer(400, {"status_code": 2031, "error": "Passphrase anda salah"})
        else:
            self.sign(asked)

    def sign(self, asked: dict[str, Any]) -> None:
        """Answer with the signed document."""
        (text,) = asked["file"]
        signed = signed_by_authority(b64decode(text))
        self.service.signed.append(signed)
        self.service.before_answer()
        self.answer(200, {"time": 12, "file": [b64encode(signed).decode()]})

    def be_silent(self, _asked: dict[str, Any]) -> None:
        """Answer nothing until the test is over."""
        self.service.closing.wait(20)

    def be_slow(self, _asked: dict[str, Any]) -> None:
        """Let an answer trickle."""
        self.send_response(200)
        self.end_headers()
        while not self.service.closing.wait(0.1):
            self.wfile.write(b" ")
            self.wfile.flush()

    def be_broken(self, asked: dict[str, Any]) -> None:
        """Fail, and tell in the answer what was asked, as such services do."""
        self.answer(500, {"status": 500, "error": "Internal Server Error", "asked": asked})

    def be_mad(self, _asked: dict[str, Any]) -> None:
        """Answer something that is no JSON."""
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"<html>maintenance</html>")

    def be_endless(self, _asked: dict[str, Any]) -> None:
        """Answer without an end."""
        self.send_response(200)
        self.end_headers()
        for _ in range(400):
            self.wfile.write(b"[" * 65536)

    def be_elsewhere(self, _asked: dict[str, Any]) -> None:
        """Send the client to another address."""
        self.send_response(307)
        self.send_header("Location", self.service.url + "/lain")
        self.end_headers()

    def be_picky(self, _asked: dict[str, Any]) -> None:
        """Refuse the document."""
        self.answer(400, {"status_code": 2044, "error": "Dokumen tidak dapat diproses"})

    def be_lazy(self, asked: dict[str, Any]) -> None:
        """Send back what came, unsigned."""
        self.answer(200, {"file": asked["file"]})

    def be_confused(self, _asked: dict[str, Any]) -> None:
        """Send back somebody else's signed document."""
        other = signed_by_authority(other_pdf())
        self.answer(200, {"file": [b64encode(other).decode()]})

    def answer(self, status: int, told: dict[str, Any]) -> None:
        """Send JSON."""
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""


def other_pdf() -> bytes:
    """Return a certificate that is not the one asked about."""
    from elearning.certificates.pdf import render
    from tests.certificates.specimens import USUAL

    return render(USUAL)


@contextmanager
def running() -> Iterator[Service]:
    """Run the service meanwhile."""
    service = Service()
    service.handle_error = lambda *_: None  # type: ignore[assignment,method-assign]
    thread = Thread(target=service.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield service
    finally:
        service.closing.set()
        service.shutdown()
        thread.join()
        service.server_close()
