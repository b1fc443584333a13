"""Calls that leave the house: one connection each, no redirects, limits of time and size, nothing logged.

Where the address is not the operator's own, it is resolved here, every place it names must be a
public one, and the connection goes to the place that was checked: a name cannot change meanwhile.
"""

import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from threading import Timer
from typing import Any, NamedTuple
from urllib.parse import SplitResult, urlsplit

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
#: Addresses of IPv6 that carry one of IPv4 inside, which may be a private one.
TRANSLATED = tuple(IPv6Network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16"))
PIECE = 64 * 1024


class CallFailed(Exception):  # noqa: N818
    """A call without an answer; the code says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        #: `setup` (no address that may be called), `private`, `timeout`, `unreachable`, `size`.
        self.code = code


class Answer(NamedTuple):
    """The status and the bytes of an answer."""

    status: int
    body: bytes


class Limits(NamedTuple):
    """Seconds until a call is given up, and the most bytes that are read of its answer."""

    seconds: float
    bytes: int


def address_of(url: str) -> SplitResult:
    """Return an address that may be called: encrypted, or on this machine; raises CallFailed."""
    try:
        address = urlsplit(url)
        _port = address.port
    except ValueError:
        raise CallFailed("setup") from None
    is_local = address.scheme == "http" and address.hostname in LOOPBACK
    if not address.hostname or not (address.scheme == "https" or is_local):
        raise CallFailed("setup")
    return address


def call(
    address: SplitResult,
    limits: Limits,
    body: bytes | None = None,
    *,
    method: str = "GET",
    path: str = "",
    headers: Mapping[str, str] | None = None,
    only_public: bool = False,
) -> Answer:
    """Ask once and return the answer, whatever its status; raises CallFailed.

    `path` stands in for the address's own; `only_public` is for addresses that people type.
    """
    connection = _connection(address, limits.seconds, only_public)
    deadline = _Deadline(connection, limits.seconds)
    asked = path or address.path or "/"
    if not path and address.query:
        asked += f"?{address.query}"
    try:
        connection.request(method, asked, body, dict(headers or {}))
        deadline.socket = connection.sock  # the connection forgets it with the answer's head
        with connection.getresponse() as response:
            answer = Answer(response.status, _read(response, limits.bytes))
    except TimeoutError:
        raise CallFailed("timeout") from None
    except (OSError, HTTPException, ValueError):
        raise CallFailed("timeout" if deadline.has_passed else "unreachable") from None
    finally:
        deadline.cancel()
        connection.close()
    if deadline.has_passed:
        raise CallFailed("timeout")
    return answer


def public_place(host: str, port: int) -> str:
    """Return the address of a machine to connect to; raises CallFailed unless all are public."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise CallFailed("unreachable") from None
    places = [str(where[0]) for *_kind, where in found]
    if not places or not all(is_public(place) for place in places):
        raise CallFailed("private")
    return places[0]


def is_public(place: str) -> bool:
    """Whether an address is one of the open Internet."""
    try:
        found: IPv4Address | IPv6Address = ip_address(place.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is not None:
            return is_public(str(found.ipv4_mapped))
        if any(found in net for net in TRANSLATED):
            return False
    return found.is_global and not found.is_multicast


class _Pinned(HTTPSConnection):
    """An encrypted connection to one machine, whose certificate must be the name's."""

    def __init__(self, place: str, *names: Any, **options: Any) -> None:
        super().__init__(*names, **options)
        self._place = place
        self._tls = options["context"]

    def connect(self) -> None:
        """Connect to the place that was checked."""
        self.sock = socket.create_connection((self._place, self.port), self.timeout)
        self.sock = self._tls.wrap_socket(self.sock, server_hostname=self.host)


def _connection(address: SplitResult, seconds: float, only_public: bool) -> HTTPConnection:
    """Return a connection, unencrypted to this machine only."""
    host, port = address.hostname or "", address.port
    if address.scheme == "http" and only_public:
        raise CallFailed("private")
    if address.scheme == "http":
        return HTTPConnection(host, port, timeout=seconds)
    tls = ssl.create_default_context()
    if not only_public:
        return HTTPSConnection(host, port, timeout=seconds, context=tls)
    place = public_place(host, port or 443)
    return _Pinned(place, host, port, timeout=seconds, context=tls)


class _Deadline(Timer):
    """Ends a connection in time, however slowly it trickles."""

    def __init__(self, connection: HTTPConnection, seconds: float) -> None:
        super().__init__(seconds, self._end)
        self.daemon = True
        self.has_passed = False
        self.socket: socket.socket | None = None
        self._connection = connection
        self.start()

    def _end(self) -> None:
        self.has_passed = True
        used: socket.socket | None = self.socket or self._connection.sock
        if used is not None:
            with suppress(OSError):
                used.shutdown(socket.SHUT_RDWR)


def _read(response: HTTPResponse, most: int) -> bytes:
    """Return a whole answer, given up when it is too long."""
    pieces = bytearray()
    while piece := response.read1(PIECE):
        pieces += piece
        if len(pieces) > most:
            raise CallFailed("size")
    if response.length:
        raise OSError("The answer broke off.")
    return bytes(pieces)
