"""The shapes of a slide as blocks of Markdown: texts, bullets, tables, pictures, notes."""

import re
from collections.abc import Iterator
from typing import Any

from elearning.core.sanitising import safe_address
from elearning.courses.importing.escaping import escaped, guarded
from elearning.courses.importing.html_text import markdown_alt
from elearning.courses.importing.losses import Losses, Place
from elearning.courses.importing.pictures import Pictures

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
#: Of a slide's furniture: date, footer, slide number, header.
_FURNITURE = frozenset({"dt", "ftr", "sldNum", "hdr"})
_TITLES = frozenset({"title", "ctrTitle"})
_ABSOLUTE = re.compile(r"(https?|mailto):", re.IGNORECASE)
DEEPEST = 20
INDENT = "    "


class ShapeReader:
    """Reads shapes in their order from top to bottom, left to right."""

    def __init__(self, losses: Losses, pictures: Pictures) -> None:
        self.losses = losses
        self.pictures = pictures

    def title(self, slide: Any, place: Place) -> str:
        """Return a slide's title as plain text."""
        shape = next((each for each in slide.shapes if _role(each) in _TITLES), None)
        return (
            " ".join(shape.text_frame.text.split())
            if shape is not None and shape.has_text_frame
            else ""
        )

    def blocks(self, slide: Any, place: Place) -> Iterator[str]:
        """Yield what stands on a slide below its title."""
        shapes = [shape for shape in slide.shapes if _role(shape) not in _TITLES | _FURNITURE]
        for shape in sorted(shapes, key=_position):
            yield from (block for block in self._shape(shape, place, 0) if block)

    def notes(self, slide: Any, place: Place) -> Iterator[str]:
        """Yield the speaker's notes as paragraphs."""
        frame = slide.notes_slide.notes_text_frame if slide.has_notes_slide else None
        if frame is not None and frame.text.strip():
            self.losses.add("slide-notes", Place())
            yield from (
                line for line in (self._line(each, place) for each in frame.paragraphs) if line
            )

    def _shape(self, shape: Any, place: Place, depth: int) -> Iterator[str]:
        """Yield the blocks of a shape; those of a group one by one."""
        tag = shape.element.tag
        if tag == f"{_P}grpSp" and depth < DEEPEST:
            for inner in sorted(shape.shapes, key=_position):
                yield from self._shape(inner, place, depth + 1)
        elif tag == f"{_P}pic":
            yield self._picture(shape, place)
        elif tag == f"{_P}graphicFrame":
            yield self._frame(shape, place)
        elif getattr(shape, "has_text_frame", False):
            yield self._texts(shape, place)

    def _picture(self, shape: Any, place: Place) -> str:
        """Return a picture; a video's still picture is none."""
        if any(
            True for name in ("videoFile", "audioFile") for _each in shape.element.iter(_A + name)
        ):
            self.losses.add("recording", place, name=shape.name[:80])
            return ""
        part = _embedded(shape, next(shape.element.iter(f"{_A}blip"), None))
        if part is None:
            self.losses.add("picture-missing", place, name=shape.name[:80])
            return ""
        name = self.pictures.keep(part.blob, place)
        if name is None:
            return ""
        properties = next(shape.element.iter(f"{_P}cNvPr"))
        text = self.pictures.described(properties.get("descr", ""), name, place)
        return f"![{markdown_alt(text)}](media/{name})"

    def _frame(self, shape: Any, place: Place) -> str:
        """Return a table; charts, SmartArt and objects are lost."""
        if getattr(shape, "has_table", False):
            return self._table(shape.table, place)
        if getattr(shape, "has_chart", False):
            self.losses.add("chart", place)
        elif next(shape.element.iter(f"{_P}oleObj"), None) is not None:
            self.losses.add("embedded", place)
        else:
            self.losses.add("drawing", place, words=_words_of_diagram(shape)[:300])
        return ""

    def _table(self, table: Any, place: Place) -> str:
        rows = [[self._cell(cell, place) for cell in row.cells] for row in table.rows]
        if not rows or not rows[0]:
            return ""
        if any(cell.is_merge_origin for row in table.rows for cell in row.cells):
            self.losses.add("table-merged", place)
        head, *rest = [f"| {' | '.join(row)} |" for row in rows]
        return "\n".join([head, f"|{' --- |' * len(rows[0])}", *rest])

    def _cell(self, cell: Any, place: Place) -> str:
        lines = [self._line(paragraph, place) for paragraph in cell.text_frame.paragraphs]
        return "<br>".join(line for line in lines if line).replace("|", "\\|")

    def _texts(self, shape: Any, place: Place) -> str:
        """Return the paragraphs of a shape; a placeholder's several ones are a list."""
        found = [(each, self._line(each, place)) for each in shape.text_frame.paragraphs]
        lines = [(paragraph, line) for paragraph, line in found if line]
        for formula in shape.element.iter(f"{_M}oMath"):
            words = "".join(each.text or "" for each in formula.iter(f"{_M}t"))
            self.losses.add("formula", place, formula=words[:80])
        listed = _role(shape) in {"body", "obj"} and len(lines) > 1
        marks = [_mark(paragraph, listed=listed) for paragraph, _line in lines]
        pieces: list[str] = []
        numbers: dict[int, int] = {}
        for (paragraph, line), mark in zip(lines, marks, strict=True):
            depth = min(paragraph.level, len(numbers)) if mark else 0
            numbers = {at: n for at, n in numbers.items() if at <= depth} if mark else {}
            numbers[depth] = numbers.get(depth, 0) + 1
            numeral = f"{numbers[depth]}." if mark == "1." else mark
            pieces.append(f"{INDENT * depth}{numeral} {line}" if mark else line)
        return _joined(pieces, marks)

    def _line(self, paragraph: Any, place: Place) -> str:
        """Return a paragraph as one line, bold, italic and links kept."""
        pieces = []
        for element in paragraph._p:
            if element.tag == f"{_A}br":
                pieces.append(" ")
            elif element.tag in {f"{_A}r", f"{_A}fld"}:
                pieces.append(self._run(element, paragraph, place))
        text = re.sub(r"\*\*\*\*|(?<=\S)\*\*(\s*)\*\*(?=\S)", r"\1", "".join(pieces))
        return guarded(" ".join(text.split()))

    def _run(self, run: Any, paragraph: Any, place: Place) -> str:
        text = "".join(each.text or "" for each in run.iter(f"{_A}t")).replace("\v", " ")
        bare = text.strip()
        if not bare:
            return " " if text else ""
        shown = escaped(bare)
        properties = run.find(f"{_A}rPr")
        if properties is not None:
            shown = self._emphasised(shown, properties, paragraph, place)
        start = len(text) - len(text.lstrip())
        return f"{' ' if start else ''}{shown}{' ' if text[-1:].isspace() else ''}"

    def _emphasised(self, shown: str, properties: Any, paragraph: Any, place: Place) -> str:
        if properties.get("i") in {"1", "true"}:
            shown = f"*{shown}*"
        if properties.get("b") in {"1", "true"}:
            shown = f"**{shown}**"
        link = properties.find(f"{_A}hlinkClick")
        if link is None:
            return shown
        relation = paragraph.part.rels.get(link.get(f"{_R}id", ""))
        address = str(relation.target_ref) if relation is not None and relation.is_external else ""
        if _ABSOLUTE.match(address) and safe_address(address):
            return f"[{shown}]({re.sub(r'[ <>()]', _percent, address)})"
        if address:
            self.losses.add("link", place, address=address[:100])
        return shown


def _percent(found: "re.Match[str]") -> str:
    return f"%{ord(found[0]):02X}"


def _role(shape: Any) -> str:
    """Return what a placeholder is for; nothing for other shapes."""
    holder = next(shape.element.iter(f"{_P}ph"), None)
    return "" if holder is None else str(holder.get("type", "obj"))


def _position(shape: Any) -> tuple[int, int]:
    """Shapes are read in rows of about a centimetre."""
    return (shape.top or 0) // 400_000, shape.left or 0


def _embedded(shape: Any, blip: Any) -> Any:
    """Return the part of a picture that lies in the file; None for any other."""
    identity = "" if blip is None else blip.get(f"{_R}embed", "")
    known = identity in shape.part.rels and not shape.part.rels[identity].is_external
    return shape.part.related_part(identity) if known else None


def _words_of_diagram(shape: Any) -> str:
    """Return the words of SmartArt, which lie in a part of their own."""
    related = next((each for each in shape.element.iter() if each.tag.endswith("}relIds")), None)
    identity = "" if related is None else related.get(f"{_R}dm", "")
    if not identity or identity not in shape.part.rels:
        return ""
    content = shape.part.related_part(identity).blob.decode("utf-8", "replace")
    return " · ".join(re.findall(r"<a:t>([^<]+)</a:t>", content))


def _mark(paragraph: Any, *, listed: bool) -> str:
    """Return the mark of a list item: a bullet, a number, or nothing."""
    properties = paragraph._p.pPr
    tags = {each.tag for each in properties} if properties is not None else set[str]()
    if f"{_A}buAutoNum" in tags:
        return "1."
    if f"{_A}buNone" in tags:
        return ""
    return "-" if listed or tags & {f"{_A}buChar", f"{_A}buBlip"} else ""


def _joined(pieces: list[str], marks: list[str]) -> str:
    """Put blank lines between pieces, but not between the items of a list."""
    text = ""
    for at, piece in enumerate(pieces):
        apart = at and not (marks[at] and marks[at - 1])
        text += ("\n\n" if apart else "\n" if at else "") + piece
    return text
