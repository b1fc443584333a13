"""Finds Markdown that was not understood and stands on the page as it was typed."""

import re
from collections.abc import Iterator
from html import unescape

_CODE = re.compile(r"<(code|pre)\b.*?</\1>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
#: An address, as opposed to words in brackets.
_ADDRESS = r"(?:https?:|www\.|(?:\.?/)?media/|[\w-]+\.md\b)"
_LEFT = (
    re.compile(rf"!?\[[^\[\]\n]*\] ?\({_ADDRESS}[^)\n]*\)"),
    re.compile(r"\[\^[^\s\[\]]{1,40}\]"),
    re.compile(r"\*\*[^\s*][^*\n]{0,60}"),
)


def leftovers(html: str) -> Iterator[str]:
    """Yield the first of each sort: a link or picture, a footnote without text, open bold type."""
    if "[" not in html and "**" not in html:
        return
    text = unescape(_TAG.sub("", _CODE.sub(" ", html)))
    for pattern in _LEFT:
        found = pattern.search(text)
        if found:
            yield found[0]
