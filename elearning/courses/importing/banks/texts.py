"""The texts of question formats, in the text format that each says it has, as Markdown."""

import html
import re

from elearning.courses.importing.escaping import escaped, guarded, paragraph
from elearning.courses.importing.html_text import HtmlReader, tidy
from elearning.courses.importing.losses import Losses, Place
from elearning.courses.importing.pictures import Pictures
from elearning.courses.importing.refusing import ImportRefused

MAX_TEXT = 5_000_000
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--")
_CONTROLS = {code: None for code in [*range(32), 0x7F, 0xFEFF] if code not in {9, 10}}
_FORMULA = re.compile(r"\\\(.{1,500}?\\\)|\\\[.{1,500}?\\\]|\$\$.{1,500}?\$\$", re.DOTALL)


def text_of_bytes(data: bytes) -> str:
    """Return a text file's text: UTF-8, UTF-16 by its first bytes, else Windows' cp1252."""
    if len(data) > MAX_TEXT:
        raise ImportRefused("long", limit=MAX_TEXT // 1_000_000)
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return clean(data.decode("utf-16", "replace"))
    if b"\0" in data:
        raise ImportRefused("encoding")
    try:
        return clean(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return clean(data.decode("cp1252", "replace"))


def clean(text: str) -> str:
    """Return a text with `\\n` line ends, without signs that no text needs."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS)
    return unified.encode("utf-8", "replace").decode()


class Texts:
    """Turns texts into Markdown by their format: html, markdown, plain or moodle (either)."""

    def __init__(self, losses: Losses, pictures: Pictures) -> None:
        self.losses = losses
        self.reader = HtmlReader(losses, pictures)

    def markdown(self, text: str, form: str, place: Place) -> str:
        """Return a text as blocks of Markdown."""
        if form == "markdown":
            return tidy(text)
        if form == "html" or (form == "moodle" and _TAG.search(text)):
            lines = text if form == "html" else text.strip().replace("\n", "<br>\n")
            return self.reader.markdown(lines, place)
        for found in _FORMULA.findall(text):
            self.losses.add("formula", place, formula=found[:80])
        return paragraph(html.unescape(text) if form == "moodle" else text)

    def line(self, text: str) -> str:
        """Return plain text, such as a title, as one line of Markdown."""
        return guarded(escaped(" ".join(text.split())))
