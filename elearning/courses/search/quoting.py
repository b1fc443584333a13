"""Quotes the passage of a text in which the words asked for stand, and marks them."""

from collections import Counter
from collections.abc import Collection, Sequence
from typing import NamedTuple

from elearning.courses.search.stems import WORD

#: How many words are quoted from the first on that was asked for, and how many before it: as far
#: as its sentence begins, if that is not too far.
LENGTH = 28
LEAD, LONGEST_LEAD = 5, 12
SENTENCE_ENDS = frozenset(".!?:;·")
#: What stands between two words is shown in full up to here: a table may be all dots.
LONGEST_GAP = 40
ELLIPSIS = "…"


class Piece(NamedTuple):
    """A stretch of a quotation; `is_asked` is the word that was asked for."""

    text: str
    is_asked: bool = False


def quote(text: str, stems: Sequence[str], asked: Collection[str]) -> list[Piece]:
    """Return the densest passage; `stems` are those of the text's words, in order."""
    words = [match.span() for match in WORD.finditer(text)]
    if not words or len(words) != len(stems):
        return []
    wanted = set(asked)
    hits = [at for at, each in enumerate(stems) if each in wanted]
    densest = _densest(hits, stems)
    first, last = _start(text, words, densest), min(len(words), densest + LENGTH)
    begin = words[first][0] if first else 0
    pieces = [Piece(ELLIPSIS)] if first else []
    for at in (hit for hit in hits if first <= hit < last):
        pieces += [Piece(text[begin : words[at][0]]), Piece(text[slice(*words[at])], True)]
        begin = words[at][1]
    is_whole = last == len(words)
    pieces.append(Piece(text[begin:] if is_whole else text[begin : words[last - 1][1]]))
    pieces += [] if is_whole else [Piece(ELLIPSIS)]
    return [piece for piece in map(_shortened, pieces) if piece.text]


def _densest(hits: Sequence[int], stems: Sequence[str]) -> int:
    """Return the word asked for from which on most different ones, then most in all, follow."""
    best, start, inside, left = (0, 0), hits[0] if hits else 0, Counter[str](), 0
    for right, at in enumerate(hits):
        inside[stems[at]] += 1
        while at - hits[left] >= LENGTH:
            inside[stems[hits[left]]] -= 1
            left += 1
        dense = (len(+inside), right - left + 1)
        if dense > best:
            best, start = dense, hits[left]
    return start


def _start(text: str, words: Sequence[tuple[int, int]], hit: int) -> int:
    """Return the word with which the quotation begins."""
    for at in range(hit, max(0, hit - LONGEST_LEAD), -1):
        if SENTENCE_ENDS & set(text[words[at - 1][1] : words[at][0]]):
            return at
    return 0 if hit <= LONGEST_LEAD else hit - LEAD


def _shortened(piece: Piece) -> Piece:
    """Return a piece whose runs of signs are cut."""
    if len(piece.text) <= LONGEST_GAP * LENGTH // 2:
        return piece
    return piece._replace(text=f"{piece.text[:LONGEST_GAP]} {ELLIPSIS} {piece.text[-LONGEST_GAP:]}")
