"""Word and PowerPoint files for tests, as people make them."""

import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pptx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from PIL import Image
from pptx.util import Inches

#: Levels of a list: the form and text of each number.
Levels = Sequence[tuple[str, str]]
QUESTIONS: Levels = (("decimal", "%1."), ("lowerLetter", "%2."))


def png(width: int = 8, height: int = 6) -> bytes:
    """Return a small picture."""
    stream = io.BytesIO()
    Image.new("RGB", (width, height), (164, 17, 42)).save(stream, "PNG")
    return stream.getvalue()


def word(write: Callable[[Any], None]) -> bytes:
    """Return a .docx that a function writes."""
    document = docx.Document()
    document.core_properties.title = ""
    write(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def number_list(document: Any, levels: Levels = QUESTIONS) -> int:
    """Add a list definition of its own and return its number."""
    numbering = document.part.numbering_part.element
    identity = 900 + len(numbering.findall("{*}abstractNum"))
    inner = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(levels)
    )
    space = nsdecls("w")
    numbering.insert(
        0, parse_xml(f'<w:abstractNum {space} w:abstractNumId="{identity}">{inner}</w:abstractNum>')
    )
    numbering.append(
        parse_xml(
            f'<w:num {space} w:numId="{identity}"><w:abstractNumId w:val="{identity}"/></w:num>'
        )
    )
    return identity


def numbered(document: Any, text: str, number: int, level: int = 0) -> Any:
    """Add a paragraph with an automatic number."""
    paragraph = document.add_paragraph()
    properties = paragraph._p.get_or_add_pPr()
    properties.append(
        parse_xml(
            f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
        )
    )
    paragraph.add_run(text)
    return paragraph


def with_xml(paragraph: Any, xml: str) -> None:
    """Append XML to a paragraph; `{ns}` becomes the declarations that Word has."""
    spaces = nsdecls("w", "wp", "a", "r") + (
        ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
        ' xmlns:v="urn:schemas-microsoft-com:vml"'
    )
    paragraph._p.append(parse_xml(xml.replace("{ns}", spaces)))


def slides(write: Callable[[Any], None]) -> bytes:
    """Return a .pptx that a function writes."""
    presentation = pptx.Presentation()
    presentation.core_properties.title = ""
    write(presentation)
    stream = io.BytesIO()
    presentation.save(stream)
    return stream.getvalue()


def bullet_slide(presentation: Any, title: str, *lines: tuple[int, str]) -> Any:
    """Add a slide with a title and bullets of several levels."""
    slide = presentation.slides.add_slide(presentation.slide_layouts[1])
    slide.shapes.title.text = title
    frame = slide.placeholders[1].text_frame
    for at, (level, text) in enumerate(lines):
        paragraph = frame.paragraphs[0] if not at else frame.add_paragraph()
        paragraph.text, paragraph.level = text, level
    return slide


def add_picture(slide: Any, description: str) -> None:
    picture = slide.shapes.add_picture(io.BytesIO(png()), Inches(1), Inches(4))
    picture._element.nvPicPr.cNvPr.set("descr", description)


def repacked(data: bytes, parts: Mapping[str, str | bytes]) -> bytes:
    """Return a package with some parts replaced or added."""
    stream = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as old, ZipFile(stream, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return stream.getvalue()
