"""Rewrites keys of front matter in their canonical form and leaves every other byte as it is.

Unknown keys, comments and the text below stay; a key whose value is what it was is not touched.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from flask_babel import gettext as _

from elearning.core.errors import Refused
from elearning.courses.diagnostics.notes import Notes
from elearning.courses.language.fields import Field
from elearning.courses.language.frontmatter import (
    Entry,
    FrontMatter,
    is_key_line,
    read_front_matter,
)

#: One value, several in a list, or None to take the key out.
Value: TypeAlias = str | Sequence[str] | None

#: Keys whose value is text: a `#` belongs to it. After all others it begins a remark, which stays.
TEXTS = frozenset(
    {"judul", "kode", "ringkasan", "kategori", "penyusun", "penyelenggara", "dasar_hukum"}
)
_REMARK = re.compile(r"\s+#.*$")
_FOLDED = re.compile(r"[>|][+-]?")


class _Span(NamedTuple):
    """The lines of an entry, counted from 0, the last one excluded."""

    start: int
    end: int


def one_line(text: str) -> str:
    """Return a value as front matter can hold it: one line, no quotes that would be taken off."""
    value = " ".join(text.split())
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    if quoted and value[0] not in value[1:-1]:
        value = f"“{value[1:-1]}”"
    return value


def with_values(text: str, values: Mapping[str, Value], table: Sequence[Field]) -> str:
    """Return a text whose front matter gives these values to these keys of a table."""
    front = read_front_matter(Notes("", text.split("\n")))
    lines = text.split("\n")
    if not front.whole:
        lines, front = _begun(lines)
    writer = _Writer(lines, front, table)
    for key, value in values.items():
        writer.write(key, _cleaned(value))
    return "\n".join(writer.lines)


def _begun(lines: list[str]) -> tuple[list[str], FrontMatter]:
    """Put empty front matter above a text; one that is open must be closed by a person."""
    if lines[0].strip() == "---":
        raise Refused(_("Close the lines at the top with --- in the text first."))
    return ["---", "---", *lines], FrontMatter({}, 3, whole=True)


def _cleaned(value: Value) -> Value:
    if value is None or isinstance(value, str):
        return one_line(value or "") or None
    return tuple(filter(None, map(one_line, value))) or None


class _Writer:
    """Rewrites the lines one key at a time; spans are looked up anew after each."""

    def __init__(self, lines: list[str], front: FrontMatter, table: Sequence[Field]) -> None:
        self.lines = lines
        self.front = front
        self.table = table

    def write(self, key: str, value: Value) -> None:
        """Give a key its value."""
        field = next(field for field in self.table if field.key == key)
        present = self._present(field)
        if len(present) == 1 and _given(present[0], key) == _as_list(value):
            return
        at = present[0].line - 1 if present else self._end_before(field)
        remark = self._remark(present[0]) if present and key not in TEXTS else ""
        while present:  # a key that is written twice shows its second line now
            self._take_out(present[-1])
            present = self._present(field)
        self.lines[at:at] = _written(key, value, remark)
        self._look()

    def _present(self, field: Field) -> list[Entry]:
        """Return the entries of a field by line, whatever name they use."""
        entries = self.front.entries
        found = [entries[name] for name in _names(field) if name in entries]
        return sorted(found, key=lambda entry: entry.line)

    def _look(self) -> None:
        self.front = read_front_matter(Notes("", self.lines))

    def _take_out(self, entry: Entry) -> None:
        """Remove an entry's lines; comments between them stay."""
        span = self._span(entry)
        kept = [line for line in self.lines[span.start : span.end] if line.lstrip()[:1] == "#"]
        self.lines[span.start : span.end] = kept
        self._look()

    def _span(self, entry: Entry) -> _Span:
        start = entry.line - 1
        end = entry.line
        while end < self.front.body_line - 2 and not is_key_line(self.lines[end]):
            end += 1
        while end > start + 1 and self.lines[end - 1].strip()[:1] in {"", "#"}:
            end -= 1
        return _Span(start, end)

    def _remark(self, entry: Entry) -> str:
        """Return the remark after a value, with the space before it."""
        found = _REMARK.search(self.lines[entry.line - 1].partition(":")[2])
        return found[0] if found else ""

    def _end_before(self, field: Field) -> int:
        """Return where a new key goes: after the nearest one that the table names before it."""
        for earlier in reversed(self.table[: self.table.index(field)]):
            for name in _names(earlier):
                if name in self.front.entries:
                    return self._span(self.front.entries[name]).end
        last = self.front.body_line - 2
        return next((at for at in range(1, last) if is_key_line(self.lines[at])), last)


def _names(field: Field) -> tuple[str, ...]:
    return (field.key, *field.aliases)


def _given(entry: Entry, key: str) -> list[str]:
    """Return what an entry of the canonical name says, as it would be written."""
    if entry.key != key:
        return []
    return [item.text for item in entry.items] if key in TEXTS else _words(entry)


def _words(entry: Entry) -> list[str]:
    return [entry.word] if not entry.listed else [_REMARK.sub("", i.text) for i in entry.items]


def _as_list(value: Value) -> list[str]:
    return [value] if isinstance(value, str) else list(value or ())


def _written(key: str, value: Value, remark: str) -> list[str]:
    """Write a key; several values stand in a list."""
    if value is None:
        return []
    if isinstance(value, str):
        return [f"{key}: {_quoted(value)}{remark}"]
    return [f"{key}:{remark}", *_items(value)]


def _items(values: Iterable[str]) -> list[str]:
    return [f"  - {value}" for value in values]


def _quoted(value: str) -> str:
    """Protect the one value that would mean a folded text."""
    return f'"{value}"' if _FOLDED.fullmatch(value) else value
