"""Notes slips of layout that make text vanish or show its marks to the reader."""

import re
from collections.abc import Iterable

from elearning.courses.diagnostics.notes import Notes
from elearning.courses.language.structure import Block, is_unclosed

_GLUED_HEADING = re.compile(r" {0,3}#{1,6}[^#\s]")
_BOX = re.compile(r'( *)(!!!|\?\?\?\+?) *[\w-]*(?: +".*")? *')
_UNQUOTED = re.compile(r"( *)(!!!|\?\?\?\+?) *([\w-]+) +([^\"\s].*)")


def note_structure(blocks: Iterable[Block], lines: list[str], notes: Notes) -> None:
    """Note unclosed fences and comments, `###Heading`, glued tables and boxes without a body."""
    before: Block | None = None
    for block in blocks:
        if is_unclosed(block, lines):
            notes.add("unclosed", block.start + 1)
        for item in block.items:
            note_structure(item.blocks, lines, notes)
        if block.kind == "paragraph":
            _note_paragraph(block, lines, notes)
        if block.kind == "table" and before and before.kind == "paragraph":
            _note_table(block, before, notes)
        before = block


def _note_paragraph(block: Block, lines: list[str], notes: Notes) -> None:
    for at in range(block.start, block.end):
        if _GLUED_HEADING.match(lines[at]):
            notes.add("heading-glued", at + 1)
        elif _UNQUOTED.fullmatch(lines[at].rstrip()):
            notes.add("box-title", at + 1)
        elif _BOX.fullmatch(lines[at]) and not _has_body(at, lines):
            notes.add("box-outside", at + 1)


def _note_table(table: Block, before: Block, notes: Notes) -> None:
    """A table right below a sentence is not seen as one."""
    if before.end == table.start:
        notes.add("table-glued", table.start + 1)


def _has_body(at: int, lines: list[str]) -> bool:
    """Tell whether the text below a box's first line is indented by four spaces more."""
    indent = len(lines[at]) - len(lines[at].lstrip(" "))
    below = (lines[number].expandtabs(4) for number in range(at + 1, len(lines)))
    return next(filter(str.strip, below), "").startswith(" " * (indent + 4))
