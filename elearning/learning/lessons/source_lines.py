"""Where in an author's Markdown a reader's quote stands."""

import re
from bisect import bisect_right
from html import unescape
from itertools import accumulate

from elearning.learning.lessons.paragraphs import Paragraph, letters_of, most_similar

#: Fewer letters than these may stand anywhere.
ENOUGH = 24
#: A paragraph begins its line; what stands further on in a long one is not looked at.
LONGEST_LINE = 1000
#: What a reader does not see of a line, in this order.
UNSEEN = tuple(
    (re.compile(pattern), kept)
    for pattern, kept in (
        (r"^\s*(?:!!!|\?\?\?\+?)\s*[\w-]+", ""),
        (r"^\s*\[\^[^\]]+\]:", ""),
        (r"^\s*(?:[-*+]|\d+[.)])\s+(?:\[[ xX]\]\s)?", ""),
        (r"!\[[^\]]*\]\(\s*[^)\s\"]*", ""),
        (r"\]\([^)]*\)", "]"),
        (r"\[\^[^\]]+\]", ""),
        (r"\]\[[^\]]*\]", "]"),
        (r"</?[a-zA-Z][\w-]*(?:\s[^<>]*)?/?>", ""),
        (r"\{[:#.][^}]*\}\s*$", ""),
    )
)


def line_of(text: str, quote: str) -> int | None:
    """Return the line, counted from one, on which the paragraph that begins with a quote begins.

    Markup does not matter. Without an equal beginning the most similar line is taken; None when
    there is none.
    """
    lines = [_letters(line) for line in text.splitlines()]
    start = _front_matter(text)
    wanted = letters_of(quote)
    if not wanted:
        return None
    return _equal(lines, start, wanted) or _similar(lines, start, quote)


def _letters(line: str) -> str:
    """Return the letters and digits that a reader sees of a line."""
    line = line[:LONGEST_LINE]
    for pattern, kept in UNSEEN:
        line = pattern.sub(kept, line)
    return letters_of(unescape(line))


def _front_matter(text: str) -> int:
    """Return how many lines the front matter takes."""
    lines = text.splitlines()
    if not lines or lines[0].strip() != "---":
        return 0
    ends = (number for number, line in enumerate(lines[1:], start=2) if line.strip() == "---")
    return next(ends, 0)


def _equal(lines: list[str], start: int, wanted: str) -> int | None:
    """Find the quote, else its beginning, in the letters of all lines together.

    A line that is the quote is better than one that begins with it, and that better than others.
    """
    whole = "".join(lines[start:])
    starts = list(accumulate(map(len, lines[start:]), initial=0))[:-1]
    for beginning in dict.fromkeys((wanted, wanted[: ENOUGH * 2], wanted[:ENOUGH])):
        places = [found.start() for found in re.finditer(re.escape(beginning), whole)]
        numbers = [start + bisect_right(starts, place) for place in places]
        if numbers:
            likest = (lines[number - 1] != wanted for number in numbers)
            begins = (place not in starts for place in places)
            return min(zip(likest, begins, numbers, strict=True))[-1]
    return None


def _similar(lines: list[str], start: int, quote: str) -> int | None:
    """Find the line whose beginning is most like the quote."""
    numbered = enumerate(lines[start:], start=start + 1)
    found = most_similar(quote, (Paragraph(str(number), "", line) for number, line in numbered))
    return int(found) if found else None
