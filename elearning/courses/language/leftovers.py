"""Finds Markdown that was not understood and stands on the page as it was typed."""

import re
from collections.abc import Iterator
from html import unescape

from elearning.core.fragments import Fault

_CODE = re.compile(r"<(code|pre)\b.*?</\1>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
#: An address, as opposed to words in brackets.
_ADDRESS = r"(?:https?:|www\.|(?:\.?/)?media/|[\w-]+\.md\b)"
_LEFT = (
    re.compile(rf"!?\[[^\[\]\n]*\] ?\({_ADDRESS}[^)\n]*\)"),
    re.compile(r"\[\^[^\s\[\]]{1,40}\]"),
    re.compile(r"\*\*[^\s*][^*\n]{0,60}"),
)
#: Struck or highlighted in other programs, not here.
_FOREIGN = re.compile(r"(~~|==)[^\s~=][^~=\n]{0,60}\1")


def leftovers(html: str) -> Iterator[Fault]:
    """Yield the first of each sort: a link or picture, a footnote without text, open bold type."""
    if not any(mark in html for mark in ("[", "**", "~~", "==")):
        return
    text = unescape(_TAG.sub("", _CODE.sub(" ", html)))
    patterns = [("marks-left", pattern) for pattern in _LEFT]
    for code, pattern in [*patterns, ("marks-foreign", _FOREIGN)]:
        found = pattern.search(text)
        if found:
            yield Fault(code, found[0])
