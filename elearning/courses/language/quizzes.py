"""Reads a quiz below its front matter: introduction, pools, questions."""

import re
from collections.abc import Iterable

from elearning.courses.diagnostics.notes import Notes
from elearning.courses.language.drafts import PoolDraft, QuestionDraft, QuizDraft
from elearning.courses.language.layout import note_structure
from elearning.courses.language.questions import MARK, read_question
from elearning.courses.language.settings import pool_settings
from elearning.courses.language.structure import Block, Text, blocks_of

POOL_LEVEL, QUESTION_LEVEL = 2, 3

_POOL_TITLE = re.compile(r"(?:Kelompok|Pool)\s*:\s*", re.IGNORECASE)


def read_quiz(notes: Notes, body_line: int, *, graded: bool = True) -> QuizDraft:
    """Read the pools and questions of a quiz file, from a line counted from 1."""
    lines = notes.lines
    blocks = blocks_of(lines, body_line - 1)
    note_structure(blocks, lines, notes)
    parts = _sections(blocks)
    introduction = parts[0][1]
    _note_lost_questions(introduction, lines, notes)
    pools = _pools(parts[1:], notes, graded=graded)
    return QuizDraft(_introduction(introduction, lines, body_line), pools)


def _introduction(blocks: list[Block], lines: list[str], body_line: int) -> Text:
    if not blocks:
        return Text("", body_line)
    first, last = blocks[0].start, blocks[-1].end
    return Text("\n".join(lines[first:last]), first + 1)


def _sections(blocks: Iterable[Block]) -> list[tuple[Block | None, list[Block]]]:
    """Cut the blocks at the headings of levels 1 to 3; what precedes them comes first."""
    parts: list[tuple[Block | None, list[Block]]] = [(None, [])]
    for block in blocks:
        if block.kind == "heading" and block.level <= QUESTION_LEVEL:
            parts.append((block, []))
        else:
            parts[-1][1].append(block)
    return parts


def _pools(
    parts: list[tuple[Block | None, list[Block]]], notes: Notes, *, graded: bool
) -> tuple[PoolDraft, ...]:
    pools: list[PoolDraft] = []
    questions: list[QuestionDraft] = []
    for heading, body in parts:
        if heading is None:
            continue
        if heading.level == QUESTION_LEVEL:
            questions.append(read_question(heading, body, notes.lines, notes, graded=graded))
            continue
        _close(pools, questions)
        pools.append(_pool(heading, body, notes))
    _close(pools, questions)
    return tuple(pools)


def _close(pools: list[PoolDraft], questions: list[QuestionDraft]) -> None:
    """Give the questions read so far to the last pool, or to one without a title."""
    if questions:
        pool = pools.pop() if pools else PoolDraft("", None, questions[0].line, ())
        pools.append(pool._replace(questions=tuple(questions)))
        questions.clear()


def _pool(heading: Block, body: list[Block], notes: Notes) -> PoolDraft:
    line = heading.start + 1
    found = _POOL_TITLE.match(heading.text)
    if found is None:
        notes.add("pool-heading", line)
    if not _note_lost_questions(body, notes.lines, notes) and body:
        notes.add("pool-text", body[0].start + 1)
    title, draw = pool_settings(heading.text[found.end() if found else 0 :], notes, line)
    return PoolDraft(title.strip(), draw, line, ())


def _note_lost_questions(blocks: list[Block], lines: list[str], notes: Notes) -> bool:
    """Note options that stand below no question."""
    lost = [
        item.start + 1
        for block in blocks
        for item in block.items
        if MARK.match(lines[item.start].expandtabs(4)[item.offset :])
    ]
    if lost:
        notes.add("options-lost", lost[0])
    return bool(lost)
