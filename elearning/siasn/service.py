"""SIASN's services as the sheet of the domain names them: list, save, upload, delete.

Two tokens go with every call: the agency's own, fetched here, and a person's SSO token, which lives
in this object only.
"""

import json
from base64 import b64encode
from collections.abc import Callable
from secrets import token_hex
from time import sleep
from typing import Any
from urllib.parse import quote, unquote

from elearning.core.settings import Settings
from elearning.siasn.calls import Answered, Asked, address_of, call
from elearning.siasn.failures import PASSING, SiasnFailed

TRIES = 4
FIRST_WAIT = 1.0
LONGEST_WAIT = 60.0
GONE = 404
TOO_MANY = 429


class Service:
    """SIASN for one session of sending."""

    def __init__(
        self, settings: Settings, sso_token: str, wait: Callable[[float], None] = sleep
    ) -> None:
        self._base = address_of(settings.siasn_url)
        self._gate = address_of(settings.siasn_token_url)
        self._seconds, self._document = settings.siasn_seconds, settings.siasn_document
        self._sso_token, self._wait = sso_token, wait
        self._agency_token = ""

    def courses_of(self, nip: str) -> list[dict[str, Any]]:
        """Return the course records of a person; none when SIASN has none."""
        told = self._asked_again("GET", f"/pns/rw-kursus/{quote(nip)}").data()
        found = told.get("data")
        if found is not None and not isinstance(found, list | str):
            raise SiasnFailed("answer")
        return [each for each in found or () if isinstance(each, dict)]

    def save(self, payload: dict[str, object]) -> str:
        """Create or change a record and return its id; it is asked once: a second time would double it."""
        body = json.dumps(payload, ensure_ascii=False).encode()
        answer = self._ask("POST", "/kursus/save", body, "application/json")
        told = _successful(answer, "refused")
        data = told.get("mapData")
        siasn_id = data.get("rwKursusId") if isinstance(data, dict) else None
        if not isinstance(siasn_id, str) or not siasn_id:
            siasn_id = payload["id"]
        if not isinstance(siasn_id, str) or not siasn_id:
            raise SiasnFailed("answer")
        return siasn_id

    def upload(self, siasn_id: str, name: str, pdf: bytes) -> None:
        """Hand over the certificate of a record; a second time replaces it."""
        fields = {"id_riwayat": siasn_id, "id_ref_dokumen": self._document}
        boundary = token_hex(16)
        body = _multipart(boundary, fields, name, pdf)
        kind = f"multipart/form-data; boundary={boundary}"
        _successful(self._asked_again("POST", "/upload-dok-rw", body, kind), "file")

    def delete(self, siasn_id: str) -> None:
        """Delete a record; one that is gone already is deleted."""
        answer = self._asked_again("DELETE", f"/kursus/delete/{quote(siasn_id, safe='')}")
        if answer.status != GONE:
            _successful(answer, "refused")

    def pause(self, attempt: int) -> None:
        """Wait before another try, twice as long each time."""
        self._wait(min(FIRST_WAIT * 2 ** (attempt - 1), LONGEST_WAIT))

    # Calls

    def _asked_again(self, method: str, path: str, body: bytes = b"", kind: str = "") -> Answered:
        """Ask, and again after a while when the failure may pass; only what may be done twice."""
        for attempt in range(1, TRIES + 1):
            try:
                return self._ask(method, path, body, kind)
            except SiasnFailed as failure:
                if failure.code not in PASSING or attempt == TRIES:
                    raise
            self.pause(attempt)
        raise AssertionError("unreachable")

    def _ask(self, method: str, path: str, body: bytes = b"", kind: str = "") -> Answered:
        """Ask once, with both tokens; the agency's is renewed once when it has run out."""
        is_fresh = not self._agency_token
        answer = self._sent(method, path, body, kind)
        if answer.status == 401 and not is_fresh:
            self._agency_token = ""
            answer = self._sent(method, path, body, kind)
        if answer.status in (401, 403):
            raise SiasnFailed("token")
        if answer.status == TOO_MANY or answer.status >= 500:
            raise SiasnFailed("service", _said(answer))
        return answer

    def _sent(self, method: str, path: str, body: bytes, kind: str) -> Answered:
        """Send one call."""
        headers = {
            "Authorization": f"Bearer {self._token()}",
            "Auth": f"bearer {self._sso_token}",
            "Accept": "application/json",
        }
        if kind:
            headers["Content-Type"] = kind
        asked = Asked(method, self._base.path.rstrip("/") + path, headers, body)
        return call(self._base, asked, self._seconds)

    def _token(self) -> str:
        """Return the agency's token, fetched when there is none."""
        if not self._agency_token:
            gate = self._gate
            pair = f"{unquote(gate.username or '')}:{unquote(gate.password or '')}"
            headers = {
                "Authorization": f"Basic {b64encode(pair.encode()).decode()}",
                "Content-Type": "application/x-www-form-urlencoded",
            }
            asked = Asked("POST", gate.path or "/", headers, b"grant_type=client_credentials")
            answer = call(gate, asked, self._seconds)
            if answer.status in (400, 401, 403):
                raise SiasnFailed("credentials")
            if answer.status != 200:
                raise SiasnFailed("service")
            token = answer.data().get("access_token")
            if not isinstance(token, str) or not token.isascii() or not token.isprintable():
                raise SiasnFailed("answer")
            self._agency_token = token
        return self._agency_token


def _successful(answer: Answered, code: str) -> dict[str, Any]:
    """Return what a successful call told; raises SiasnFailed with SIASN's message for others."""
    if answer.status >= 400:
        raise SiasnFailed(code, _said(answer))
    told = answer.data()
    if told.get("success") is not True and str(told.get("code")) != "1":
        raise SiasnFailed(code, _said(answer))
    return told


def _said(answer: Answered) -> str:
    """Return the message of an answer, if it has one."""
    try:
        told = answer.data()
    except SiasnFailed:
        return ""
    return str(told.get("message") or told.get("description") or "")


def _multipart(boundary: str, fields: dict[str, str], name: str, pdf: bytes) -> bytes:
    """Return a form with a file."""
    safe = name.replace('"', "").replace("\\", "")
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in fields.items()
    ]
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{safe}"\r\n'
        "Content-Type: application/pdf\r\n\r\n"
    )
    return b"".join([*parts, head.encode(), pdf, f"\r\n--{boundary}--\r\n".encode()])
