"""Parts a document into lessons, by the headings that it has or seems to have."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from elearning.courses.importing.losses import Losses, Place
from elearning.courses.importing.office.word_blocks import NOTE_CLOSE, NOTE_OPEN, Block

_CHAPTER = re.compile(
    r"\**\s*(BAB|BAGIAN|MODUL|UNIT|TOPIK|PERTEMUAN)\s+([IVXLC]{1,6}|\d{1,3})\b", re.IGNORECASE
)
_BARE_CHAPTER = re.compile(
    r"(BAB|BAGIAN|MODUL|UNIT|TOPIK|PERTEMUAN)\s+([IVXLC]{1,6}|\d{1,3})[.:]?", re.IGNORECASE
)
_MARKS = re.compile(
    f"{NOTE_OPEN}\\w+{NOTE_CLOSE}"
    r"|[*`\\]|</?\w+>|!\[[^\]]*\]\([^)]*\)|\[(?=[^\]]*\]\()|\]\([^)]*\)"
)
_ENDS = re.compile(r"[.,;:?!]\W*$")
_QUESTION_LABEL = re.compile(r"\(?([a-hA-H]|\d{1,3})\\?[.)]\s")
_LONGEST_HEADING = 90


class Chapter(NamedTuple):
    """What becomes a lesson: its title and blocks; headings in it begin at level 2."""

    title: str
    place: Place
    blocks: list[Block]


class Chapters(NamedTuple):
    """A document's title, what stands before the first chapter, and the chapters."""

    title: str
    front: list[Block]
    chapters: list[Chapter]


def chapters_of(blocks: Sequence[Block], title: str, fallback: str, losses: Losses) -> Chapters:
    """Part the blocks; the title is the title page's, the document's own, or the file's name."""
    blocks = _with_headings(blocks, losses)
    titles = [block for block in blocks if block.kind == "title"]
    blocks = _joined_headings([block for block in blocks if block.kind != "title"])
    title = plain(" ".join(block.text for block in titles)) or title
    lone = None if title else _lone_title(blocks)
    if lone:
        blocks, title = blocks[1:], lone
    if not title:
        title = fallback
        losses.add("title-guessed", Place(), title=title)
    levels = [block.level for block in blocks if block.kind == "heading"]
    if not levels:
        losses.add("no-headings", Place())
        return Chapters(title, [], [Chapter(title, Place("paragraph", 1), list(blocks))])
    return _cut(blocks, title, min(levels))


def plain(text: str) -> str:
    """Return a heading as a title: one line without marks."""
    text = _MARKS.sub("", text)
    return " ".join(text.replace("&lt;", "<").replace("&amp;", "&").split())


def _lone_title(blocks: Sequence[Block]) -> str:
    """Return the first heading when it stands above all others: it names the document."""
    levels = [block.level for block in blocks if block.kind == "heading"]
    opens = bool(blocks) and blocks[0].kind == "heading"
    alone = opens and len(levels) > 2 and levels.count(levels[0]) == 1 and min(levels) == levels[0]
    return plain(blocks[0].text) if alone else ""


def _joined_headings(blocks: Sequence[Block]) -> list[Block]:
    """Join `BAB I` with the heading on the line below."""
    joined: list[Block] = []
    for block in blocks:
        before = joined[-1] if joined else None
        if (
            before
            and before.kind == block.kind == "heading"
            and before.level == block.level
            and _BARE_CHAPTER.fullmatch(plain(before.text))
        ):
            joined[-1] = before._replace(text=f"{before.text.rstrip('.: ')}: {block.text}")
        else:
            joined.append(block)
    return joined


def _cut(blocks: Sequence[Block], title: str, top: int) -> Chapters:
    """Begin a chapter at each heading of the top level."""
    front: list[Block] = []
    chapters: list[Chapter] = []
    for block in blocks:
        if block.kind == "heading" and block.level == top and not (chapters and _is_key(block)):
            chapters.append(Chapter(plain(block.text), block.place, []))
            continue
        if block.kind == "heading":
            block = block._replace(level=max(2, block.level - top + 1))
        (chapters[-1].blocks if chapters else front).append(block)
    return Chapters(title, front, chapters)


def _is_key(block: Block) -> bool:
    """A chapter of keys belongs to the questions above it."""
    return plain(block.text).lower().startswith("kunci")


def _with_headings(blocks: Sequence[Block], losses: Losses) -> list[Block]:
    """Guess headings where a document has no heading styles."""
    if any(block.kind == "heading" for block in blocks):
        return list(blocks)
    chapters = [
        at for at, block in enumerate(blocks) if _is_short(block) and _CHAPTER.match(block.text)
    ]
    bold = [at for at, block in enumerate(blocks) if _is_bold_heading(block)]
    guessed = {**dict.fromkeys(bold, 2 if chapters else 1), **dict.fromkeys(chapters, 1)}
    for at in sorted(guessed):
        losses.add("headings-guessed", blocks[at].place, heading=plain(blocks[at].text)[:80])
    return [
        block._replace(
            kind="heading", level=guessed[at], label="", form="", text=plain_heading(block)
        )
        if at in guessed
        else block
        for at, block in enumerate(blocks)
    ]


def plain_heading(block: Block) -> str:
    """Return a guessed heading without the bold that made it one."""
    return block.text.replace("**", "").replace("<u>", "").replace("</u>", "")


def _is_short(block: Block) -> bool:
    return block.kind == "text" and len(block.text) <= _LONGEST_HEADING and "\n" not in block.text


def _is_bold_heading(block: Block) -> bool:
    """A short bold line that ends no sentence, and is no option or item."""
    stands_out = _is_short(block) and block.strong and "![" not in block.text
    item = block.label or _QUESTION_LABEL.match(block.text.replace("**", ""))
    return stands_out and not item and not _ENDS.search(block.text)
