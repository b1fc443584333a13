"""How each kind of Moodle question is read: one function a kind, in `READERS`."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial
from typing import TypeAlias

from elearning.courses.importing.banks.cloze import cloze
from elearning.courses.importing.banks.rubrics import criteria_of
from elearning.courses.importing.banks.texts import Texts
from elearning.courses.importing.found import Found
from elearning.courses.importing.losses import Losses, Place
from elearning.courses.importing.marking import (
    Marked,
    accepted,
    choices_of,
    number_of,
    numeric_of,
    short_of,
    true_false,
)
from elearning.courses.importing.pictures import Pictures, decoded
from elearning.courses.importing.xml_tree import Node

_FORMATS = {"html": "html", "markdown": "markdown", "plain_text": "plain"}
_FRACTION = re.compile(r"-?\d{1,3}(\.\d{0,10})?")
_MARKER = re.compile(r"\[\[(\d{1,3})[^\[\]]{0,20}\]\]|(?:\\\[){2}(\d{1,3})[^\[\]]{0,20}\]\]")


class MoodleTexts:
    """Texts of elements: their format is an attribute, their pictures are children."""

    def __init__(self, losses: Losses, pictures: Pictures) -> None:
        self.losses = losses
        self.pictures = pictures
        self._texts = Texts(losses, pictures)

    def of(self, node: Node, place: Place) -> str:
        """Return an element's text as Markdown."""
        raw = self.raw(node)
        return self.markdown(raw, node, place) if raw.strip() else ""

    def raw(self, node: Node) -> str:
        """Return an element's text as it is written."""
        return node.first("text").text or node.text.strip()

    def markdown(self, raw: str, node: Node, place: Place) -> str:
        """Return a text of an element as Markdown, with the element's pictures."""
        self.pictures.offer(
            {each.attributes.get("name", ""): partial(_bytes, each) for each in node.all("file")}
        )
        return self._texts.markdown(
            raw, _FORMATS.get(node.attributes.get("format", "html"), "moodle"), place
        )

    def plain(self, text: str) -> str:
        """Return a plain text as Markdown."""
        return self._texts.line(text)

    def typed(self, node: Node) -> str:
        """Return what is to be typed: text without markup."""
        return " ".join(self.raw(node).split())


def _bytes(node: Node) -> bytes:
    return decoded(node.text) or b""


def weight_of(node: Node) -> Decimal:
    """Return what a question counts; nothing is one."""
    grade = number_of(node.said("defaultgrade") or "1")
    return grade if grade is not None and 0 < grade <= 1000 else Decimal(1)


def _share(answer: Node) -> Decimal:
    written = answer.attributes.get("fraction", "0").strip()
    return Decimal(written) if _FRACTION.fullmatch(written) else Decimal(0)


def _marked(node: Node, texts: MoodleTexts, place: Place, *, typed: bool) -> list[Marked]:
    """Return the answers with shares and feedback."""
    return [
        Marked(
            texts.typed(answer) if typed else texts.of(answer, place),
            _share(answer),
            texts.of(answer.first("feedback"), place),
        )
        for answer in node.all("answer")
    ]


def _stem(node: Node, texts: MoodleTexts, place: Place) -> str:
    return texts.of(node.first("questiontext"), place)


def _choices(node: Node, texts: MoodleTexts, place: Place) -> Found | None:
    answers = _marked(node, texts, place, typed=False)
    one = node.said("single").lower() in {"true", "1"}
    stem = _stem(node, texts, place)
    return choices_of(stem, answers, texts.losses, place, one=one) if len(answers) > 1 else None


def _all_or_nothing(node: Node, texts: MoodleTexts, place: Place) -> Found | None:
    answers = _marked(node, texts, place, typed=False)
    even = [each._replace(share=Decimal(100 if each.share > 0 else 0)) for each in answers]
    right = sum(each.share > 0 for each in even)
    shared = [
        each._replace(
            share=each.share / right if each.share else Decimal(-100) / max(1, len(even) - right)
        )
        for each in even
    ]
    found = choices_of(_stem(node, texts, place), shared, texts.losses, place, one=False)
    return found._replace(whole=True) if len(answers) > 1 else None


def _true_false(node: Node, texts: MoodleTexts, place: Place) -> Found | None:
    answers = {
        answer.first("text").text.strip().lower() or answer.text.strip().lower(): answer
        for answer in node.all("answer")
    }
    true = answers.get("true")
    if true is None:
        return None
    feedback = {word: texts.of(each.first("feedback"), place) for word, each in answers.items()}
    is_true = _share(true) > 0
    sides = (feedback["true"], feedback.get("false", ""))
    right, wrong = sides if is_true else sides[::-1]
    return true_false(_stem(node, texts, place), is_true=is_true, right=right, wrong=wrong)


def _short(node: Node, texts: MoodleTexts, place: Place) -> Found | None:
    if node.said("usecase") == "1":
        texts.losses.add("case", place)
    answers = _marked(node, texts, place, typed=True)
    return short_of(_stem(node, texts, place), answers, texts.losses, place)


def _numeric(node: Node, texts: MoodleTexts, place: Place) -> Found | None:
    if any(unit.said("unit_name") for unit in node.first("units").all("unit")):
        texts.losses.add("unit", place)
    marked = _marked(node, texts, place, typed=True)
    answers = [
        each._replace(
            text=f"{each.text}:{answer.said('tolerance')}"
            if answer.said("tolerance")
            else each.text
        )
        for each, answer in zip(marked, node.all("answer"), strict=True)
    ]
    return numeric_of(_stem(node, texts, place), answers, texts.losses, place)


def _matching(node: Node, texts: MoodleTexts, place: Place) -> Found | None:
    pairs = [
        (texts.of(each, place), texts.plain(texts.typed(each.first("answer"))))
        for each in node.all("subquestion")
    ]
    pairs = [(left, right) for left, right in pairs if right]
    rights = [right for left, right in pairs if left]
    if len(rights) < 2:
        texts.losses.add("pairs-few", place)
        return None
    if len(set(rights)) < len(rights):
        texts.losses.add("matching-repeated", place)
    return Found("matching", _stem(node, texts, place), pairs=tuple(pairs))


def _essay(node: Node, texts: MoodleTexts, place: Place) -> Found:
    notes = texts.of(node.first("graderinfo"), place)
    if notes:
        texts.losses.add("grader-notes", place, notes)
    if texts.of(node.first("responsetemplate"), place):
        texts.losses.add("template", place)
    return Found("essay", _stem(node, texts, place), choices=criteria_of(notes))


def _ordering(node: Node, texts: MoodleTexts, place: Place) -> Found | None:
    steps = tuple(texts.of(answer, place) for answer in node.all("answer"))
    return Found("ordering", _stem(node, texts, place), steps=steps) if len(steps) > 1 else None


def _dragged(node: Node, texts: MoodleTexts, place: Place) -> Found | None:
    """Put the words that are to be dragged into their gaps."""
    boxes = [texts.typed(box) for box in (*node.all("dragbox"), *node.all("selectoption"))]
    texts.losses.add("drag-group", place)

    def blank(found: "re.Match[str]") -> str:
        number = int(found[1] or found[2])
        word = boxes[number - 1] if 0 < number <= len(boxes) else ""
        return f"[[{accepted(word, texts.losses, place)}]]" if word else found[0]

    stem, count = _MARKER.subn(blank, _stem(node, texts, place))
    return Found("blanks", stem) if count and "[[" in stem else None


def _cloze(node: Node, texts: MoodleTexts, place: Place) -> Found | None:
    text = node.first("questiontext")
    read = partial(texts.markdown, node=text, place=place)
    return cloze(texts.raw(text), read, texts.losses, place)


Reader: TypeAlias = Callable[[Node, MoodleTexts, Place], Found | None]
READERS: Mapping[str, Reader] = {
    "multichoice": _choices,
    "multichoiceset": _all_or_nothing,
    "truefalse": _true_false,
    "shortanswer": _short,
    "numerical": _numeric,
    "matching": _matching,
    "ddmatch": _matching,
    "essay": _essay,
    "ordering": _ordering,
    "ddwtos": _dragged,
    "gapselect": _dragged,
    "cloze": _cloze,
}
