"""The blocks of a Word document as the Markdown of a lesson."""

import re
from collections.abc import Iterable, Iterator, Mapping

from elearning.courses.importing.losses import Losses
from elearning.courses.importing.office.word_blocks import NOTE_CLOSE, NOTE_OPEN, Block

_NOTE = re.compile(f"{NOTE_OPEN}(\\w+){NOTE_CLOSE}")
_TYPED_NUMBER = re.compile(r"(\d{1,3})\\?[.)]\s+(?=\S)")
_TYPED_BULLET = re.compile(r"\\?[-–•·▪●○*]\s+(?=\S)")
_FIGURE = re.compile(r"!\[([^\]]*)\]\((media/[^)\s]+)\)")
INDENT = "    "


def lesson_text(blocks: Iterable[Block], notes: Mapping[str, str], losses: Losses) -> str:
    """Return the text of a lesson, with the footnotes that it refers to."""
    text = "\n".join(_parted(list(_pieces(with_captions(blocks), losses))))
    used = list(dict.fromkeys(_NOTE.findall(text)))
    text = _NOTE.sub(r"[^\1]", text)
    shown = [f"[^{name}]: {_note(notes.get(name, ''))}" for name in used]
    return "\n\n".join([text.strip("\n"), *shown])


def _note(text: str) -> str:
    """Write a footnote; its further paragraphs are indented."""
    return _NOTE.sub("", text).replace("\n", f"\n{INDENT}") or "-"


def without_notes(text: str) -> tuple[str, list[str]]:
    """Take references to footnotes out of a text; questions have none."""
    return _NOTE.sub("", text), _NOTE.findall(text)


def with_captions(blocks: Iterable[Block]) -> Iterator[Block]:
    """Give a picture the caption that stands right below it."""
    waiting: Block | None = None
    for block in blocks:
        figure = _FIGURE.fullmatch(waiting.text) if waiting else None
        if waiting and figure and block.kind == "caption":
            title = re.sub(r'["\\*_`\[\]]', "", _NOTE.sub("", " ".join(block.text.split())))
            yield waiting._replace(text=f'![{figure[1]}]({figure[2]} "{title}")')
            waiting = None
            continue
        if waiting:
            yield waiting
        waiting = block
    if waiting:
        yield waiting


def _pieces(blocks: Iterable[Block], losses: Losses) -> Iterator[tuple[bool, str]]:
    """Yield each block's Markdown, and whether it is an item of a list."""
    depth, heading = -1, 1
    for block in blocks:
        if block.kind == "heading":
            heading = max(2, min(block.level, heading + 1))
            depth = -1
            yield False, f"{'#' * heading} {_one_line(block.text)}"
            continue
        item = _item(block, losses) if block.kind in {"text", "caption"} else None
        if item is None:
            depth = -1
            yield False, _standing(block)
            continue
        mark, text = item
        depth = min(block.level, depth + 1)
        indent = INDENT * depth
        yield True, f"{indent}{mark} {text}".replace("\n", f"\n{indent}{INDENT}")


def _one_line(text: str) -> str:
    return " ".join(text.replace("**", "").split())


def _standing(block: Block) -> str:
    """Return what is no list item: a box of one cell becomes a note."""
    if block.kind != "box":
        return block.text
    return '!!! catatan ""\n' + "\n".join(
        f"{INDENT}{line}".rstrip() for line in block.text.split("\n")
    )


def _item(block: Block, losses: Losses) -> tuple[str, str] | None:
    """Return the mark and text of a list item, automatic or typed; None for a paragraph."""
    if block.form == "bullet":
        return "-", block.text
    number = re.fullmatch(r"\(?(\d{1,3})[.)]?", block.label)
    if number:
        return f"{number[1]}.", block.text
    if block.label:
        losses.add("numbering", block.place, block.text, label=block.label)
        return "-", f"{block.label} {block.text}"
    typed = _TYPED_NUMBER.match(block.text)
    if typed:
        return f"{typed[1]}.", block.text[typed.end() :]
    bullet = _TYPED_BULLET.match(block.text)
    return ("-", block.text[bullet.end() :]) if bullet else None


def _parted(pieces: list[tuple[bool, str]]) -> Iterator[str]:
    """Put blank lines between pieces, but not between items."""
    before = False
    for at, (is_item, text) in enumerate(pieces):
        if at and not (is_item and before):
            yield ""
        yield text
        before = is_item
