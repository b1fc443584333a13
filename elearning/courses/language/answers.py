"""Finds an answer that is not written as options, and takes it out of the question's text."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from elearning.courses.language.drafts import RowDraft, Written
from elearning.courses.language.settings import own_id
from elearning.courses.language.structure import Block, Item, Text, dedented
from elearning.courses.questions import BLANK

ANSWER = re.compile(r"\s*(?:Jawaban|Answer)\s*:\s*", re.IGNORECASE)
_PAIRS = re.compile(r"\s*(?:Pasangkan|Match)\s*:\s*", re.IGNORECASE)
_ORDER = re.compile(r"\s*(?:Urutkan|Order)\s*:\s*", re.IGNORECASE)
_BAR = re.compile(r"(?<!\\)\|")
_BLANK = re.compile(r"(?<!\\)\[\[([^\[\]\n]*)\]\](?!\()")
_BACKTICKS = re.compile(r"`+")


class Carved(NamedTuple):
    """A question's stem by line, without the answer, and the answer."""

    stem: dict[int, str]
    written: Written


def carve(stem: Mapping[int, str], blocks: Sequence[Block], lines: list[str]) -> Carved:
    """Part a stem from what answers it; `stem` has the text of each of its lines."""
    rest = dict(stem)
    answer = _take_answer(blocks, lines, rest)
    rows = _take_rows(blocks, lines, rest)
    steps = _take_steps(blocks, lines, rest)
    blanks = _take_blanks(rest, code_lines(blocks))
    parted = [own_id(step.source) for step in steps or ()]
    ids = tuple(identifier for _text, identifier in parted)
    if steps is not None:
        pairs = zip(parted, steps, strict=True)
        steps = tuple(Text(text, step.line) for (text, _id), step in pairs)
    return Carved(rest, Written(answer, rows, steps, ids, blanks))


def answer_beside(blocks: Sequence[Block], lines: list[str]) -> Text | None:
    """Return what stands after `Jawaban:` without taking it out."""
    return _take_answer(blocks, lines, {})


def _without(rest: dict[int, str], start: int, end: int) -> None:
    for at in range(start, end):
        rest.pop(at, None)


def _take_answer(blocks: Sequence[Block], lines: list[str], rest: dict[int, str]) -> Text | None:
    """Take the last paragraph when it opens with `Jawaban:`."""
    last = [block for block in blocks if block.kind == "paragraph"][-1:]
    if not last or not ANSWER.match(lines[last[0].start]):
        return None
    start, end = last[0].start, last[0].end
    _without(rest, start, end)
    written = " ".join(line.strip() for line in lines[start:end])
    return Text(ANSWER.sub("", written, count=1), start + 1)


def _below(
    word: re.Pattern[str], kinds: set[str], blocks: Sequence[Block], lines: list[str]
) -> tuple[int, Block | None] | None:
    """Return the line that holds a word alone, last in its paragraph, and the block below it."""
    for at, block in enumerate(blocks):
        last = block.end - 1
        if block.kind == "paragraph" and word.fullmatch(lines[last]):
            following = blocks[at + 1] if at + 1 < len(blocks) else None
            return last, following if following and following.kind in kinds else None
    return None


def _take_rows(
    blocks: Sequence[Block], lines: list[str], rest: dict[int, str]
) -> tuple[RowDraft, ...] | None:
    """Take `Pasangkan:` and the table below it, without its heading."""
    found = _below(_PAIRS, {"table"}, blocks, lines)
    if found is None:
        return None
    word, table = found
    _without(rest, word, word + 1)
    if table is None:
        return ()
    _without(rest, table.start, table.end)
    return tuple(_row(at, lines[at]) for at in range(table.start + 2, table.end))


def _row(at: int, line: str) -> RowDraft:
    """Read the cells of a row; the bars at its ends are no cells."""
    cells = [cell.strip().replace("\\|", "|") for cell in _BAR.split(line.strip())]
    if cells[0] == "":
        del cells[0]
    if cells and cells[-1] == "" and len(cells) > 1:
        del cells[-1]
    identifier = ""
    if cells:
        cells[0], identifier = own_id(cells[0])
    return RowDraft(at + 1, tuple(Text(cell, at + 1) for cell in cells), identifier)


def _take_steps(
    blocks: Sequence[Block], lines: list[str], rest: dict[int, str]
) -> tuple[Text, ...] | None:
    """Take `Urutkan:` and the numbered list below it."""
    found = _below(_ORDER, {"numbers"}, blocks, lines)
    if found is None:
        return None
    word, numbers = found
    _without(rest, word, word + 1)
    if numbers is None:
        return ()
    _without(rest, numbers.start, numbers.end)
    return tuple(_item_text(item, lines) for item in numbers.items)


def _item_text(item: Item, lines: list[str]) -> Text:
    first = lines[item.start].expandtabs(4)[item.offset :].lstrip(" ")
    others = [dedented(line, item.offset) for line in lines[item.start + 1 : item.end]]
    return Text("\n".join([first, *others]).rstrip(), item.start + 1)


def code_lines(blocks: Iterable[Block]) -> set[int]:
    """Return the lines that stand in fences and code, also inside lists."""
    found: set[int] = set()
    for block in blocks:
        if block.kind in {"fence", "code"}:
            found.update(range(block.start, block.end))
        for item in block.items:
            found |= code_lines(item.blocks)
    return found


def _take_blanks(rest: dict[int, str], code: set[int]) -> tuple[Text, ...]:
    """Put an empty blank in place of each `[[answer]]` outside code."""
    blanks: list[Text] = []
    for at in sorted(set(rest) - code):
        found = _blanks_in(rest[at])
        blanks += [Text(each[1], at + 1) for each in found]
        starts = [0, *(each.end() for each in found)]
        ends = [*(each.start() for each in found), len(rest[at])]
        rest[at] = BLANK.join(rest[at][a:b] for a, b in zip(starts, ends, strict=True))
    return tuple(blanks)


def _blanks_in(line: str) -> list[re.Match[str]]:
    """Return the blanks of a line; those in code are text."""
    spans = _code_in(line)
    ends = [end for _start, end in spans]
    found = []
    for each in _BLANK.finditer(line):
        following = bisect_right(ends, each.start())
        if following == len(spans) or each.end() <= spans[following][0]:
            found.append(each)
    return found


def _code_in(line: str) -> list[tuple[int, int]]:
    """Return where inline code stands: from some backticks to the next ones that are as many."""
    runs = [run.span() for run in _BACKTICKS.finditer(line)]
    places: dict[int, list[int]] = {}
    for at, (start, end) in enumerate(runs):
        places.setdefault(end - start, []).append(at)
    spans, at = [], 0
    while at < len(runs):
        start, end = runs[at]
        alike = places[end - start]
        following = bisect_right(alike, at)
        if following < len(alike):
            at = alike[following]
            spans.append((start, runs[at][1]))
        at += 1
    return spans
