"""Reads notes for graders as the criteria of an essay."""

import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from elearning.courses.importing.found import Choice
from elearning.courses.kinds.choice import NEARLY_ALL
from elearning.courses.language.structure import Item, blocks_of, dedented, unquoted

_SHARE = re.compile(r"\\?\[(\d+(?:[.,]\d+)?)%\\?\]\s+(?=\S)")
_BULLET = re.compile(r"[-*+]\s+|\d+[.)]\s+")


def criteria_of(notes: str) -> tuple[Choice, ...]:
    """Return a criterion for each item of a list, or else for each line."""
    lines = notes.split("\n")
    blocks = blocks_of(lines)
    if [block.kind for block in blocks] in (["list"], ["numbers"]):
        criteria = [_of_item(item, lines) for item in blocks[0].items]
    else:
        criteria = [Choice(_BULLET.sub("", line.strip(), count=1)) for line in lines]
    written = [each for each in criteria if each.text]
    return _shared(written) or tuple(written)


def _of_item(item: Item, lines: list[str]) -> Choice:
    """Read a criterion; a quote at its end is what its graders read."""
    quote = item.blocks[-1] if item.blocks and item.blocks[-1].kind == "quote" else None
    end = quote.start if quote else item.end
    first = lines[item.start].expandtabs(4)[item.offset :]
    text = [first, *(dedented(line, item.offset) for line in lines[item.start + 1 : end])]
    said = lines[quote.start : quote.end] if quote else []
    guidance = "\n".join(unquoted(line, item.offset) for line in said)
    return Choice("\n".join(text).strip(), "", guidance.strip())


def _shared(criteria: Sequence[Choice]) -> tuple[Choice, ...]:
    """Return criteria with the shares that all of them name; nothing unless they make a whole."""
    found = [_SHARE.match(each.text) for each in criteria]
    shares = [Fraction(Decimal(each[1].replace(",", "."))) / 100 for each in found if each]
    if len(shares) < len(criteria) or not all(shares):
        return ()
    if not NEARLY_ALL[0] <= sum(shares) <= NEARLY_ALL[1]:
        return ()
    return tuple(
        each._replace(text=each.text[mark.end() :], mark=f"{mark[1]}%")
        for each, mark in zip(criteria, found, strict=True)
        if mark
    )
