"""Counting the SQL statements of a page, as SQLite itself is asked them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from elearning.core.application import Application
from elearning.core.db import db

WORK = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")


@contextmanager
def statements(app: Application) -> Iterator[list[str]]:
    """Collect the statements that run inside, without transactions and savepoints."""
    seen: list[str] = []
    asked: list[Any] = []

    def note(statement: str) -> None:
        """Note a statement; SQLite tells each row of a batch, and each step of a trigger, anew."""
        work, _, _values = statement.partition(" VALUES ")
        is_same = bool(seen) and seen[-1] == work and not work.startswith("SELECT")
        if work.startswith(WORK) and not is_same:
            seen.append(work)

    def listen(connection: Any, *_rest: Any) -> None:
        connection.set_trace_callback(note)
        asked.append(connection)

    with app.app_context():
        pool = db.engine.pool
    event.listen(pool, "checkout", listen)
    try:
        yield seen
    finally:
        event.remove(pool, "checkout", listen)
        for connection in asked:
            connection.set_trace_callback(None)
