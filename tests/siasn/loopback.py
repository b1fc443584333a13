"""A SIASN on this machine: the shapes of the domain's sheet, with a memory, and its failures."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from time import sleep
from typing import Any

SSO = "token-sso"
AGENCY = "token-instansi"
REDIRECTED = 302
#: Troubles in which nothing is done: the status and the body of the answer.
BROKEN = {
    "500": (500, b'{"message": "Internal error"}'),
    "429": (429, b'{"message": "Too many"}'),
    "json": (200, b"<html>"),
    "refused": (200, b'{"success": false, "message": "Jenis diklat tidak sesuai"}'),
    "redirect": (REDIRECTED, b""),
}


class Siasn:
    """What the server holds, what it was asked, and how its next answers fail."""

    def __init__(self) -> None:
        self.records: dict[str, dict[str, Any]] = {}
        self.files: dict[str, bytes] = {}
        self.calls: list[str] = []
        self.logins = 0
        #: By call (`POST /kursus/save`): what happens to the next ones, the first first.
        self.troubles: dict[str, list[str]] = {}
        self.valid_sso = SSO
        self.given = 0
        self.agency = AGENCY
        self.url = ""

    def trouble(self, call: str) -> str:
        """Return what happens to a call."""
        waiting = self.troubles.get(call, [])
        return waiting.pop(0) if waiting else ""

    def save(self, told: dict[str, Any]) -> dict[str, Any]:
        """Create or change a record."""
        key = told["id"] or self.new_key()
        self.records[key] = told | {"id": key}
        return {"success": True, "message": "success", "mapData": {"rwKursusId": key}}

    def new_key(self) -> str:
        """Return an id that was never given before, whatever was deleted since."""
        self.given += 1
        return f"rw-{self.given}"

    def listed(self) -> list[dict[str, Any]]:
        """Return the records as they are read: other names than they are saved under."""
        return [
            {
                "id": key,
                "idPns": told["pnsOrangId"],
                "namaKursus": told["namaKursus"],
                "noSertipikat": told["nomorSertipikat"],
                "tahunKursus": str(told["tahunKursus"]),
                "tanggalSelesaiKursus": told["tanggalSelesaiKursus"],
                "jumlahJam": told["jumlahJam"],
            }
            for key, told in self.records.items()
        ]


class Handler(BaseHTTPRequestHandler):
    """Answers as SIASN does."""

    siasn: Siasn

    def log_message(self, *_args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Answer a reading."""
        self._answer("GET", b"")

    def do_DELETE(self) -> None:
        """Answer a deletion."""
        self._answer("DELETE", b"")

    def do_POST(self) -> None:
        """Answer a saving."""
        self._answer("POST", self.rfile.read(int(self.headers["Content-Length"])))

    def _answer(self, method: str, body: bytes) -> None:
        path = self.path.removeprefix("/apisiasn/1.0")
        call = f"{method} {re.sub('/[^/]*$', '', path) if path.count('/') > 2 else path}"
        if path == "/token":
            self.siasn.logins += 1
            right = self.headers["Authorization"] == "Basic aWQ6c2VjcmV0"
            self._send(200 if right else 401, {"access_token": self.siasn.agency})
            return
        self.siasn.calls.append(call)
        trouble = self.siasn.trouble(call)
        if not self._is_known():
            self._send(401, {"message": "Invalid token"})
        elif trouble in BROKEN:
            self._break(*BROKEN[trouble])
        else:
            self._late(trouble, self._done(method, path, body))

    def _late(self, trouble: str, told: dict[str, Any]) -> None:
        """Answer what was done: at once, too late or too slowly."""
        if trouble == "timeout":
            sleep(1.5)
        if trouble == "slow":
            self._drip()
        else:
            self._send(200 if told else 404, told or {"message": "Tidak ada"})

    def _break(self, status: int, body: bytes) -> None:
        """Answer without doing anything."""
        if status == REDIRECTED:
            self.send_response(status)
            self.send_header("Location", f"{self.siasn.url}/elsewhere")
            self.end_headers()
        else:
            self._raw(status, body)

    def _is_known(self) -> bool:
        given = self.headers["Authorization"], self.headers["Auth"]
        return given == (f"Bearer {self.siasn.agency}", f"bearer {self.siasn.valid_sso}")

    def _done(self, method: str, path: str, body: bytes) -> dict[str, Any]:
        if path.startswith("/pns/rw-kursus/"):
            found = self.siasn.listed()
            return {"code": 1, "data": found or "Data tidak ditemukan"}
        if path == "/kursus/save":
            return self.siasn.save(json.loads(body))
        if path == "/upload-dok-rw":
            key = re.search(rb'name="id_riwayat"\r\n\r\n([^\r]+)', body)
            assert key
            assert b'name="id_ref_dokumen"\r\n\r\n881' in body
            self.siasn.files[key[1].decode()] = body
            return {"success": True}
        if method == "DELETE":
            gone = self.siasn.records.pop(path.rpartition("/")[2], None)
            return {"success": True} if gone else {}
        raise AssertionError(path)

    def _send(self, status: int, told: dict[str, Any]) -> None:
        self._raw(status, json.dumps(told).encode())

    def _raw(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _drip(self) -> None:
        """Trickle bytes for longer than anybody waits."""
        self.send_response(200)
        self.end_headers()
        for _ in range(15):
            self.wfile.write(b" ")
            self.wfile.flush()
            sleep(0.2)


@contextmanager
def siasn_server() -> Iterator[Siasn]:
    """Run the server on a free port of this machine."""
    siasn = Siasn()
    handler = type("Bound", (Handler,), {"siasn": siasn})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    siasn.url = f"http://127.0.0.1:{server.server_port}"
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield siasn
    finally:
        server.shutdown()
        server.server_close()
