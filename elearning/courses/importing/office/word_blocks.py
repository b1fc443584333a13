"""A Word document as blocks in reading order: headings, paragraphs with their labels, tables."""

import io
import re
from collections.abc import Iterator
from functools import partial
from typing import Any, NamedTuple

import mammoth
from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from elearning.courses.importing.html_text import HtmlReader
from elearning.courses.importing.losses import Losses, Place
from elearning.courses.importing.office.word_package import MARK, Prepared, prepared
from elearning.courses.importing.pictures import Pictures

_STYLES = """
p.Title => p.title:fresh
p.Subtitle => p.subtitle:fresh
p[style-name='Caption'] => p.caption:fresh
p[style-name='caption'] => p.caption:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
r[style-name='Strong'] => strong
r[style-name='Emphasis'] => em
u => u
highlight => mark
strike => del
"""
_NOTE = re.compile(r"#?((?:foot|end)note)-(?:ref-)?(\w+)$")
#: A typed label, which may be plain where the option is bold.
_LABEL = re.compile(r"^\s*\*?\(?[A-Za-z0-9]{1,3}[.)]\s*")
_SYMBOL = re.compile(r"unsupported character")
#: Around a footnote's name, until Markdown is made.
NOTE_OPEN, NOTE_CLOSE = "\ue050", "\ue051"
_EMPHASIS = ("strong", "b", "mark", "u")


class Block(NamedTuple):
    """A piece of a document; `level` is a heading's, or how deep a list item stands."""

    #: title, subtitle, heading, text, caption, table, quote, code.
    kind: str
    text: str
    place: Place
    level: int = 0
    #: How the automatic number is formed (decimal, bullet, …), and how it looks.
    form: str = ""
    label: str = ""
    #: All of it is bold, coloured or underlined.
    strong: bool = False
    #: The plain cells of a table.
    rows: tuple[tuple[str, ...], ...] = ()


class Document(NamedTuple):
    """A document: its blocks, footnotes by name as Markdown, pictures and own title."""

    blocks: list[Block]
    notes: dict[str, str]
    pictures: Pictures
    title: str


def read_document(data: bytes, losses: Losses) -> Document:
    """Read a .docx; library errors on hostile files are the caller's process's to survive."""
    pictures = Pictures(losses)
    ready = prepared(data, losses)
    soup = BeautifulSoup(_html(ready, pictures, losses), "html.parser")
    reader = _Reader(HtmlReader(losses, pictures))
    notes = reader.notes(soup)
    return Document(list(reader.blocks(soup)), notes, pictures, ready.title)


def _html(ready: Prepared, pictures: Pictures, losses: Losses) -> str:
    """Return mammoth's HTML; pictures stay aside."""
    found: dict[str, Any] = {}

    def picture(image: Any) -> dict[str, str]:
        name = f"word:{len(found)}"
        found[name] = partial(_bytes_of, image)
        return {"src": name}

    result = mammoth.convert_to_html(
        io.BytesIO(ready.data),
        style_map=_STYLES,
        include_embedded_style_map=False,
        convert_image=mammoth.images.img_element(picture),
    )
    pictures.offer(found)
    if any(_SYMBOL.search(message.message) for message in result.messages):
        losses.add("symbol", Place())
    return str(result.value)


def _bytes_of(image: Any) -> bytes:
    """Return a picture's bytes; nothing when the package lacks them."""
    try:
        with image.open() as stream:
            return bytes(stream.read())
    except (KeyError, ValueError):
        return b""


class _Reader:
    """Turns elements into blocks."""

    def __init__(self, html: HtmlReader) -> None:
        self.html = html
        self.place = Place("paragraph", 0)

    def notes(self, soup: Tag) -> dict[str, str]:
        """Take the footnotes out and return them by name; their references become marks."""
        notes = {}
        for item in soup.find_all("li", id=_NOTE):
            for back in item.find_all("a", href=_NOTE):
                back.decompose()
            name = _note_name(str(item["id"]))
            notes[name] = self.html.markdown_of(_document(item), self.place)
            parent = item.parent
            item.decompose()
            if parent is not None and not parent.find("li"):
                parent.decompose()
        for link in soup.find_all("a", href=_NOTE):
            name = _note_name(str(link["href"]))
            target = link.parent if link.parent is not None and link.parent.name == "sup" else link
            target.replace_with(f"{NOTE_OPEN}{name}{NOTE_CLOSE}")
        return notes

    def blocks(self, soup: Tag) -> Iterator[Block]:
        for element in list(soup.children):
            if isinstance(element, Tag):
                yield from self._block(element)

    def _block(self, element: Tag) -> Iterator[Block]:
        if element.name == "table":
            yield self._table(element)
            return
        block = self._text(element)
        if block.text:
            yield block

    def _text(self, element: Tag) -> Block:
        """Read a paragraph or heading; its mark says where it stood and how it was numbered."""
        _number, level, form, label = self._taken_mark(element)
        heading = re.fullmatch(r"h([1-6])", element.name)
        kinds = [str(name) for name in element.get_attribute_list("class") if name]
        kind = "heading" if heading else next(iter(kinds), "text")
        kind = "quote" if element.name == "blockquote" else kind
        strong = _is_strong(element)
        for tag in element.find_all("mark"):
            tag.unwrap()
        _join_emphasis(element)
        _part_tabs(element)
        text = self.html.markdown_of(_document(element, whole=kind == "quote"), self.place)
        depth = int(heading[1]) if heading else level
        return Block(kind, text, self.place, depth, form, label, strong)

    def _taken_mark(self, element: Tag) -> tuple[int, int, str, str]:
        """Take the first mark out of an element, and any others that joined it."""
        parts = ("0", "0", "", "")
        for text in list(element.find_all(string=MARK)):
            found = MARK.search(text)
            if found and parts[0] == "0":
                parts = (found[1], found[2], found[3], found[4])
                self.place = Place("paragraph", int(found[1]))
            text.replace_with(NavigableString(MARK.sub("", str(text))))
        return int(parts[0]), int(parts[1]), parts[2], parts[3]

    def _table(self, table: Tag) -> Block:
        """Read a table; the numbers in its cells become text, a table of one cell a box."""
        for number, text in enumerate(list(table.find_all(string=MARK))):
            found = MARK.search(str(text))
            if found and not number:
                self.place = Place("paragraph", int(found[1]))
            text.replace_with(NavigableString(MARK.sub(_label_text, str(text))))
        rows = tuple(
            tuple(" ".join(cell.get_text(" ").split()) for cell in row.find_all(["td", "th"]))
            for row in table.find_all("tr")
        )
        cells = table.find_all(["td", "th"])
        if len(cells) == 1:
            return Block("box", self.html.markdown_of(_document(cells[0]), self.place), self.place)
        written = self.html.markdown_of(_document(table, whole=True), self.place)
        return Block("table", written, self.place, rows=rows)


def _label_text(found: "re.Match[str]") -> str:
    return f"{found[4]} " if found[4] else ""


def _note_name(identity: str) -> str:
    """Return a footnote's name from its id or from the reference to it."""
    found = _NOTE.search(identity)
    return f"{'e' if found and found[1] == 'endnote' else ''}{found[2] if found else ''}"


def _document(element: Tag, *, whole: bool = False) -> Tag:
    """Return an element's content as a document of its own."""
    soup = BeautifulSoup("", "html.parser")
    for child in [element] if whole else list(element.children):
        soup.append(child.extract())
    return soup


def _is_strong(element: Tag) -> bool:
    """Tell whether every word of a paragraph stands out."""
    texts = [
        text
        for text in element.find_all(string=True)
        if re.search(r"\w", _LABEL.sub("", MARK.sub("", text)))
    ]
    return bool(texts) and all(text.find_parent(_EMPHASIS) is not None for text in texts)


def _join_emphasis(element: Tag) -> None:
    """Join neighbours of one emphasis, into which Word parts what was typed at different times."""
    for tag in element.find_all(["strong", "em", "u", "del"]):
        after = tag.next_sibling
        while isinstance(after, Tag) and after.name == tag.name:
            for child in list(after.children):
                tag.append(child.extract())
            after.decompose()
            after = tag.next_sibling


def _part_tabs(element: Tag) -> None:
    """Begin a new line where a tab stands before the letter of an option."""
    for text in list(element.find_all(string=re.compile(r"\t"))):
        pieces = re.split(r"\s*\t\s*(?=\(?[b-hB-H][.)](?:\s|$))", str(text))
        if len(pieces) > 1:
            for piece in pieces[:-1]:
                text.insert_before(NavigableString(piece))
                text.insert_before(Tag(name="br"))
            text.replace_with(NavigableString(pieces[-1]))
