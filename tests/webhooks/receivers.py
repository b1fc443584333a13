"""Systems that are told: real servers on this machine."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, NamedTuple


class Received(NamedTuple):
    """A message as it arrived."""

    id: str
    timestamp: str
    signatures: list[str]
    body: bytes

    @property
    def said(self) -> dict[str, Any]:
        """What the message tells."""
        return dict(json.loads(self.body))


class Receiver:
    """Takes messages and answers as it is told to."""

    def __init__(self) -> None:
        self.received: list[Received] = []
        self.answers: list[int] = []
        self.headers: dict[str, str] = {}
        self.pause = 0.0
        self.url = ""

    def take(self, message: Received) -> int:
        """Keep a message and return the status of the answer; 200 when nothing else was said."""
        time.sleep(self.pause)
        self.received.append(message)
        return self.answers.pop(0) if self.answers else 200


@contextmanager
def receiving() -> Iterator[Receiver]:
    """Yield a receiver that listens."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            named = (self.headers[f"webhook-{name}"] for name in ("id", "timestamp", "signature"))
            key, at, signatures = named
            status = receiver.take(Received(key, at, signatures.split(), body))
            self.send_response(status)
            for name, value in receiver.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver.url = f"http://127.0.0.1:{server.server_port}/terima?dari=widyapada"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
