"""Rewrites Markdown so that Python-Markdown sees the lists that CommonMark sees.

List indents of two to four spaces all work and a list needs no blank line before it. Kinds of
admonition get their Indonesian names and titles.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

_TITLES = {
    "id": {
        "catatan": "Catatan",
        "penting": "Penting",
        "contoh": "Contoh",
        "dasar-hukum": "Dasar hukum",
        "tips": "Tips",
    },
    "en": {
        "catatan": "Note",
        "penting": "Important",
        "contoh": "Example",
        "dasar-hukum": "Legal basis",
        "tips": "Tip",
    },
}
_ALIASES = {
    "note": "catatan",
    "info": "catatan",
    "warning": "penting",
    "important": "penting",
    "danger": "penting",
    "peringatan": "penting",
    "example": "contoh",
    "hukum": "dasar-hukum",
    "tip": "tips",
}
_BOX = re.compile(r'( *)(!!!|\?\?\?\+?) *([\w-]*)(?: +"(.*)")? *$')
_FENCE = re.compile(r" *(?:>[ >]*)?(`{3,}|~{3,})(.*)$")
_MARKER = re.compile(r" *([-*+]|\d{1,9}[.)])( *)")
_ITEM_FENCE = re.compile(r" *(?:[-*+]|\d{1,9}[.)]) ")
_LOOKS_LISTED = re.compile(r"^[ >]*([-*+]|\d{1,9}[.)])[ \t]", re.MULTILINE)


class Normal(NamedTuple):
    """The rewritten text, how many list items CommonMark sees, and unknown kinds of box."""

    text: str
    items: int
    unknown: tuple[str, ...]


class _Piece(NamedTuple):
    """Lines that belong together; a box has a header and an indented body."""

    header: re.Match[str] | None
    lines: list[str]


@cache
def _structure() -> MarkdownIt:
    """Read blocks only: inline text has its own, slower troubles."""
    return MarkdownIt("commonmark").disable(["inline", "reference", "lheading"])


def _pieces(lines: list[str]) -> Iterator[_Piece]:
    """Cut the boxes (`!!!`, `???`) out of a text."""
    plain: list[str] = []
    fence, at = "", 0
    while at < len(lines):
        line = lines[at]
        box = None if fence else _BOX.fullmatch(line)
        if box is None:
            fence = _fence_after(line, fence)
            plain.append(line)
            at += 1
            continue
        yield _Piece(None, plain)
        plain, end = [], _body_end(lines, at + 1, len(box[1]) + 4)
        yield _Piece(box, lines[at + 1 : end])
        at = end
    yield _Piece(None, plain)


def _fence_after(line: str, fence: str) -> str:
    """Return the fence that is open after a line, empty when none is."""
    found = _FENCE.match(line)
    if found is None:
        return fence
    if not fence:
        return found[1] if "`" not in found[2] else ""
    closes = found[1].startswith(fence) and not found[2].strip()
    return "" if closes else fence


def _body_end(lines: list[str], start: int, indent: int) -> int:
    """Return where the indented body of a box ends; trailing blank lines are not part of it."""
    end = start
    for at in range(start, len(lines)):
        line = lines[at]
        if line.strip() and len(line) - len(line.lstrip(" ")) < indent:
            break
        if line.strip():
            end = at + 1
    return end


def _box_header(box: re.Match[str], language: str, unknown: list[str]) -> tuple[str, str]:
    """Return the header with its own kind and title, and its indent."""
    indent, mark, written, title = box.groups()
    titles = _TITLES.get(language, _TITLES["id"])
    kind = _ALIASES.get(written.lower(), written.lower())
    if kind not in titles:
        unknown.append(written)
        kind = "catatan"
    shown = (titles[kind] if title is None else title).replace('"', "”")
    return f'{indent}{mark} {kind} "{shown}"', indent


class _Place(NamedTuple):
    """How far a line's text is indented in CommonMark, and how many items it is in."""

    offset: int
    depth: int


class _Lists:
    """Where every line of a text stands among its lists."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.places: dict[int, _Place] = {}
        #: Lines that begin a list outside any other.
        self.starts: set[int] = set()
        #: Lines that begin an item, with the depth of the outermost one.
        self.markers: dict[int, int] = {}
        self.items = 0
        self._stack: list[int] = []
        self._quoted = 0
        for token in _structure().parse("\n".join(lines)):
            self._take(token)

    def _take(self, token: Token) -> None:
        self.items += token.type == "list_item_open"
        if token.type.startswith("blockquote"):
            self._quoted += token.nesting
        elif self._quoted:
            return
        elif token.type == "list_item_close":
            self._stack.pop()
        elif token.map and token.type == "list_item_open":
            self._open_item(*token.map)
        elif token.map and token.type in {"bullet_list_open", "ordered_list_open"}:
            self.starts |= set() if self._stack else {token.map[0]}

    def _open_item(self, start: int, end: int) -> None:
        outer = self._stack[-1] if self._stack else 0
        self._stack.append(_content_offset(self.lines[start], outer))
        self.markers.setdefault(start, len(self._stack))
        place = _Place(self._stack[-1], len(self._stack))
        self.places.update((at, place) for at in range(start, end))

    def rewritten(self) -> list[str]:
        """Indent by four spaces a level; part lists from what must not swallow them."""
        written: list[str] = []
        first, parted = 0, False
        for at, line in enumerate(self.lines):
            level = self._level(at)
            begins = at in self.markers and (parted or level < first or at in self.starts)
            if begins and written and written[-1].strip():
                written.append("")
            parted = not line.strip() or (parted and at not in self.markers)
            first = level if not written or not written[-1].strip() else first
            written.append(self._line(at, line))
        return written

    def _level(self, at: int) -> int:
        """Return how many levels a line is indented: a marker stands one above its text."""
        if at in self.markers:
            return self.markers[at] - 1
        return self.places[at].depth if at in self.places else 0

    def _line(self, at: int, line: str) -> str:
        if at not in self.places or not line.strip():
            return line
        if at in self.markers:
            body = re.sub(r"^(\d{1,9})\)", r"\1.", line.lstrip(" "))
            return " " * 4 * (self.markers[at] - 1) + body
        place = self.places[at]
        return " " * 4 * place.depth + _without(line, place.offset)


def _content_offset(line: str, outer: int) -> int:
    """Return the column at which an item's text starts; `outer` is its parent's."""
    found = _MARKER.match(line, min(outer, len(line)))
    if found is None:
        return outer + 2
    spaces = len(found[2]) if len(found[2]) <= 4 and found.end() < len(line) else 1
    return found.end(1) + max(1, spaces)


def _without(line: str, indent: int) -> str:
    """Take at most so many leading spaces away."""
    return line[min(indent, len(line) - len(line.lstrip(" "))) :]


def _rewritten(lines: list[str], language: str, unknown: list[str]) -> tuple[list[str], int]:
    """Normalise the plain stretches, and the bodies of boxes by themselves."""
    written: list[str] = []
    items = 0
    for piece in _pieces(lines):
        if piece.header is None:
            part, count = _plain(piece.lines)
        else:
            header, indent = _box_header(piece.header, language, unknown)
            inner = [_without(line, len(indent) + 4) for line in piece.lines]
            body, count = _rewritten(inner, language, unknown)
            part = ["", header, *((f"{indent}    {line}" if line else "") for line in body), ""]
        written += part
        items += count
    return written, items


def _with_parted_fences(lines: list[str]) -> list[str]:
    """Put blank lines around code, which would otherwise stand inside a paragraph."""
    written: list[str] = []
    fence, closed = "", False
    for line in lines:
        after = _fence_after(line, fence)
        opens = not fence and after and not _ITEM_FENCE.match(line)
        if (opens or closed) and written and written[-1].strip() and ">" not in line[:4]:
            written.append("")
        written.append(line)
        closed = bool(fence) and not after
        fence = after
    return written


def _plain(lines: list[str]) -> tuple[list[str], int]:
    """Normalise lines without boxes; most texts have no list at all."""
    lines = _with_parted_fences(lines)
    if _LOOKS_LISTED.search("\n".join(lines)) is None:
        return lines, 0
    lists = _Lists(lines)
    return lists.rewritten(), lists.items


def normalise(source: str, language: str = "id") -> Normal:
    """Return the text as Python-Markdown needs it."""
    unknown: list[str] = []
    lines, items = _rewritten(source.expandtabs(4).split("\n"), language, unknown)
    return Normal("\n".join(lines), items, tuple(unknown))
