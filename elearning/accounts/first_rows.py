"""Where a value stood first in a long table, without holding the table in memory."""

import sqlite3
from typing import Self


class FirstRows:
    """In which row a NIP or an e-mail address stood first, kept in a temporary file."""

    def __init__(self) -> None:
        self._kept = sqlite3.connect("")
        self._kept.execute("create table seen (text primary key, line) without rowid")

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Let the file go."""
        self._kept.close()

    def first(self, text: str, line: int) -> int:
        """Return the row in which a text stood first: this one, or one before it."""
        self._kept.execute("insert or ignore into seen values (?, ?)", (text, line))
        found: tuple[int] = self._kept.execute(
            "select line from seen where text = ?", (text,)
        ).fetchone()
        return found[0]
