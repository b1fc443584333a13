"""Errors of the API as problem documents (RFC 9457): a lasting type, a title and what to do next."""

from collections.abc import Mapping
from typing import NamedTuple

from flask import Response, g, jsonify, request
from flask_babel import LazyString
from flask_babel import lazy_gettext as _

ADDRESSES = "/api/"
#: Types are names, not addresses: they stay when the platform moves.
TYPE = "urn:elearning:problem:"
MEDIA_TYPE = "application/problem+json"


class Kind(NamedTuple):
    """What a program and its keeper read of an error."""

    name: str
    title: LazyString
    detail: LazyString


KINDS = {
    400: Kind("bad-request", _("The request could not be understood"), _("Check its address.")),
    401: Kind(
        "unauthorized",
        _("There is no valid token"),
        _("Send “Authorization: Bearer …” with a token that has neither ended nor been revoked."),
    ),
    403: Kind(
        "forbidden",
        _("The token lacks the right"),
        _("Ask the HR office for a token with the right that is named in `right`."),
    ),
    404: Kind(
        "not-found",
        _("This was not found"),
        _("Check the address; it may also lie outside the units of the token."),
    ),
    405: Kind("method-not-allowed", _("This is only read"), _("Use the methods in “Allow”.")),
    406: Kind(
        "not-acceptable", _("There is only JSON"), _("Send “Accept: application/json” or none.")
    ),
    409: Kind(
        "cursor-beyond-log",
        _("The cursor lies beyond the log"),
        _(
            "The log was restored to an earlier state. Read it from the beginning and compare by `id`."
        ),
    ),
    413: Kind("too-large", _("The request is too large"), _("Send no body.")),
    415: Kind("unsupported-media-type", _("No body is read"), _("Send no body.")),
    422: Kind(
        "invalid-parameter",
        _("A parameter is not valid"),
        _("Correct the parameter that is named in `parameter`."),
    ),
    429: Kind(
        "too-many-requests",
        _("The token was used too often"),
        _("Wait as many seconds as “Retry-After” says."),
    ),
    500: Kind("internal", _("Something went wrong on our side"), _("It was recorded; try later.")),
    503: Kind(
        "unavailable", _("The server is busy"), _("Send the request again in a few seconds.")
    ),
}


class Problem(Exception):  # noqa: N818
    """What ends a request of the API; further members tell a program which of its values it was."""

    def __init__(
        self, status: int, headers: Mapping[str, str] | None = None, **members: object
    ) -> None:
        super().__init__(status)
        self.status, self.headers, self.members = status, headers or {}, members


def is_api() -> bool:
    """Whether the address is one of the API, known or not."""
    return request.path.startswith(ADDRESSES)


def told(problem: Problem) -> Response:
    """Return the document of a problem."""
    kind = KINDS.get(problem.status) or KINDS[400 if problem.status < 500 else 500]
    answer = jsonify(
        type=TYPE + kind.name,
        title=str(kind.title),
        status=problem.status,
        **{"detail": str(kind.detail), **problem.members},
        request_id=g.get("request_id", ""),
    )
    answer.status_code, answer.mimetype = problem.status, MEDIA_TYPE
    answer.headers.extend(problem.headers)
    return answer
