"""Reads Aiken: a question, options `A.` or `A)`, and `ANSWER: B`."""

import re

from elearning.courses.importing.escaping import paragraph
from elearning.courses.importing.found import Choice, Found, Parsed
from elearning.courses.importing.grouping import Grouping
from elearning.courses.importing.losses import Losses, Place

_OPTION = re.compile(r"\s*([A-Za-z])[.)]\s+(.*)")
_ANSWER = re.compile(r"\s*(?:ANSWER|JAWABAN|KUNCI(?:\s+JAWABAN)?)\s*:\s*(.*)", re.IGNORECASE)


def parse(text: str) -> Parsed:
    """Read an Aiken file; what cannot be kept is a loss at its line."""
    reader = _Reader()
    for number, line in enumerate(text.split("\n"), start=1):
        reader.take(line, number)
    reader.close("")
    return reader.grouping.parsed(reader.losses, {})


class _Reader:
    """Takes lines until an answer closes a question."""

    def __init__(self) -> None:
        self.losses = Losses()
        self.grouping = Grouping(self.losses)
        self.stem: list[str] = []
        self.options: list[tuple[str, str]] = []
        self.place = Place()
        self.is_after_blank = False

    def take(self, line: str, number: int) -> None:
        answer, option = _ANSWER.match(line), _OPTION.match(line)
        if answer:
            self.close(answer[1])
        elif option and self.stem and _follows(option[1], len(self.options)):
            self.options.append((option[1].upper(), option[2]))
        elif self.options and line.strip():
            self._continue(line, number)
        elif line.strip() or self.stem:
            self._ask(line, number)
        self.is_after_blank = not line.strip()

    def _ask(self, line: str, number: int) -> None:
        """Begin a question or go on with its text."""
        self.place = self.place if self.stem else Place("line", number)
        self.stem.append(line)

    def _continue(self, line: str, number: int) -> None:
        """Go on with an option; behind several, a line after a blank one begins a question."""
        if self.is_after_blank and len(self.options) > 1:
            self.close("")
            self._ask(line, number)
        else:
            letter, text = self.options[-1]
            self.options[-1] = (letter, f"{text} {line.strip()}")

    def close(self, key: str) -> None:
        """End a question with its key."""
        stem, options, place = "\n".join(self.stem).strip(), self.options, self.place
        self.stem, self.options = [], []
        if not stem and not options:
            return
        if len(options) < 2:
            self.losses.add("unread-question", place, stem)
            return
        letters = set(re.findall(r"\b[A-Z]\b", key.upper()))
        self._note_key(letters, [letter for letter, _text in options], key, place, stem)
        choices = tuple(
            Choice(paragraph(text), "x" if letter in letters else "") for letter, text in options
        )
        right = sum(choice.mark == "x" for choice in choices)
        kind = "multiple" if right > 1 else "single"
        self.grouping.add(Found(kind, paragraph(stem), place, choices))

    def _note_key(
        self, key: set[str], letters: list[str], raw: str, place: Place, stem: str
    ) -> None:
        if not key & set(letters):
            self.losses.add("no-right", place, stem)
        if key - set(letters) or (raw.strip() and not key):
            self.losses.add("key-strange", place, stem, key=raw.strip()[:40])


def _follows(letter: str, count: int) -> bool:
    """Options are lettered in order from A."""
    return ord(letter.upper()) - ord("A") == count
