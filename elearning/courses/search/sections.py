"""Cuts the HTML of a page at its headings and leaves the words."""

import re
from collections.abc import Iterable
from html.parser import HTMLParser
from typing import NamedTuple

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
#: Elements that stand inside a word or beside one; all others part words.
INLINE = frozenset(
    re.findall(
        r"\w+",
        "a abbr b bdi bdo cite code del dfn em i ins kbd mark q s small span strong sub sup u var",
    )
)
#: Elements whose texts are no sentences; a sign that is in no text keeps them apart meanwhile.
LISTED = frozenset({"li", "td", "th"})
APART = "\x1f"
STOPS = (".", ",", ";", ":", "!", "?")
#: What is no word of the text: the way back from a footnote.
UNREAD = "footnote-backref"


class Section(NamedTuple):
    """What stands below one heading; the stretch before the first has neither anchor nor title."""

    anchor: str
    title: str
    text: str


def sections_of(parts: Iterable[str]) -> list[Section]:
    """Return the sections of a page, whose first has no heading and may be empty."""
    cutter = _Cutter()
    for html in parts:
        cutter.feed(f"{html}\n")
    cutter.close()
    return cutter.sections()


def plain(html: str) -> str:
    """Return the words of HTML."""
    return listed(text for cut in sections_of([html]) for text in (cut.title, cut.text))


class _Cutter(HTMLParser):
    """Collects titles and texts while the HTML runs by."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.anchors = [""]
        self.titles: list[list[str]] = [[]]
        self.texts: list[list[str]] = [[]]
        self.target = self.texts[-1]
        self.is_unread = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in HEADINGS and given.get("id"):
            self.anchors.append(given["id"] or "")
            self.titles.append([])
            self.texts.append([])
            self.target = self.titles[-1]
        elif tag not in INLINE:
            self.target.append(APART if tag in LISTED else " ")
        self.is_unread = self.is_unread or UNREAD in (given.get("class") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in HEADINGS:
            self.target = self.texts[-1]
        if tag not in INLINE:
            self.target.append(" ")
        if tag == "a":
            self.is_unread = False

    def handle_data(self, data: str) -> None:
        if not self.is_unread:
            self.target.append(data)

    def sections(self) -> list[Section]:
        """Return what was collected, with single blanks."""
        collected = zip(self.anchors, self.titles, self.texts, strict=True)
        return [Section(anchor, _joined(title), _joined(text)) for anchor, title, text in collected]


def _joined(pieces: list[str]) -> str:
    """Return pieces as one line."""
    return listed(" ".join(each.split()) for each in "".join(pieces).split(APART))


def listed(texts: Iterable[str]) -> str:
    """Return texts in one line, a point after each that ends without a stop."""
    *first, last = [text for text in texts if text] or [""]
    ended = (text if text.endswith(STOPS) else f"{text} ·" for text in first)
    return " ".join((*ended, last))
