"""What of a Word document no Markdown holds: noted, and kept as text where there is any."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement
from zipfile import ZipFile

from elearning.courses.importing.losses import Losses, Place
from elearning.courses.importing.office.packages import part_of
from elearning.courses.importing.office.word_numbering import W

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SHAPES = ("wordprocessingShape", "wordprocessingGroup", "wordprocessingCanvas")
_CHANGES = ("ins", "del", "moveFrom", "moveTo")


def take_special(paragraph: Element, place: Place, losses: Losses) -> None:
    """Note what is special in a paragraph; formulas become text."""
    _take_formulas(paragraph, place, losses)
    boxes = [" ".join(_words(box, W + "t")) for box in paragraph.iter(W + "txbxContent")]
    for text in dict.fromkeys(box for box in boxes if box.strip()):
        losses.add("text-box", place, text)
    for graphic in paragraph.iter(_A + "graphicData"):
        kind = graphic.get("uri", "")
        if kind.endswith("/chart"):
            losses.add("chart", place)
        elif kind.endswith(_SHAPES) and not boxes:
            words = " ".join(_words(graphic, _A + "t"))
            losses.add("drawing", place, words=words[:100])
    if any(True for _each in paragraph.iter(W + "object")):
        losses.add("embedded", place)


def _take_formulas(paragraph: Element, place: Place, losses: Losses) -> None:
    """Put the signs of each formula into the text."""
    for parent in list(paragraph.iter()):
        for at, child in enumerate(list(parent)):
            if child.tag not in {_M + "oMath", _M + "oMathPara"}:
                continue
            formula = "".join(_words(child, _M + "t"))
            losses.add("formula", place, formula=formula[:80])
            run = Element(W + "r")
            SubElement(run, W + "t").text = formula
            parent[at] = run


def _words(element: Element, tag: str) -> Iterator[str]:
    return (each.text for each in element.iter(tag) if each.text)


def note_parts(package: ZipFile, losses: Losses) -> None:
    """Note what stands beside the document: comments, headers, tracked changes, SmartArt."""
    for name in package.namelist():
        if name == "word/comments.xml":
            _note_comments(_root(package, name), losses)
        elif re.fullmatch(r"word/(header|footer)\d*\.xml", name):
            _note_header(_root(package, name), losses)
        elif re.fullmatch(r"word/diagrams/data\d*\.xml", name):
            words = " · ".join(_words(_root(package, name), _A + "t"))
            losses.add("drawing", Place(), words=words[:300])
    document = _root(package, "word/document.xml")
    count = sum(1 for name in _CHANGES for _each in document.iter(W + name))
    if count:
        losses.add("inserted", Place(), count=count)


def _root(package: ZipFile, name: str) -> Element:
    return ElementTree.fromstring(part_of(package, name))  # noqa: S314


def _note_comments(comments: Element, losses: Losses) -> None:
    for comment in comments.iter(W + "comment"):
        text = " ".join(_words(comment, W + "t"))
        losses.add("comment", Place(), text=text[:200])


def _note_header(header: Element, losses: Losses) -> None:
    """Note words at the page's edge; a page number is none."""
    text = " ".join("".join(_words(header, W + "t")).split())
    if re.search(r"[^\W\d_]{3,}", text):
        losses.add("header", Place(), text=text[:100])
