"""The blocks of a Markdown text with their lines, as CommonMark sees them.

Lines are counted from 0 in a whole file; texts below the front matter keep their place in it.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_MARKER = re.compile(r" *([-*+]|\d{1,9}[.)])( *)")
_QUOTE = re.compile(r" {0,3}> ?")
_FENCE = re.compile(r"[ >]*(`{3,}|~{3,})\s*$")
#: A fence right after an option's mark is a fence.
_MARKED_FENCE = re.compile(r"^( *[-*+] +)\[[^\[\]]{0,8}\] +(?=`{3}|~{3})")
_KINDS = {
    "heading_open": "heading",
    "bullet_list_open": "list",
    "ordered_list_open": "numbers",
    "blockquote_open": "quote",
    "paragraph_open": "paragraph",
    "table_open": "table",
    "fence": "fence",
    "code_block": "code",
    "html_block": "html",
    "hr": "rule",
}


class Text(NamedTuple):
    """A piece of Markdown and the line, counted from 1, on which it starts."""

    source: str
    line: int


class Item(NamedTuple):
    """An item of a list: its lines, the column of its text, its blocks."""

    start: int
    end: int
    offset: int
    blocks: tuple["Block", ...]


class Block(NamedTuple):
    """A block and its lines; `text` is a heading's or paragraph's text or a fence's info string."""

    kind: str
    start: int
    end: int
    level: int
    text: str
    items: tuple[Item, ...] = ()


@cache
def _parser() -> "MarkdownIt":
    """Return the block parser; imported late, because only checking needs it."""
    from markdown_it import MarkdownIt

    rules = MarkdownIt("commonmark").enable("table")
    return rules.disable(["inline", "reference", "lheading"])


def blocks_of(lines: list[str], start: int = 0, end: int | None = None) -> tuple[Block, ...]:
    """Read the blocks of a stretch of lines; their line numbers are those of the file."""
    shown = [_MARKED_FENCE.sub(r"\1", line.expandtabs(4)) for line in lines[start:end]]
    tokens = _parser().parse("\n".join(shown))
    for token in tokens:
        token.map = [at + start for at in token.map] if token.map else None
    return tuple(_blocks(tokens, [""] * start + shown, 0))


def _blocks(tokens: "list[Token]", lines: list[str], outer: int) -> Iterator[Block]:
    """Fold tokens into blocks; `outer` is the column of the text around them."""
    at = 0
    while at < len(tokens):
        token = tokens[at]
        close = _closing(tokens, at)
        if token.type in _KINDS and token.map:
            start, end = token.map[0], _trimmed(lines, *token.map)
            inner = tokens[at + 1 : close]
            items = tuple(_items(inner, lines, outer)) if "list_open" in token.type else ()
            text = token.info if token.type == "fence" else _content(inner)
            level = int(token.tag[1]) if token.type == "heading_open" else 0
            yield Block(_KINDS[token.type], start, end, level, text, items)
        at = close + 1


def _closing(tokens: "list[Token]", at: int) -> int:
    """Return the index of the token that closes the one at `at`."""
    if tokens[at].nesting != 1:
        return at
    level = tokens[at].level
    return next(
        (
            later
            for later in range(at + 1, len(tokens))
            if tokens[later].nesting == -1 and tokens[later].level == level
        ),
        len(tokens) - 1,
    )


def _content(tokens: "list[Token]") -> str:
    return tokens[0].content.strip() if tokens and tokens[0].type == "inline" else ""


def _items(tokens: "list[Token]", lines: list[str], outer: int) -> Iterator[Item]:
    at = 0
    while at < len(tokens):
        token = tokens[at]
        close = _closing(tokens, at)
        if token.map:
            start, end = token.map[0], _trimmed(lines, *token.map)
            offset = content_offset(lines[start], outer)
            inner = tuple(_blocks(tokens[at + 1 : close], lines, offset))
            yield Item(start, end, offset, inner)
        at = close + 1


def content_offset(line: str, outer: int) -> int:
    """Return the column at which an item's text starts; `outer` is that of the text around it."""
    found = _MARKER.match(line, min(outer, len(line)))
    if found is None:
        return outer + 2
    spaces = len(found[2]) if len(found[2]) <= 4 and found.end() < len(line) else 1
    return found.end(1) + max(1, spaces)


def _trimmed(lines: list[str], start: int, end: int) -> int:
    """Leave blank lines at the end out of a block."""
    end = min(end, len(lines))
    while end > start + 1 and not lines[end - 1].strip():
        end -= 1
    return end


def dedented(line: str, columns: int) -> str:
    """Take at most so many leading spaces away."""
    line = line.expandtabs(4)
    return line[min(columns, len(line) - len(line.lstrip(" "))) :]


def unquoted(line: str, columns: int = 0) -> str:
    """Take a quote's mark off a line; a lazy line has none."""
    return _QUOTE.sub("", dedented(line, columns), count=1)


def is_unclosed(block: Block, lines: list[str]) -> bool:
    """A fence or comment that nothing closes swallows what follows."""
    if block.kind == "html":
        return lines[block.start].lstrip().startswith("<!--") and not any(
            "-->" in line for line in lines[block.start : block.end]
        )
    one_line = block.end - block.start < 2
    return block.kind == "fence" and (one_line or not _FENCE.match(lines[block.end - 1]))
