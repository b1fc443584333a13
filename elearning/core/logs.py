"""Structured logs: one line a request, with its id, without names, NIP or answers."""

import secrets
import sys
from time import perf_counter

import structlog
from flask import Flask, Response, g, request

logger = structlog.get_logger("elearning")


def configure_logs() -> None:
    """Write JSON lines to standard error; called by commands, never by `create_app`."""
    structlog.configure(
        processors=[
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.add_log_level,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def init_logs(app: Flask) -> None:
    """Give each request an id and log how it ended."""

    @app.before_request
    def begin() -> None:
        g.request_id = secrets.token_hex(8)
        g.started = perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        if "request_id" not in g:
            return response
        response.headers["X-Request-ID"] = g.request_id
        if request.endpoint not in {"health.alive", "health.ready"}:
            logger.info(
                "request",
                id=g.request_id,
                method=request.method,
                endpoint=request.endpoint,
                status=response.status_code,
                ms=round((perf_counter() - g.started) * 1000, 1),
            )
        return response
