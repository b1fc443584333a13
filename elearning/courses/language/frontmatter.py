"""Reads the lines between `---`: they look like YAML, but every value is text.

No tags, anchors, nesting or quoting: `judul: SPBE: dari A ke B` means what it says.
"""

import re
from typing import NamedTuple

from elearning.courses.diagnostics.notes import Notes

MAX_LINES = 200
MAX_VALUE = 4000

_FENCE = re.compile(r"---\s*")
_KEY = re.compile(r"([^\W\d][\w -]{0,40}?)\s*:(?:\s(.*)|)$|([^\W\d][\w-]{0,40}):(\S.*)$")
_ITEM = re.compile(r"\s*-(?:\s+(.*))?$")
_FOLDED = re.compile(r"[>|][+-]?")
_COMMENT = re.compile(r"(^|\s)#.*$")


class Item(NamedTuple):
    """A value and its line."""

    text: str
    line: int


class Entry(NamedTuple):
    """A key with its values: one after the colon, or several in a list."""

    key: str
    line: int
    items: list[Item]
    listed: bool

    @property
    def text(self) -> str:
        """The values as one text."""
        return " ".join(item.text for item in self.items)

    @property
    def word(self) -> str:
        """The value without a remark: for numbers, dates and words that stand in a table."""
        return without_remark(self.text)


class FrontMatter(NamedTuple):
    """The entries by key as written, and the line on which the text below starts."""

    entries: dict[str, Entry]
    body_line: int
    whole: bool


def is_key_line(line: str) -> bool:
    """Whether a line begins an entry."""
    return _KEY.match(line.expandtabs(4)) is not None


def without_remark(text: str) -> str:
    """Take `# a remark` off the end of a value that cannot contain one."""
    return _COMMENT.sub("", text).strip()


def spelled(key: str) -> str:
    """Return a key in one spelling: small letters, words joined by an underscore."""
    return re.sub(r"[\s-]+", "_", key.strip().lower())


def _unquoted(text: str) -> str:
    """Take off the quotes that a YAML habit puts around a whole value."""
    text = text.strip()
    quoted = len(text) > 1 and text[0] == text[-1] and text[0] in "\"'"
    return text[1:-1] if quoted and text[0] not in text[1:-1] else text


class _Reader:
    """Takes the lines one by one."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self.entries: dict[str, Entry] = {}
        self.current: Entry | None = None

    def take(self, line: str, number: int) -> None:
        if not line.strip() or line.lstrip().startswith("#"):
            return
        found = _KEY.match(line)
        if found:
            self._begin(found[1] or found[3], (found[2] or found[4] or "").strip(), number)
        elif not self._continue(line, number):
            self.notes.add("front-line", number)

    def _begin(self, key: str, value: str, number: int) -> None:
        name = spelled(key)
        empty = not value or _FOLDED.fullmatch(value)
        items = [] if empty else [Item(_unquoted(value), number)]
        self.current = Entry(name, number, items, listed=not value)
        if name in self.entries:
            self.notes.add("front-twice", number, key=name, first=self.entries[name].line)
        else:
            self.entries[name] = self.current
        self._limit(number)

    def _continue(self, line: str, number: int) -> bool:
        """Take a list item, or an indented line that goes on with the value above."""
        item = _ITEM.match(line)
        if self.current is None:
            return False
        if item and self.current.listed:
            self.current.items.append(Item(_unquoted(item[1] or ""), number))
        elif line.startswith(" ") and self.current.items and not item:
            last = self.current.items[-1]
            self.current.items[-1] = Item(f"{last.text} {line.strip()}", last.line)
        elif line.startswith(" ") and not self.current.listed:
            self.current.items.append(Item(line.strip(), number))
        else:
            return False
        self._limit(number)
        return True

    def _limit(self, number: int) -> None:
        if self.current and sum(len(item.text) for item in self.current.items) > MAX_VALUE:
            self.notes.add("front-long", number, key=self.current.key, limit=MAX_VALUE)
            self.current.items.clear()


def read_front_matter(notes: Notes) -> FrontMatter:
    """Read the front matter of a file; what is malformed is noted and left out."""
    lines = notes.lines
    if not _FENCE.fullmatch(lines[0]):
        notes.add("front-missing", 1)
        return FrontMatter({}, 1, whole=False)
    window = range(1, min(len(lines), MAX_LINES))
    end = next((at for at in window if _FENCE.fullmatch(lines[at])), None)
    if end is None:
        notes.add("front-unclosed", 1)
        return FrontMatter({}, len(lines) + 1, whole=False)
    reader = _Reader(notes)
    for at in range(1, end):
        reader.take(lines[at].expandtabs(4), at + 1)
    return FrontMatter(reader.entries, end + 2, whole=True)
