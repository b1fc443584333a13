"""Reads questions written as Word lists: `1.` …, `a.` …, `Kunci: B`, or the right option bold."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from elearning.courses.importing.escaping import escaped, guarded
from elearning.courses.importing.found import Found, Parsed
from elearning.courses.importing.grouping import Grouping
from elearning.courses.importing.losses import Losses, Place
from elearning.courses.importing.office.answer_keys import keys_in
from elearning.courses.importing.office.list_questions import Draft, Option, found_of

_NUMBER = re.compile(r"\(?(\d{1,3})(?:\\?[.)])(?:\s+|$)")
_LETTER = re.compile(r"(\\?\*)?\s?\(?([A-Ha-h])[.)](?:\s+|$)")
_KEY = re.compile(
    r"\**(?:kunci(?:\s+jawaban)?|jawaban(?:\s+(?:yang\s+)?benar)?|jwb|answer)\s*\**\s*[:=]\s*\**\s*(.*)",
    re.IGNORECASE,
)
_KEYS = re.compile(
    r"\W*kunci\s+(jawaban|soal|kuis|tes|latihan)\b[^:]{0,80}:?\W{0,20}$", re.IGNORECASE
)
_SAID = re.compile(
    r"\**(pembahasan|penjelasan|umpan\s+balik|feedback|alasan|petunjuk|hint)\s*\**\s*:\s*\**\s*(.*)",
    re.IGNORECASE,
)
_HINTS = frozenset({"petunjuk", "hint"})


class Line(NamedTuple):
    """A paragraph or line: its automatic label, its Markdown, whether all of it is emphasised."""

    text: str
    place: Place
    label: str = ""
    strong: bool = False
    #: It goes on with the line before: no blank line, no new paragraph.
    joined: bool = False
    #: It is a heading of its own.
    heading: bool = False


class Label(NamedTuple):
    """A number or letter before a text, and the text."""

    number: int
    letter: str
    starred: bool
    text: str


def label_of(line: Line) -> Label | None:
    """Read the label of a line, automatic or typed."""
    text = f"{line.label} {line.text}" if line.label else line.text
    bare = text.removeprefix("**") if re.match(r"\*\*\(?[\dA-Ha-h]{1,3}\\?[.)]", text) else text
    number, letter = _NUMBER.match(bare), _LETTER.match(bare)
    found = number or letter
    if found is None:
        return None
    rest = bare[found.end() :]
    rest = f"**{rest}" if bare is not text and rest.count("**") % 2 else rest
    if number:
        return Label(int(number[1]), "", starred=False, text=rest)
    return Label(0, letter[2].lower(), bool(letter[1]), rest) if letter else None


@dataclass(slots=True)
class Questions:
    """Takes lines in order and finds questions; `strays` are lines that belong to none."""

    drafts: list[Draft] = field(default_factory=list)
    strays: list[int] = field(default_factory=list)
    keys: dict[int, str] = field(default_factory=dict)
    in_keys: bool = False
    sub_number: int = 0
    lost_keys: list[Line] = field(default_factory=list)

    @property
    def current(self) -> Draft | None:
        """The question that still takes lines."""
        return self.drafts[-1] if self.drafts and not self.drafts[-1].closed else None

    def take(self, line: Line, at: int) -> None:
        """Sort one line; `at` is its index."""
        if _KEYS.match(line.text):
            self.close()
            self.in_keys = True
        elif line.heading:
            self.close()
            self.in_keys = False
        elif self.in_keys and self._take_keys(line):
            pass
        elif not self._take_said(line, at):
            self._take_text(line, at)

    def close(self) -> None:
        """End the question: what follows is no part of it."""
        if self.drafts:
            self.drafts[-1].closed = True

    def _take_keys(self, line: Line) -> bool:
        """Take the keys of a list at the end; anything else ends it."""
        found = keys_in(f"{line.label} {line.text}" if line.label else line.text)
        self.in_keys = bool(found)
        self.keys |= found
        return self.in_keys

    def _take_said(self, line: Line, at: int) -> bool:
        """Take `Kunci:`, `Pembahasan:` and their like."""
        key, said, draft = _KEY.match(line.text), _SAID.match(line.text), self.current
        if draft is None or line.label or not (key or said):
            return False
        draft.end = at + 1
        if key:
            draft.key, draft.keyed = key[1].strip("*\\ "), True
        elif said and " ".join(said[1].lower().split()) in _HINTS:
            draft.hint.append(said[2])
        elif said:
            draft.explain(said[2])
        return True

    def _take_text(self, line: Line, at: int) -> None:
        label, draft = label_of(line), self.current
        if label and label.number and self._begins(label.number):
            self._begin(label, line, at)
        elif label and label.letter and draft and draft.expects(label.letter):
            draft.options.append(Option(label.text, label.starred, line.strong))
            draft.end = at + 1
        elif draft is None or not self._continue(draft, label, line, at):
            self.close()
            self.strays.append(at)

    def _begins(self, number: int) -> bool:
        """A number begins a question unless it counts statements within the one that is open."""
        draft = self.current
        if draft is None or draft.options or draft.keyed:
            return True
        if number == self.sub_number + 1 and (self.sub_number or number != draft.number + 1):
            return False
        return number == draft.number + 1

    def _begin(self, label: Label, line: Line, at: int) -> None:
        self.close()
        self.sub_number = 0
        self.drafts.append(Draft(label.number, line.place, at, at + 1, [label.text]))

    def _continue(self, draft: Draft, label: Label | None, line: Line, at: int) -> bool:
        """Go on with the stem, the option or the explanation that stands above."""
        if label and label.number:
            self.sub_number = label.number
        if not draft.options and not draft.keyed:
            text = f"{label.number}. {label.text}" if label and label.number else line.text
            after_item = label is None and self.sub_number > 0
            counts = bool(label and label.number > 1)
            draft.add_to_stem(text, joined=counts or (line.joined and not after_item))
        elif line.joined:
            draft.go_on(line.text)
        else:
            return False
        draft.end = at + 1
        return True


def found_questions(lines: Sequence[Line], losses: Losses) -> Questions:
    """Find the questions of some lines and give them the keys of a list at the end."""
    questions = Questions()
    for at, line in enumerate(lines):
        questions.take(line, at)
    numbers = {draft.number: draft for draft in questions.drafts}
    for number, key in questions.keys.items():
        if number in numbers:
            numbers[number].key, numbers[number].keyed = key, True
        else:
            losses.add("key-unused", Place(), number=number)
    return questions


def parse_lines(lines: Sequence[Line], losses: Losses) -> Parsed:
    """Read lines that should all be questions; others are losses."""
    grouping = Grouping(losses)
    questions = found_questions(lines, losses)
    for at in questions.strays:
        if re.search(r"\w", lines[at].text):
            losses.add("unread-text", lines[at].place, lines[at].text)
    headings = [at for at, line in enumerate(lines) if line.heading]
    for draft in questions.drafts:
        while headings and headings[0] < draft.start:
            grouping.begin(lines[headings.pop(0)].text)
        found: Found | None = found_of(draft, losses)
        if found:
            grouping.add(found)
    return grouping.parsed(losses, {})


def parse(text: str) -> Parsed:
    """Read questions pasted or saved as plain text."""
    lines: list[Line] = []
    blank = True
    for number, written in enumerate(text.split("\n"), start=1):
        bare = written.strip().removeprefix("•").strip()
        if bare:
            lines.append(Line(_markdown(bare), Place("line", number), joined=not blank))
        blank = not bare
    return parse_lines(lines, Losses())


def _markdown(text: str) -> str:
    """Return a plain line as Markdown; a label stays one."""
    found = _NUMBER.match(text) or _LETTER.match(text)
    start = found.end() if found else 0
    return text[:start] + guarded(escaped(text[start:]))
