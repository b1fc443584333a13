"""Prepares a .docx for mammoth: numbers and headings written out, losses counted."""

import io
import re
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement
from zipfile import ZIP_STORED, ZipFile

from elearning.courses.importing.losses import Losses, Place
from elearning.courses.importing.office.packages import opened, part_of
from elearning.courses.importing.office.word_losses import note_parts, take_special
from elearning.courses.importing.office.word_numbering import Numbered, Numbering, W, value, whole

DOCUMENT = "word/document.xml"
#: Around what is written before a paragraph's text: number of the paragraph, level, label.
OPEN, CLOSE, PART = "\ue030", "\ue031", "\ue032"
MARK = re.compile(f"{OPEN}(\\d+){PART}(\\d+){PART}([^{PART}]*){PART}([^{CLOSE}]*){CLOSE}")
HEADINGS = 6
_DEEPER = re.compile(r"(?:list|daftar).* ([2-5])")
#: Numbers stand in the text already; mammoth is not to make lists of them.
_NO_NUMBERING = f'<w:numbering xmlns:w="{W[1:-1]}"/>'.encode()
_TITLES = {"title": "Title", "subtitle": "Subtitle", "judul": "Title", "subjudul": "Subtitle"}
_RED = re.compile(r"([C-F][0-9A-F])([0-5][0-9A-F])([0-5][0-9A-F])", re.IGNORECASE)


class Style(NamedTuple):
    """A paragraph style: name, the style below it, outline level, number and its level."""

    name: str
    parent: str
    outline: str
    number: str
    depth: str


class Prepared(NamedTuple):
    """The document to give to mammoth, and its own title."""

    data: bytes
    title: str


def prepared(data: bytes, losses: Losses) -> Prepared:
    """Return a document whose numbers and headings stand in its text."""
    package = opened(data, DOCUMENT, "not-word")
    document = parsed(package, DOCUMENT)
    if document is None:
        return Prepared(data, "")
    styles = _styles(parsed(package, "word/styles.xml"))
    numbers = {name: style.number for name, style in styles.items()}
    numbering = Numbering(parsed(package, "word/numbering.xml"), numbers)
    _Preparation(styles, numbering, losses).run(document)
    note_parts(package, losses)
    return Prepared(_repacked(package, document), _title(package))


def parsed(package: ZipFile, name: str) -> Element | None:
    """Return the root of a part that `opened` has found to be plain XML; None when it is missing."""
    content = part_of(package, name)
    return ElementTree.fromstring(content) if content else None  # noqa: S314


def _repacked(package: ZipFile, document: Element) -> bytes:
    """Return the package with another document."""
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_STORED) as written:
        for part in package.infolist():
            if part.filename == DOCUMENT:
                content: bytes = ElementTree.tostring(document, encoding="utf-8")
            elif part.filename.endswith("/numbering.xml"):
                content = _NO_NUMBERING
            elif part.filename.startswith("mammoth/") or part.is_dir():
                continue
            else:
                content = part_of(package, part.filename)
            written.writestr(part.filename, content)
    return stream.getvalue()


def _title(package: ZipFile) -> str:
    """Return the title of the document's properties."""
    core = parsed(package, "docProps/core.xml")
    found = core.find("{http://purl.org/dc/elements/1.1/}title") if core is not None else None
    return " ".join((found.text or "").split()) if found is not None else ""


def _styles(root: Element | None) -> dict[str, Style]:
    """Return the paragraph and list styles by id."""
    styles = {}
    for element in root.iter(W + "style") if root is not None else ():
        properties = element.find(W + "pPr")
        numbers = properties.find(W + "numPr") if properties is not None else None
        styles[element.get(W + "styleId", "")] = Style(
            value(element, "name").lower(),
            value(element, "basedOn"),
            value(properties, "outlineLvl"),
            value(numbers, "numId"),
            value(numbers, "ilvl"),
        )
    return styles


class _Preparation:
    """Walks the paragraphs of a document once."""

    def __init__(self, styles: dict[str, Style], numbering: Numbering, losses: Losses) -> None:
        self.styles = styles
        self.numbering = numbering
        self.losses = losses

    def run(self, document: Element) -> None:
        contents = False
        for at, paragraph in enumerate(list(document.iter(W + "p")), start=1):
            place = Place("paragraph", at)
            take_special(paragraph, place, self.losses)
            chain = list(self._chain(paragraph))
            if any(style.name.startswith(("toc ", "table of figures")) for style in chain):
                contents = True
                _empty(paragraph)
                continue
            self._prepare(paragraph, chain, at)
        if contents:
            self.losses.add("contents", Place())

    def _chain(self, paragraph: Element) -> Iterator[Style]:
        """Yield a paragraph's style and those below it."""
        name, seen = value(paragraph.find(W + "pPr"), "pStyle"), set[str]()
        while name in self.styles and name not in seen:
            seen.add(name)
            yield self.styles[name]
            name = self.styles[name].parent

    def _prepare(self, paragraph: Element, chain: list[Style], at: int) -> None:
        """Write a paragraph's place and number into it, and its heading into its style."""
        properties = paragraph.find(W + "pPr")
        if properties is None:
            properties = Element(W + "pPr")
            paragraph.insert(0, properties)
        numbered = self._numbered(properties, chain)
        _emphasise_red(paragraph)
        if not _has_content(paragraph):
            return
        heading = _heading(properties, chain)
        if heading:
            _set_style(properties, heading)
        _mark(paragraph, properties, at, None if heading else numbered)

    def _numbered(self, properties: Element, chain: list[Style]) -> Numbered | None:
        """Count a paragraph by its own number, else by its style's; mammoth is to see neither."""
        own = properties.find(W + "numPr")
        number = value(own, "numId") or next((style.number for style in chain if style.number), "")
        depth = value(own, "ilvl") or next((style.depth for style in chain if style.depth), "0")
        for element in properties.findall(W + "numPr"):
            properties.remove(element)
        numbered = self.numbering.next(number, whole(depth)) if number else None
        deeper = _DEEPER.fullmatch(chain[0].name) if chain else None
        if numbered and deeper:
            return numbered._replace(level=max(numbered.level, int(deeper[1]) - 1))
        return numbered


def _heading(properties: Element, chain: list[Style]) -> str:
    """Return the style that mammoth knows a heading by; nothing for other paragraphs."""
    for style in chain:
        found = re.fullmatch(r"(?:heading|judul) ?([1-9])", style.name)
        if found:
            return f"Heading{min(int(found[1]), HEADINGS)}"
        if style.name in _TITLES:
            return _TITLES[style.name]
    outline = value(properties, "outlineLvl") or next(
        (style.outline for style in chain if style.outline), ""
    )
    level = whole(outline, 9)
    return f"Heading{level + 1}" if level < HEADINGS else ""


def _set_style(properties: Element, name: str) -> None:
    style = properties.find(W + "pStyle")
    if style is None:
        style = Element(W + "pStyle")
        properties.insert(0, style)
    style.set(W + "val", name)


def _mark(paragraph: Element, properties: Element, at: int, numbered: Numbered | None) -> None:
    """Write the paragraph's number, level, form and label before its text."""
    parts = (at, numbered.level, numbered.form, numbered.label) if numbered else (at, 0, "", "")
    run = Element(W + "r")
    text = SubElement(run, W + "t")
    text.text = OPEN + PART.join(str(part) for part in parts) + CLOSE
    paragraph.insert(list(paragraph).index(properties) + 1, run)


def _has_content(paragraph: Element) -> bool:
    """Tell whether anything of a paragraph is seen."""
    seen = {W + name for name in ("drawing", "pict", "object", "sym")}
    texts = (element.text or "" for element in paragraph.iter(W + "t"))
    return any(text.strip() for text in texts) or any(each.tag in seen for each in paragraph.iter())


def _empty(paragraph: Element) -> None:
    for child in list(paragraph):
        if child.tag != W + "pPr":
            paragraph.remove(child)


def _emphasise_red(paragraph: Element) -> None:
    """Highlight what is red, as right answers often are."""
    for run in paragraph.iter(W + "r"):
        properties = run.find(W + "rPr")
        color = value(properties, "color")
        if properties is not None and _RED.fullmatch(color):
            SubElement(properties, W + "highlight").set(W + "val", "red")
