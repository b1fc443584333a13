"""Calls to SIASN, with what may fail in SIASN's words."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import SplitResult

from elearning.core import outgoing
from elearning.core.outgoing import CallFailed, Limits
from elearning.siasn.failures import SiasnFailed

LARGEST_ANSWER = 8 * 1024 * 1024
#: What ends a call for which nobody has words of its own.
FAILURES = {"size": "answer"}


class Asked(NamedTuple):
    """A call: what is asked of which path, with which headers."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes = b""


class Answered(NamedTuple):
    """The status and the bytes of an answer."""

    status: int
    body: bytes

    def data(self) -> dict[str, Any]:
        """Return the JSON object of an answer; raises SiasnFailed for anything else."""
        try:
            told = json.loads(self.body)
        except ValueError:
            told = None
        if not isinstance(told, dict):
            raise SiasnFailed("answer")
        return told


def address_of(url: str) -> SplitResult:
    """Return an address that calls may go to."""
    try:
        return outgoing.address_of(url)
    except CallFailed as failed:
        raise SiasnFailed(failed.code) from None


def call(address: SplitResult, asked: Asked, seconds: float) -> Answered:
    """Ask once; raises SiasnFailed."""
    method, path, headers, body = asked
    limits = Limits(seconds, LARGEST_ANSWER)
    try:
        answer = outgoing.call(
            address, limits, body or None, method=method, path=path, headers=headers
        )
    except CallFailed as failed:
        raise SiasnFailed(FAILURES.get(failed.code, failed.code)) from None
    return Answered(*answer)
