"""Writes a quiz as Moodle XML, its pictures within."""

import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TypeAlias
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from elearning.courses.compiled import Quiz
from elearning.courses.importing.losses import Losses, Place
from elearning.courses.question_exports.exported import (
    Exported,
    note_rules,
    number,
    percent,
    shares,
    true_option,
)
from elearning.courses.questions import BLANK, Blanks, Option, Question, Rubric, Spans, Wordings

_SOURCE = re.compile(r'(<img\b[^>]*?\bsrc=")([^"]*/)([^"/]+)(")')
_PARAGRAPH = re.compile(r"\A<p>(.*)</p>\Z")
_CLOZE = re.compile(r'([}#~/"\\])')

Media: TypeAlias = Mapping[str, bytes]


def moodle_xml(quiz: Quiz, media: Media | None = None) -> Exported:
    """Return a quiz as Moodle XML; `media` has the pictures by the last part of their address."""
    losses = Losses()
    note_rules(quiz, losses)
    root = Element("quiz")
    writer = _Writer(media or {}, losses)
    count = 0
    for pool in quiz.pools:
        if pool.title:
            category = SubElement(SubElement(root, "question", type="category"), "category")
            _text(category, f"$course$/top/{pool.title.replace('/', '//')}")
        for question in pool.questions:
            count += 1
            writer.question(root, question, Place("question", count))
    indent(root, "  ")
    text = tostring(root, encoding="unicode", short_empty_elements=False)
    return Exported(f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n', losses.all())


def _text(parent: Element, text: str) -> None:
    SubElement(parent, "text").text = text


def _said(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text


class _Writer:
    """Writes one question after the other."""

    def __init__(self, media: Media, losses: Losses) -> None:
        self.media = media
        self.losses = losses
        self.place = Place()

    def question(self, root: Element, question: Question, place: Place) -> None:
        """Write a question with what all kinds have, then what its kind has."""
        self.place = place
        kind, write = _KINDS[question.kind]
        element = SubElement(root, "question", type=kind)
        _text(SubElement(element, "name"), question.id)
        self.html(element, "questiontext", _cloze(question))
        self.html(element, "generalfeedback", question.explanation)
        _said(element, "defaultgrade", number(question.weight))
        write(self, element, question)
        if question.whole:
            self.losses.add("export-whole", place)
        if question.hint:
            self.html(element, "hint", question.hint)

    def html(self, parent: Element, name: str, html: str, **attributes: str) -> Element:
        """Write an HTML text and the pictures that it shows."""
        element = SubElement(parent, name, {**attributes, "format": "html"})
        shown: list[str] = []

        def inside(found: "re.Match[str]") -> str:
            if found[3] not in self.media:
                self.losses.add("export-picture", self.place)
                return found[0]
            shown.append(found[3])
            return f"{found[1]}@@PLUGINFILE@@/{found[3]}{found[4]}"

        _text(element, _SOURCE.sub(inside, html))
        for each in dict.fromkeys(shown):
            file = SubElement(element, "file", name=each, path="/", encoding="base64")
            file.text = b64encode(self.media[each]).decode()
        return element

    def answer(self, parent: Element, option: Option, share: Fraction) -> None:
        answer = self.html(parent, "answer", option.html, fraction=percent(share))
        self.html(answer, "feedback", option.feedback)

    def choices(self, element: Element, question: Question) -> None:
        one = question.kind in {"single", "weighted-one"}
        _said(element, "single", "true" if one else "false")
        _said(element, "shuffleanswers", "true")
        for option, share in zip(question.options, shares(question), strict=True):
            self.answer(element, option, share)

    def true_false(self, element: Element, question: Question) -> None:
        for word, option in zip(("true", "false"), true_option(question), strict=True):
            answer = SubElement(element, "answer", fraction="100" if option.right else "0")
            _text(answer, word)
            self.html(answer, "feedback", option.feedback)

    def short(self, element: Element, question: Question) -> None:
        _said(element, "usecase", "0")
        if isinstance(question.key, Wordings):
            for pattern in question.key.patterns:
                _text(SubElement(element, "answer", fraction="100", format="plain_text"), pattern)

    def numeric(self, element: Element, question: Question) -> None:
        if isinstance(question.key, Spans):
            for span in question.key.spans:
                answer = SubElement(element, "answer", fraction="100", format="plain_text")
                _text(answer, number((span.low + span.high) / 2))
                _said(answer, "tolerance", number((span.high - span.low) / 2))

    def matching(self, element: Element, question: Question) -> None:
        _said(element, "shuffleanswers", "true")
        for option in question.options:
            part = self.html(element, "subquestion", option.html)
            _text(SubElement(part, "answer"), option.match or "")

    def ordering(self, element: Element, question: Question) -> None:
        for option in question.options:
            self.html(element, "answer", option.html, fraction="0")

    def nothing(self, element: Element, question: Question) -> None:
        """Blanks stand in the text itself."""

    def essay(self, element: Element, question: Question) -> None:
        _said(element, "responseformat", "editor")
        if isinstance(question.key, Rubric) and question.key.criteria:
            self.html(element, "graderinfo", _rubric(question.key))


def _bare(html: str) -> str:
    """Return a single paragraph without its tags."""
    return _PARAGRAPH.sub(r"\1", html.strip())


def _rubric(rubric: Rubric) -> str:
    """Return criteria and what graders read as notes for graders, which our importer reads."""
    items = (
        f"<li>[{percent(each.share)}%] {_bare(each.html)}"
        f"{f'<blockquote>{each.guidance}</blockquote>' if each.guidance else ''}</li>"
        for each in rubric.criteria
    )
    return f"<ul>{''.join(items)}</ul>"


def _cloze(question: Question) -> str:
    """Return a stem; its blanks as Moodle's embedded answers."""
    if not isinstance(question.key, Blanks):
        return question.stem
    pieces = question.stem.split(BLANK)
    stem = pieces[0]
    for blank, piece in zip(question.key.blanks, pieces[1:], strict=True):
        answers = "~".join("=" + _CLOZE.sub(r"\\\1", pattern) for pattern in blank.patterns)
        stem += f"{{1:SHORTANSWER:{answers}}}{piece}"
    return stem


_Write: TypeAlias = Callable[[_Writer, Element, Question], None]
_KINDS: dict[str, tuple[str, _Write]] = {
    "single": ("multichoice", _Writer.choices),
    "multiple": ("multichoice", _Writer.choices),
    "weighted": ("multichoice", _Writer.choices),
    "weighted-one": ("multichoice", _Writer.choices),
    "truefalse": ("truefalse", _Writer.true_false),
    "short": ("shortanswer", _Writer.short),
    "numeric": ("numerical", _Writer.numeric),
    "matching": ("matching", _Writer.matching),
    "ordering": ("ordering", _Writer.ordering),
    "blanks": ("cloze", _Writer.nothing),
    "essay": ("essay", _Writer.essay),
}
