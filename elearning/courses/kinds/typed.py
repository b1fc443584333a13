"""Builds the questions whose answer is typed: a word, a number, or what is missing in a text."""

import re
from html.parser import HTMLParser

from elearning.courses.diagnostics.notes import Notes
from elearning.courses.kinds.building import built
from elearning.courses.kinds.numbers import has_leading_zero, has_thousands, numbers_in, read_span
from elearning.courses.kinds.typed_text import folded, takes_anything
from elearning.courses.language.drafts import QuestionDraft
from elearning.courses.language.structure import Text
from elearning.courses.language.typesetting import Press
from elearning.courses.questions import BLANK, Blanks, Question, Span, Spans, Wordings

_OR = re.compile(r"[;|]")
_MARKED = re.compile(r"\*\*|`|__")
_NO_FIELDS = frozenset({"a", "abbr", "code", "pre", "summary"})
_DASHED = re.compile(r"[0-9][0-9.,]*\s*[-–—]\s*[0-9][0-9.,]*")


def alternatives(text: str) -> list[str]:
    """Return the answers that `;` or a bar part; what is empty is none."""
    return [part.strip() for part in _OR.split(text) if part.strip()]


def is_number(text: str) -> bool:
    """Tell whether every answer is a number, a tolerance or a range, and none looks like a code."""
    parts = alternatives(text)
    return bool(parts) and all(read_span(part) and not has_leading_zero(part) for part in parts)


def short_answer(kind: str, draft: QuestionDraft, press: Press, notes: Notes) -> Question | None:
    """Build a question that accepts some texts; a survey accepts any."""
    answer = _answer(draft, notes)
    if answer is None:
        return None
    if not draft.settings.kind and any(map(_DASHED.fullmatch, alternatives(answer.source))):
        notes.add("answer-dash", answer.line)
    key = (
        _wordings(answer, "answer-empty", notes) if answer.source or draft.graded else Wordings(())
    )
    return built(kind, draft, press, key=key)


def numeric(kind: str, draft: QuestionDraft, press: Press, notes: Notes) -> Question | None:
    """Build a question that accepts some numbers; a survey accepts any."""
    answer = _answer(draft, notes)
    if answer is None:
        return None
    parts = alternatives(answer.source)
    if draft.graded and not parts:
        notes.add("answer-empty", answer.line)
    spans = [_span(part, answer.line, notes) for part in parts]
    return built(kind, draft, press, key=Spans(tuple(span for span in spans if span)))


def _answer(draft: QuestionDraft, notes: Notes) -> Text | None:
    """Return what stands after `Jawaban:`; an empty one in a survey that asks without a key."""
    if draft.written.answer is None and draft.graded:
        notes.add("answer-missing", draft.line)
        return None
    return draft.written.answer or Text("", draft.line)


def _span(text: str, line: int, notes: Notes) -> Span | None:
    """Read a number with its tolerance or a range."""
    span = read_span(text)
    if span is None:
        notes.add("number-unreadable", line, value=text)
        return None
    if span.low > span.high:
        notes.add("range-reversed", line, value=text)
    for number in filter(has_thousands, numbers_in(text)):
        notes.add("number-thousands", line, value=number, read=number.replace(".", ""))
    return span


def _wordings(text: Text, when_empty: str, notes: Notes) -> Wordings:
    """Read the accepted texts; each must say something, in plain letters."""
    parts = alternatives(text.source)
    if not parts:
        notes.add(when_empty, text.line)
    for part in parts:
        if _MARKED.search(part):
            notes.add("answer-marked", text.line, value=part)
        elif takes_anything(part):
            notes.add("answer-anything" if folded(part) else when_empty, text.line, value=part)
    return Wordings(tuple(parts))


def blanks(kind: str, draft: QuestionDraft, press: Press, notes: Notes) -> Question | None:
    """Build a text with blanks; each must be where a field can stand."""
    written = draft.written.blanks
    if not written:
        notes.add("blank-missing", draft.line)
        return None
    key = Blanks(tuple(_wordings(text, "blank-empty", notes) for text in written))
    question = built(kind, draft, press, key=key)
    if not has_room_for(question.stem, len(written)):
        notes.add("blank-hidden", written[0].line)
        return None
    return question


class _Room(HTMLParser):
    """Counts the blanks that stand in plain text."""

    def __init__(self) -> None:
        super().__init__()
        self.closed_to_fields = 0
        self.blanks = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.closed_to_fields += tag in _NO_FIELDS

    def handle_endtag(self, tag: str) -> None:
        self.closed_to_fields -= tag in _NO_FIELDS

    def handle_data(self, data: str) -> None:
        self.blanks += 0 if self.closed_to_fields else data.count(BLANK)


def has_room_for(stem: str, count: int) -> bool:
    """Tell whether so many blanks, and no others, stand where a field can."""
    room = _Room()
    room.feed(stem)
    room.close()
    return room.blanks == stem.count(BLANK) == count
