"""Reads a lesson: text to read, and practice questions in fences named `latihan`."""

import hashlib
import re
from typing import NamedTuple

from elearning.courses.diagnostics.notes import Notes
from elearning.courses.language.drafts import QuestionDraft
from elearning.courses.language.layout import note_structure
from elearning.courses.language.questions import read_question
from elearning.courses.language.quizzes import QUESTION_LEVEL
from elearning.courses.language.structure import Block, Text, blocks_of, is_unclosed

_NAMES = frozenset({"latihan", "practice"})
_OPENING = re.compile(r"\s*(?:>\s*)*(`{3,}|~{3,})\s*(latihan|practice)\b", re.IGNORECASE)
_LEVEL = re.compile(r"<(/?)([a-z0-9]+)[^>]*>")
_VOID = frozenset({"br", "hr", "img", "col", "track"})


class LessonDraft(NamedTuple):
    """A lesson below its front matter: one text, with a marker where each question stands."""

    text: Text
    markers: tuple[str, ...]
    practices: tuple[QuestionDraft, ...]


def read_lesson(notes: Notes, body_line: int) -> LessonDraft:
    """Read a lesson file from a line counted from 1, its practice questions cut out."""
    lines = notes.lines
    blocks = blocks_of(lines, body_line - 1)
    note_structure(blocks, lines, notes)
    fences = [block for block in blocks if _is_practice(block) and not is_unclosed(block, lines)]
    _note_hidden(blocks, fences, notes)
    digest = hashlib.sha256("\n".join(lines).encode("utf-8", "replace")).hexdigest()[:16]
    markers: list[str] = []
    practices: list[QuestionDraft] = []
    written = lines[body_line - 1 :]
    for fence in fences:
        found = _questions(fence, notes)
        names = [f"latihan{digest}n{len(markers) + at}" for at in range(len(found))]
        markers += names
        practices += found
        at, end = fence.start - body_line + 1, fence.end - body_line + 1
        written[at:end] = _placed(names, end - at)
    return LessonDraft(Text("\n".join(written), body_line), tuple(markers), tuple(practices))


def _is_practice(block: Block) -> bool:
    return block.kind == "fence" and block.text.strip().lower() in _NAMES


def _placed(markers: list[str], lines: int) -> list[str]:
    """Put markers, each a paragraph, in the place of so many lines."""
    paragraphs = "\n" + "\n\n".join(markers)
    placed = paragraphs.split("\n")[:lines]
    return placed + [""] * (lines - len(placed))


def _questions(fence: Block, notes: Notes) -> list[QuestionDraft]:
    """Read the questions of one block."""
    blocks = blocks_of(notes.lines, fence.start + 1, fence.end - 1)
    note_structure(blocks, notes.lines, notes)
    starts = [
        at
        for at, block in enumerate(blocks)
        if block.kind == "heading" and block.level == QUESTION_LEVEL
    ]
    if not starts or starts[0] != 0:
        notes.add("practice-heading", fence.start + 1)
    ends = [*starts[1:], len(blocks)]
    return [
        read_question(blocks[start], blocks[start + 1 : end], notes.lines, notes)
        for start, end in zip(starts, ends, strict=False)
    ]


def _note_hidden(blocks: tuple[Block, ...], fences: list[Block], notes: Notes) -> None:
    """A practice block inside a list, quote or box would show its answers: an error."""
    covered = {at for block in blocks if block.kind == "fence" for at in _inside(block)}
    covered |= {block.start for block in fences}
    for at, line in enumerate(notes.lines):
        if at not in covered and _OPENING.match(line):
            notes.add("practice-nested", at + 1)


def _inside(block: Block) -> range:
    return range(block.start + 1, block.end)


def parts_of(html: str, markers: tuple[str, ...]) -> list[str] | None:
    """Cut a lesson's HTML at its markers; None when a marker stands inside something."""
    parts = []
    for marker in markers:
        before, found, html = html.partition(f"<p>{marker}</p>")
        if not found or not is_balanced(before):
            return None
        parts.append(before.strip())
    return [*parts, html.strip()]


def is_balanced(html: str) -> bool:
    """Every element that a stretch of sanitised HTML opens is closed in it."""
    depth = 0
    for end, tag in _LEVEL.findall(html):
        if tag not in _VOID:
            depth += -1 if end else 1
    return depth == 0
