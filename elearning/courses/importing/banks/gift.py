"""Reads GIFT as Moodle's own parser does: questions parted by blank lines, answers in braces."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from elearning.courses.importing.banks.gift_answers import AnswerReader
from elearning.courses.importing.banks.gift_signs import hidden, shown
from elearning.courses.importing.banks.texts import Texts
from elearning.courses.importing.found import Found, Parsed
from elearning.courses.importing.grouping import Grouping
from elearning.courses.importing.losses import Losses, Place
from elearning.courses.importing.pictures import Pictures

_CATEGORY = re.compile(r"\s*\$CATEGORY:[ \t]*(.*)")
_NAME = re.compile(r"::(.*?)::", re.DOTALL)
_FORMAT = re.compile(r"\s*\[(html|moodle|plain|markdown)\]")
_IDENTITY = re.compile(r"\[(?:id|tag):[^\]]*\]")
_OWN_COMMENT = re.compile(r"//\s*question:\s*\d+\s+name:")


class Chunk(NamedTuple):
    """Lines that belong together and the number of the first."""

    text: str
    line: int


def parse(text: str) -> Parsed:
    """Read a GIFT file; what cannot be kept is a loss at its line."""
    reader = _Reader()
    for chunk in _joined(list(_chunks(text, reader.losses))):
        reader.take(chunk)
    return reader.grouping.parsed(reader.losses, {})


def _chunks(text: str, losses: Losses) -> Iterator[Chunk]:
    """Part a text at its blank lines; comments are taken out first."""
    lines: list[str] = []
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        if line.lstrip().startswith("//"):
            _note_comment(line.strip(), number, losses)
            line = " "
            if not lines:
                continue
        elif not line.strip():
            if lines:
                yield Chunk("\n".join(lines), number - len(lines))
            lines = []
            continue
        lines.append(line)


def _note_comment(line: str, number: int, losses: Losses) -> None:
    found = _IDENTITY.findall(line)
    if found:
        losses.add("tags", Place("line", number), tags=" ".join(found)[:100])
    elif not _OWN_COMMENT.match(line) and line.strip("/ -=*"):
        losses.add("comment", Place("line", number), text=line.strip("/ ")[:100])


def _joined(chunks: list[Chunk]) -> Iterator[Chunk]:
    """Join what a blank line inside the braces has parted."""
    at = 0
    while at < len(chunks):
        chunk, at = chunks[at], at + 1
        while _is_open(chunk.text) and at < len(chunks) and _closes(chunks[at].text):
            gap = chunks[at].line - chunk.line - chunk.text.count("\n")
            chunk, at = Chunk(chunk.text + "\n" * gap + chunks[at].text, chunk.line), at + 1
        yield chunk


def _is_open(text: str) -> bool:
    text = hidden(text)
    return "{" in text and "}" not in text[text.index("{") :]


def _closes(text: str) -> bool:
    """Tell whether a text goes on with braces that are open: it opens none before it closes."""
    text = hidden(text)
    return 0 <= text.find("}") < (text.find("{") if "{" in text else len(text))


class _Reader:
    """Takes chunks one by one."""

    def __init__(self) -> None:
        self.losses = Losses()
        self.texts = Texts(self.losses, Pictures(self.losses))
        self.answers = AnswerReader(self.texts, self.losses)
        self.grouping = Grouping(self.losses)

    def take(self, chunk: Chunk) -> None:
        """Read a category, and the question that may stand right below it."""
        category = _CATEGORY.match(chunk.text)
        if category:
            self.grouping.open(category[1], Place("line", chunk.line))
            rest = chunk.text[category.end() :]
            line = chunk.line + chunk.text[: category.end()].count("\n")
            if rest.strip():
                self.take(Chunk(rest.lstrip("\n"), line + len(rest) - len(rest.lstrip("\n"))))
        else:
            self._question(hidden(chunk.text), Place("line", chunk.line))

    def _question(self, text: str, place: Place) -> None:
        """Read a question; without braces it is a description."""
        name, text = _named(text)
        form, text = format_of(text, "moodle")
        start = text.find("{")
        end = text.find("}", start)
        if start < 0 or end < 0:
            code = "description" if start < 0 and "}" not in text else "unread-question"
            self.losses.add(code, place, shown(name or text))
            return
        before, after = text[:start], text[end + 1 :]
        found = self.answers.read(text[start + 1 : end], form, (before, after), place)
        if found is not None:
            self.grouping.add(self._with_stem(found, name))

    def _with_stem(self, found: Found, name: str) -> Found:
        """A question without text is asked by its name."""
        return found if found.stem.strip() else found._replace(stem=self.texts.line(shown(name)))


def _named(text: str) -> tuple[str, str]:
    """Cut the name `::…::` off a question."""
    text = text.strip("\n")
    found = _NAME.match(text.lstrip())
    return (found[1].strip(), text.lstrip()[found.end() :]) if found else ("", text)


def format_of(text: str, default: str) -> tuple[str, str]:
    """Cut `[html]` and its like off a text."""
    found = _FORMAT.match(text)
    return (found[1], text[found.end() :]) if found else (default, text)
