"""A text of a draft as a row of blocks: paragraphs, tables, boxes, pictures and questions.

A block is known by its words, as the reader's own paragraphs are (`learning.lessons.paragraphs`).
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from html import escape, unescape
from typing import NamedTuple

from markupsafe import Markup

from elearning.core.trusted import trusted
from elearning.courses.checking.preview import Preview
from elearning.courses.compiled import Html, Item, Lesson, Question
from elearning.learning.lessons.paragraphs import Paragraph, digest_of, letters_of, quote_of
from elearning.studio.pages.differences import (
    ADDED,
    ALIKE,
    CHANGED,
    MOST_PAIRS,
    REMOVED,
    SAME,
    compared,
    deadline,
    paired,
    shared,
)

VOID = frozenset({"img", "br", "hr", "col", "track"})

_TAG = re.compile(r"""<(/?)([a-z][a-z0-9]*)((?:[^>"]|"[^"]*")*)>""")
_PARAGRAPH = re.compile(r"<(p|h[1-6])[ >]")
_SHOWN = re.compile(r"""\b(alt|src)="([^"]*)\"""")
_SOURCE = re.compile(r"""\bsrc="[^"]*\"""")
_ADDRESS = re.compile(r"""\b(src|href)="/pelatihan/([a-z0-9-]+)/""")
_ID = re.compile(r"""\sid="[^"]*\"""")
_LABEL = re.compile(r"""\saria-label="([^"]*)\"""")


class Block(NamedTuple):
    """A block of a page; a question carries itself, anything else its HTML."""

    digest: str
    quote: str
    letters: str
    html: Markup
    question: Question | None = None

    @property
    def content(self) -> tuple[object, ...]:
        """All that readers see of it: equal content is the same block."""
        asked = self.question
        if asked is None:
            return (str(self.html),)
        options = tuple((o.html, o.right, o.feedback, o.share, o.match) for o in asked.options)
        rest = (asked.explanation, asked.hint, asked.weight, asked.whole, asked.key)
        return (asked.kind, asked.stem, options, *rest)

    @property
    def words(self) -> Counter[str]:
        """Return how often each word stands in the block."""
        return Counter(text_of(self.question.stem if self.question else self.html).lower().split())

    @property
    def paragraph(self) -> Paragraph:
        """Return the block as the reader's paragraphs are compared."""
        return Paragraph(self.digest, self.quote, self.letters)


class Row(NamedTuple):
    """A place of the rendered page, before and now."""

    kind: str
    before: Block | None
    after: Block | None


def blocks_of(seen: Preview, *, with_title: bool = True) -> tuple[Block, ...]:
    """Return the blocks of a compiled text in reading order, its title before them."""
    title = title_of(seen) if with_title else ""
    heading = [_block(f"<h2>{escape(title, quote=False)}</h2>")] if title else []
    return _numbered([*heading, *_of_text(seen)])


def title_of(seen: Preview) -> str:
    """Return the title that readers see."""
    if seen.facts is not None:
        return seen.facts.title
    return seen.item.title if seen.item else ""


def _of_text(seen: Preview) -> Iterator[Block]:
    """Yield the blocks of a course's description, a lesson or a quiz."""
    if seen.facts is not None:
        yield from _of_html([seen.facts.description])
    elif seen.item is not None:
        yield from _of_item(seen.item)


def _of_item(item: Item) -> Iterator[Block]:
    """Yield the blocks of a lesson or quiz."""
    if isinstance(item, Lesson):
        for part in item.parts:
            if isinstance(part, Html):
                yield from _of_html([part.html])
            else:
                yield _of_question(part.question)
        return
    yield from _of_html([item.introduction])
    for pool in item.pools:
        yield from (_of_question(question) for question in pool.questions)


def _of_html(parts: Iterable[str]) -> Iterator[Block]:
    for part in parts:
        yield from (_block(html) for html in split(part))


def _of_question(question: Question) -> Block:
    text = text_of(question.stem)
    letters = letters_of(text)
    return Block(digest_of(letters), quote_of(text), letters, trusted(""), question)


def _block(html: str) -> Block:
    letters = letters_of(text_of(html))
    return Block(digest_of(letters), quote_of(_words_read_out(html)), letters, trusted(html))


def _words_read_out(html: str) -> str:
    """Return the words of HTML, those that describe its pictures included."""
    return text_of(_SOURCE.sub("", html))


def _numbered(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Give a block that says the same again a number of its own."""
    seen: Counter[str] = Counter()
    found = []
    for block in blocks:
        seen[block.digest] += 1
        again = f"-{seen[block.digest]}" if seen[block.digest] > 1 else ""
        found.append(block._replace(digest=block.digest + again))
    return tuple(found)


def split(html: str) -> Iterator[str]:
    """Cut the sanitiser's well-formed HTML between its outermost elements."""
    depth = start = 0
    for tag in _TAG.finditer(html):
        if tag[2] not in VOID:
            depth += -1 if tag[1] else 1
        if depth == 0 and html[start : tag.end()].strip():
            yield html[start : tag.end()].strip()
            start = tag.end()
    if html[start:].strip():
        yield html[start:].strip()


def text_of(html: str) -> str:
    """Return the words of HTML, and what its pictures show."""

    def said(tag: re.Match[str]) -> str:
        if tag[2] != "img":
            return " "
        return " ".join(["", *(value for _name, value in sorted(_SHOWN.findall(tag[3]))), ""])

    return unescape(_TAG.sub(said, html))


def words_of(html: str) -> str | None:
    """Return the words of a paragraph or heading; None for any other block, and with a picture."""
    if not _PARAGRAPH.match(html) or "<img" in html:
        return None
    return unescape(_TAG.sub("", html))


def readdressed(html: str, slug: str, address: str) -> Markup:
    """Let the pictures and links of a draft lead to the same things below another address."""

    def led(found: re.Match[str]) -> str:
        return f'{found[1]}="{address}' if found[2] == slug else found[0]

    return trusted(_TAG.sub(lambda tag: _ADDRESS.sub(led, tag[0]), html))


def without_ids(html: str, label: str = "") -> Markup:
    """Return HTML that can stand beside its like: without ids, its regions named apart."""

    def bare(tag: re.Match[str]) -> str:
        named = _LABEL.sub(lambda found: f' aria-label="{escape(label)}{found[1]}"', tag[0])
        return _ID.sub("", named)

    return trusted(_TAG.sub(bare, html))


def page_difference(before: tuple[Block, ...], after: tuple[Block, ...]) -> list[Row]:
    """Compare two pages block by block; alike blocks at one place are one that changed."""
    rows: list[Row] = []
    for step in compared([b.content for b in before], [b.content for b in after], deadline()):
        if step.kind == SAME:
            rows += [Row(SAME, None, block) for block in after[step.after]]
        else:
            rows += _changed(before[step.before], after[step.after])
    return rows


def _changed(gone: tuple[Block, ...], come: tuple[Block, ...]) -> list[Row]:
    """Return what went, came and changed at one place."""
    old, new = [block.words for block in gone], [block.words for block in come]
    is_few = len(old) * len(new) <= MOST_PAIRS

    def likeness(one: int, other: int) -> float:
        same_kind = (gone[one].question is None) == (come[other].question is None)
        return shared(old[one], new[other]) if is_few and same_kind else 0

    return [
        Row(kind_of(one, other), _at(gone, one), _at(come, other))
        for one, other in paired(len(old), len(new), likeness, ALIKE)
    ]


def kind_of(before: int | None, after: int | None) -> str:
    """Return what became of a block."""
    if before is None:
        return ADDED
    return REMOVED if after is None else CHANGED


def _at(blocks: tuple[Block, ...], place: int | None) -> Block | None:
    return None if place is None else blocks[place]
