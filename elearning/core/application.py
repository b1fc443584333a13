"""The Flask application with one wrapper around every view: the whole transaction, retried."""

from flask import Flask, Response, request
from flask.typing import ResponseReturnValue

from elearning.core.access import SAFE_METHODS
from elearning.core.db import retrying, writing


class Application(Flask):
    """Flask, with transactions that may write for unsafe requests only."""

    def full_dispatch_request(self) -> Response:
        """Take the write lock at the first statement of an unsafe request."""
        with writing(request.method not in SAFE_METHODS):
            return super().full_dispatch_request()

    def dispatch_request(self) -> ResponseReturnValue:
        """Run the view, commit included, again when it lost a race."""
        return retrying(super().dispatch_request)
