"""Structured logs: one JSON line a request, with its id, without names, NIP or answers.

The standard library's logging carries them, so that errors of every library come out in the same
form; structlog was measured at 30 ms of every start (it loads rich) and gave nothing more here.
"""

import json
import logging
import secrets
import sys
from datetime import UTC, datetime
from time import perf_counter
from typing import Any, TextIO

from flask import Flask, Response, g, has_request_context, request

logger = logging.getLogger("elearning")
write_json = json.JSONEncoder(ensure_ascii=False, default=str).encode


class JsonLines(logging.Formatter):
    """Writes a record as one line of JSON; `extra={"facts": {...}}` adds its own fields."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            **request_named(),
            **getattr(record, "facts", {}),
        }
        if record.exc_info:
            trace = self.formatException(record.exc_info)
            line["trace"] = without_values(trace, record.exc_info[1])
        return write_json(line)


def request_named() -> dict[str, str]:
    """Return the id of the request that is being answered, which its error page names too."""
    request_id = g.get("request_id") if has_request_context() else None
    return {"id": request_id} if request_id else {}


def without_values(trace: str, error: BaseException | None) -> str:
    """Return a trace without what PostgreSQL quotes of the row or value that it refuses."""
    while error is not None:
        for quoted in quotations(error):
            trace = trace.replace(quoted, "[left out]")
        error = error.__cause__ or error.__context__
    return trace


def quotations(error: BaseException) -> list[str]:
    """Return what a message of the driver may quote; of a faulty value (class 22) all of it."""
    told: Any = getattr(error, "diag", None)
    if told is None:
        return []
    is_value = str(told.sqlstate).startswith("22")
    parts = [told.message_detail, told.context, told.message_primary if is_value else None]
    return [part for part in parts if part]


class Lines(logging.StreamHandler[TextIO]):
    """Writes each record once: standard error sends a whole line on by itself."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line."""
        try:
            self.stream.write(self.format(record) + self.terminator)
        except (OSError, ValueError):  # the terminal is gone
            self.handleError(record)


def configure_logs() -> None:
    """Write JSON lines to standard error; called by commands, never by `create_app`.

    Where a record was made, and by which thread and process, is not asked: no line says it.
    """
    logging._srcfile = None
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    handler = Lines(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logger.setLevel(logging.INFO)


def init_logs(app: Flask) -> None:
    """Give each request an id and log how it ended."""

    @app.before_request
    def begin() -> None:
        kept = g._get_current_object()
        kept.request_id, kept.started = secrets.token_hex(8), perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        request_id = g.get("request_id")
        if request_id is None:
            return response
        response.headers["X-Request-ID"] = request_id
        if request.endpoint not in {"health.alive", "health.ready"}:
            logger.info("request", extra={"facts": facts_of(response)})
        return response


def facts_of(response: Response) -> dict[str, object]:
    """Return what the log says of a request: no address, for addresses may name people."""
    kept = g._get_current_object()
    asked = request._get_current_object()  # type: ignore[attr-defined]
    return {
        "id": kept.request_id,
        "method": asked.method,
        "endpoint": asked.endpoint,
        "status": response.status_code,
        "ms": round((perf_counter() - kept.started) * 1000, 1),
        **({"token": kept.api_token} if "api_token" in kept else {}),
    }
