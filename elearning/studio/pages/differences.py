"""What differs between two texts: line by line, and word by word inside a changed stretch."""

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import groupby
from time import time
from typing import NamedTuple

from diff_match_patch import diff_match_patch

#: After so many seconds what is left of a page's comparison counts as replaced.
PATIENCE = 1.0
#: Lines of context on each side of a change; what lies further off is folded.
CONTEXT = 2
#: So few lines are not worth folding.
FEW = 3
#: Two paragraphs that share fewer of their words are one removed and another added.
ALIKE = 0.4
#: So many paragraphs at one place are not compared with each other.
MOST_PAIRS = 2_500
SAME, ADDED, REMOVED, CHANGED = "same", "added", "removed", "changed"

_WORD = re.compile(r"\s*\S+|\s+")


class Step(NamedTuple):
    """A run of a comparison: what stood there before and what stands there now."""

    kind: str
    before: slice
    after: slice


class Piece(NamedTuple):
    """Words that stayed, went or came."""

    kind: str
    text: str


class Stretch(NamedTuple):
    """Lines that stayed, went, came or changed; `lines` counts those of the newer text."""

    kind: str
    pieces: tuple[Piece, ...]
    lines: int
    #: Whether the page folds it.
    folded: bool = False


def deadline() -> float:
    """Return the moment up to which a comparison that begins now is exact."""
    return time() + PATIENCE


def compared(before: Sequence[Hashable], after: Sequence[Hashable], until: float) -> list[Step]:
    """Return the runs in which two sequences agree and differ."""
    codes: dict[Hashable, str] = {}
    old = "".join(codes.setdefault(each, chr(len(codes) + 1)) for each in before)
    new = "".join(codes.setdefault(each, chr(len(codes) + 1)) for each in after)
    found = diff_match_patch().diff_main(old, new, False, until)
    return list(_steps((sign, len(run)) for sign, run in found))


def _steps(runs: Iterator[tuple[int, int]]) -> Iterator[Step]:
    """Turn signed lengths into places; what goes and comes at one place is one change."""
    old = new = 0
    for is_same, group in groupby(runs, key=lambda run: run[0] == 0):
        lengths = list(group)
        gone = sum(length for sign, length in lengths if sign <= 0)
        come = sum(length for sign, length in lengths if sign >= 0)
        kind = SAME if is_same else CHANGED if gone and come else ADDED if come else REMOVED
        yield Step(kind, slice(old, old + gone), slice(new, new + come))
        old, new = old + gone, new + come


def text_difference(before: str, after: str) -> list[Stretch]:
    """Compare two texts; an unchanged text is one stretch that stayed."""
    old, new, until = before.splitlines(), after.splitlines(), deadline()
    stretches: list[Stretch] = []
    for step in compared(old, new, until):
        stretches += _stretches(step.kind, old[step.before], new[step.after], until)
    return [piece for each in _around(stretches) for piece in each]


def _stretches(kind: str, old: list[str], new: list[str], until: float) -> list[Stretch]:
    """Return a run of lines as it is shown: a paragraph that changed word by word."""
    if kind != CHANGED:
        return [_whole(kind, old if kind == REMOVED else new)]
    gone, come = _paragraphs(old), _paragraphs(new)
    words = [[Counter(" ".join(each).split()) for each in side] for side in (gone, come)]
    is_few = len(gone) * len(come) <= MOST_PAIRS

    def likeness(one: int, other: int) -> float:
        return shared(words[0][one], words[1][other]) if is_few else 0

    return [
        _stretch([] if one is None else gone[one], [] if other is None else come[other], until)
        for one, other in paired(len(gone), len(come), likeness, ALIKE)
    ]


def _stretch(old: list[str], new: list[str], until: float) -> Stretch:
    """Return a paragraph that went, came or changed."""
    if not old or not new:
        return _whole(REMOVED if old else ADDED, old or new)
    return Stretch(CHANGED, word_difference("\n".join(old), "\n".join(new), until), len(new))


def _whole(kind: str, lines: list[str]) -> Stretch:
    """Return lines of one kind; blank ones around what went or came are not shown."""
    text = "\n".join(lines)
    return Stretch(kind, (Piece(kind, text if kind == SAME else text.strip("\n")),), len(lines))


def _paragraphs(lines: list[str]) -> list[list[str]]:
    """Cut lines after the blank ones."""
    found: list[list[str]] = []
    is_over = True
    for line in lines:
        if is_over and line.strip():
            found.append([])
        found = found or [[]]
        found[-1].append(line)
        is_over = not line.strip()
    return found


def shared(one: Counter[str], other: Counter[str]) -> float:
    """Return how many of their words two stretches share, from 0 to 1."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 1.0


def word_difference(before: str, after: str, until: float) -> tuple[Piece, ...]:
    """Compare two stretches word by word; a line broken elsewhere is no difference."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    pieces = []
    for step in compared([w.strip() for w in old], [w.strip() for w in new], until):
        gone, come = "".join(old[step.before]), "".join(new[step.after])
        if step.kind == SAME or not (gone + come).strip():
            pieces.append(Piece(SAME, come))
            continue
        pieces += [Piece(kind, text) for kind, text in ((REMOVED, gone), (ADDED, come)) if text]
    return tuple(pieces)


def _around(stretches: list[Stretch]) -> Iterator[list[Stretch]]:
    """Fold what stayed, but for some lines beside each change."""
    for place, stretch in enumerate(stretches):
        if stretch.kind != SAME or len(stretches) == 1:
            yield [stretch]
            continue
        head = CONTEXT if place > 0 else 0
        tail = CONTEXT if place < len(stretches) - 1 else 0
        yield _folded(stretch, head, tail)


def _folded(stretch: Stretch, head: int, tail: int) -> list[Stretch]:
    """Return a long stretch in up to three: shown, folded, shown."""
    if stretch.lines <= head + tail + FEW:
        return [stretch]
    lines = stretch.pieces[0].text.split("\n")
    cut = len(lines) - tail
    parts = ((lines[:head], False), (lines[head:cut], True), (lines[cut:], False))
    return [
        Stretch(SAME, (Piece(SAME, "\n".join(part)),), len(part), folded)
        for part, folded in parts
        if part
    ]


Likeness = Callable[[int, int], float]
Pair = tuple[int | None, int | None]


def paired(gone: int, come: int, likeness: Likeness, least: float) -> list[Pair]:
    """Pair what went with what came, in order, where they are alike; others stand alone."""
    pairs: list[Pair] = []
    waiting = list(range(gone))
    for new in range(come):
        ratios = [likeness(old, new) for old in waiting]
        best = max(range(len(ratios)), key=ratios.__getitem__, default=None)
        if best is None or ratios[best] < least:
            pairs.append((None, new))
            continue
        pairs += [(old, None) for old in waiting[:best]]
        pairs.append((waiting[best], new))
        del waiting[: best + 1]
    return _gone_first(pairs + [(old, None) for old in waiting])


def _gone_first(pairs: list[Pair]) -> list[Pair]:
    """Put what went before what came wherever both stand alone."""
    ordered: list[Pair] = []
    for is_pair, group in groupby(pairs, key=lambda pair: None not in pair):
        run = list(group)
        ordered += run if is_pair else sorted(run, key=lambda pair: pair[0] is None)
    return ordered
