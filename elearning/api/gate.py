"""The door of the API: a token, its right, its share of requests, and JSON alone."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from math import ceil
from typing import Any

from flask import Response, g, jsonify, request

from elearning.accounts.throttling import Spent
from elearning.api.token_operations import WINDOW, spend_request
from elearning.api.token_queries import Bearer, bearer_of
from elearning.core import clock
from elearning.core.access import public
from elearning.core.db import db, reading, retrying, writing
from elearning.core.problems import Problem
from elearning.core.settings import current_settings

SCHEME = "Bearer"
JSON = "application/json"

Reader = Callable[..., dict[str, Any]]


def reads(right: str) -> Callable[[Reader], Callable[..., Response]]:
    """Let tokens with a right call a view, which is given the token and returns what is told."""

    def declare(view: Reader) -> Callable[..., Response]:
        @wraps(view)
        def answer(**values: Any) -> Response:
            bearer, now = require_bearer(), clock.now()
            if right not in bearer.rights:
                raise Problem(403, {"WWW-Authenticate": refusal("insufficient_scope")}, right=right)
            with writing():
                spent = retrying(lambda: counted(bearer, now))
            g.api_spent = spent
            require_share(spent, now)
            require_json()
            return jsonify(view(bearer, **values))

        return public(answer)

    return declare


def require_bearer() -> Bearer:
    """Return whose token the request carries; a cookie opens nothing here."""
    given = request.authorization
    secret = given.token if given and given.type == SCHEME.lower() else None
    if not secret:
        raise Problem(401, {"WWW-Authenticate": SCHEME})
    with reading():
        bearer = bearer_of(secret, clock.now())
    if bearer is None:
        raise Problem(401, {"WWW-Authenticate": refusal("invalid_token")})
    g.api_token = bearer.id
    return bearer


def refusal(error: str) -> str:
    """Return how RFC 6750 names what is wrong with a token."""
    return f'{SCHEME} error="{error}"'


def counted(bearer: Bearer, at: datetime) -> Spent:
    """Count the request in a short transaction of its own, before anything is read."""
    db.session.rollback()
    spent = spend_request(bearer, at)
    db.session.commit()
    return spent


def require_share(spent: Spent, at: datetime) -> None:
    """Refuse a request beyond the token's share of this minute."""
    if spent.tries > current_settings().api_requests_per_minute:
        raise Problem(429, {"Retry-After": str(seconds_left(spent, at))})


def require_json() -> None:
    """Refuse to answer a reader who takes no JSON."""
    accepted = request.accept_mimetypes
    if accepted and accepted.best_match([JSON]) is None:
        raise Problem(406)


def tell_share(response: Response) -> Response:
    """Tell the token's share in the headers of draft-ietf-httpapi-ratelimit-headers."""
    spent: Spent | None = g.get("api_spent")
    if spent is not None:
        limit = current_settings().api_requests_per_minute
        left, until = max(limit - spent.tries, 0), seconds_left(spent, clock.now())
        window = int(WINDOW.total_seconds())
        response.headers["RateLimit-Policy"] = f'"token";q={limit};w={window}'
        response.headers["RateLimit"] = f'"token";r={left};t={until}'
    return response


def seconds_left(spent: Spent, at: datetime) -> int:
    """Return the seconds until the minute ends, one at least."""
    return max(ceil((spent.window_ends_at - at).total_seconds()), 1)
