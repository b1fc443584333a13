"""The workers: each takes steps from one list, sends them, and notes what the server acknowledged."""

import re
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from http.client import HTTPConnection, HTTPException, HTTPResponse
from queue import Empty, SimpleQueue
from random import Random
from threading import Event, Lock, Thread
from urllib.parse import urlencode

from tests.attack.ground import Step, form_token

WORKERS = 32
#: Of so many acknowledged completions one certificate is downloaded at once.
DOWNLOADED = 5
PDF = re.compile(rb"/sertifikat/\d+\.pdf")
SECONDS = 20
DIED = (OSError, HTTPException)


class Acknowledged:
    """What the server has said, before and after it died."""

    def __init__(self, steps: list[Step]) -> None:
        self.lock = Lock()
        self.left: SimpleQueue[Step] = SimpleQueue()
        for step in steps:
            self.left.put(step)
        self.pairs: set[tuple[int, int]] = set()
        #: By address: whose it is, and the digest of the bytes that were sent.
        self.pdfs: dict[str, tuple[Step, str]] = {}
        self.surprises: list[str] = []

    def note_pdf(self, path: str, step: Step, body: bytes) -> None:
        """Keep the digest of a certificate; other bytes than before are a surprise."""
        digest = sha256(body).hexdigest()
        with self.lock:
            _owner, before = self.pdfs.setdefault(path, (step, digest))
            if before != digest or not body.startswith(b"%PDF"):
                self.surprises.append(f"{path}: other bytes than before")


def ask(port: int, method: str, path: str, cookie: str, form: bytes = b"") -> tuple[int, bytes]:
    """Send a request over a connection of its own and return status and body."""
    headers = {"Cookie": cookie}
    if form:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    with closing(HTTPConnection("127.0.0.1", port, timeout=SECONDS)) as connection:
        connection.request(method, path, form or None, headers)
        answer: HTTPResponse = connection.getresponse()
        return answer.status, answer.read()


def let_in(told: Acknowledged, port: int, seed: int, stop: Event) -> list[Thread]:
    """Start the workers; they end when nothing is left, the server is dead, or they are told to."""
    workers = [
        Thread(target=work_through, args=(told, port, Random(seed + n), stop))
        for n in range(WORKERS)
    ]
    for worker in workers:
        worker.start()
    return workers


def work_through(told: Acknowledged, port: int, random: Random, stop: Event) -> None:
    """Take steps until there are none or the server dies; what was not acknowledged goes back."""
    for step in taken(told, stop):
        try:
            status, _body = ask(port, "POST", last_lesson(step), step.cookie, form())
            if status == 302:
                with told.lock:
                    told.pairs.add(step.pair)
                if random.randrange(DOWNLOADED) == 0:
                    download(told, port, step)
            else:
                told.left.put(step)
                told.surprises += [] if status == 503 else [f"{step.slug}: {status}"]
        except DIED:
            told.left.put(step)
            return


def taken(told: Acknowledged, stop: Event) -> Iterator[Step]:
    """Yield steps from the list."""
    while not stop.is_set():
        try:
            yield told.left.get_nowait()
        except Empty:
            return


def download(told: Acknowledged, port: int, step: Step) -> None:
    """Fetch the certificate of a step that was acknowledged."""
    _status, page = ask(port, "GET", f"/pelatihan/{step.slug}/", step.cookie)
    found = PDF.search(page)
    if found is None:
        told.surprises.append(f"{step.slug}: no certificate on the page")
        return
    path = found[0].decode()
    status, body = ask(port, "GET", path, step.cookie)
    if status == 200:
        told.note_pdf(path, step, body)
    elif status != 503:
        told.surprises.append(f"{path}: {status}")


def last_lesson(step: Step) -> str:
    """Return the address that completes the course."""
    return f"/pelatihan/{step.slug}/dua"


def form() -> bytes:
    """Return the form that says that a lesson was read."""
    return urlencode({"csrf_token": form_token()}).encode()
