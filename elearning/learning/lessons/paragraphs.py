"""Paragraphs of a lesson, known by their words: nothing is added to the lesson's HTML.

js/reader.js computes the same digests from the page.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from html.parser import HTMLParser
from typing import NamedTuple, Protocol, TypeVar

from elearning.core.languages import request_locale
from elearning.core.markdown import SANITISER_VERSION
from elearning.courses.compiled import Html, Lesson
from elearning.courses.queries import item_in, kept, outline_of

BLOCKS = frozenset(
    ["p", "li", "tr", "dt", "dd", "pre", "figcaption", "caption", "summary", "blockquote", "div"]
)
#: Text that belongs to no paragraph: headings, and the marks of footnotes and task lists.
ASIDE = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
ASIDE_CLASSES = frozenset({"footnote-ref", "footnote-backref", "task"})
#: Tags between which words do not touch.
APART = frozenset({"td", "th", "br"})
VOID = frozenset({"img", "br", "hr", "col", "track"})
#: How much of a paragraph's beginning is kept to recognise it by.
QUOTE = 160
#: Two beginnings that share less are different paragraphs (difflib's ratio).
ALIKE = 0.6
MASK = 0xFFFFFFFF


class Paragraph(NamedTuple):
    """A paragraph, list item, table row or caption: its identity, beginning and letters."""

    digest: str
    quote: str
    letters: str


class Marked(Protocol):
    """Something that was put at a paragraph."""

    @property
    def digest(self) -> str: ...

    @property
    def quote(self) -> str: ...


Mark = TypeVar("Mark", bound=Marked)


def paragraphs_of(revision_id: int, key: str) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a published lesson as its reader reads it; a quiz has none."""
    return kept("paragraphs", _load)(revision_id, key, request_locale(), SANITISER_VERSION)


def _load(revision_id: int, key: str, language: str, _version: int) -> tuple[Paragraph, ...]:
    """Read a lesson's paragraphs."""
    lesson = item_in(revision_id, key, language)
    if not isinstance(lesson, Lesson):
        return ()
    return paragraphs_in(part.html for part in lesson.parts if isinstance(part, Html))


def twins_of(revision_id: int, key: str) -> dict[str, str]:
    """Return, by the digests of the paragraphs in other languages, those that the reader sees.

    Paragraphs answer to each other by their order; where there are more of them in one language,
    nobody knows which is which and the text is empty.
    """
    return kept("twins", _load_twins)(revision_id, key, request_locale())


def _load_twins(revision_id: int, key: str, language: str) -> dict[str, str]:
    """Pair the paragraphs of a lesson with those in each other language."""
    here, twins = _load(revision_id, key, language, SANITISER_VERSION), dict[str, str]()
    for other in outline_of(revision_id).languages_of(key):
        there = _load(revision_id, key, other, SANITISER_VERSION)
        is_alike = len(here) == len(there)
        for at, each in enumerate(there):
            twins.setdefault(each.digest, here[at].digest if is_alike else "")
    return twins


def paragraph_at(revision_id: int, key: str, digest: str) -> Paragraph | None:
    """Return the paragraph of a lesson with a digest, or the one that answers to it.

    Whoever changed the language meanwhile comes with that of the other text.
    """
    here = {each.digest: each for each in paragraphs_of(revision_id, key)}
    return here.get(digest) or here.get(twins_of(revision_id, key).get(digest, ""))


def paragraphs_in(parts: Iterable[str]) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a lesson's HTML; one that says the same again gets a number."""
    seen: Counter[str] = Counter()
    found = []
    for text in _texts(parts):
        letters = letters_of(text)
        seen[letters] += 1
        if letters:
            again = f"-{seen[letters]}" if seen[letters] > 1 else ""
            found.append(Paragraph(digest_of(letters) + again, quote_of(text), letters))
    return tuple(found)


def letters_of(text: str) -> str:
    """Return the letters and digits of a text in lower case: what a paragraph is known by."""
    return "".join(filter(str.isalnum, text.lower()))


def digest_of(letters: str) -> str:
    """Return a short hash that a browser computes alike, also without a secure connection."""
    one, two = 0xDEADBEEF, 0x41C6CE57
    for code in map(ord, letters):
        one = (one ^ code) * 2654435761 & MASK
        two = (two ^ code) * 1597334677 & MASK
    return f"{one:08x}{two:08x}"


def quote_of(text: str) -> str:
    """Return the beginning of a text with single blanks, cut between words where it can be."""
    whole = " ".join(text.split())
    if len(whole) <= QUOTE:
        return whole
    cut = whole[:QUOTE].rpartition(" ")[0]
    return (cut or whole[: QUOTE - 1]) + "…"


def _texts(parts: Iterable[str]) -> list[str]:
    """Return the text of every block, without that of the blocks inside it."""
    reader = _Reader()
    for part in parts:
        reader.feed(part)
    reader.close()
    return ["".join(pieces) for pieces in reader.blocks]


class _Reader(HTMLParser):
    """Collects the text of each block of well-formed HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[list[str]] = []
        #: The open tags, each with where its text goes.
        self.open: list[tuple[str, list[str]]] = [("", [])]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in APART:
            self.handle_data(" ")
        if tag in VOID:
            return
        classes = (dict(attrs).get("class") or "").split()
        pieces = self.open[-1][1]
        if tag in BLOCKS:
            pieces = []
            self.blocks.append(pieces)
        elif tag in ASIDE or ASIDE_CLASSES.intersection(classes):
            pieces = []
        self.open.append((tag, pieces))

    def handle_endtag(self, tag: str) -> None:
        if self.open[-1][0] == tag:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1][1].append(data)


def found_again(
    marks: Sequence[Mark], paragraphs: Sequence[Paragraph], twins: Mapping[str, str] | None = None
) -> tuple[dict[str, Mark], list[Mark]]:
    """Return the marks by the paragraph they stand at now, and those whose paragraph has changed.

    One whose digest is gone goes to the same paragraph in the reader's language, by `twins`, else to
    the most similar paragraph that holds no other.
    """
    known = {paragraph.digest for paragraph in paragraphs}
    placed = {mark.digest: mark for mark in marks if mark.digest in known}
    changed = []
    for mark in marks:
        twin = (twins or {}).get(mark.digest)
        if twin is not None and twin in known:
            placed.setdefault(twin, mark)
        if mark.digest in known or twin is not None:
            continue
        free = [paragraph for paragraph in paragraphs if paragraph.digest not in placed]
        digest = most_similar(mark.quote, free)
        if digest:
            placed[digest] = mark
        else:
            changed.append(mark)
    return placed, changed


def most_similar(quote: str, paragraphs: Iterable[Paragraph]) -> str:
    """Return the digest of the paragraph whose beginning is most like a quote, else nothing."""
    wanted = letters_of(quote)
    matcher = SequenceMatcher(b=wanted, autojunk=False)
    best, most = "", ALIKE
    for paragraph in paragraphs:
        matcher.set_seq1(paragraph.letters[: len(wanted)])
        if min(matcher.real_quick_ratio(), matcher.quick_ratio()) < most:
            continue
        ratio = matcher.ratio()
        if ratio > most or (ratio == most and not best):
            best, most = paragraph.digest, ratio
    return best
