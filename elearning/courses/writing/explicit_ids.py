"""Writes ids into texts: those that a quiz's text would not yield by itself, or every one.

With the first it publishes identically elsewhere; with all of them it can be translated.
"""

import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import NamedTuple

from elearning.courses.compiled import Course, Item, Lesson, Option, Question, Quiz
from elearning.courses.diagnostics.notes import Notes
from elearning.courses.folder import Source, item_file
from elearning.courses.identity import text_id
from elearning.courses.language.drafts import QuestionDraft, QuizDraft
from elearning.courses.language.lessons import LessonDraft
from elearning.courses.language.reading import read_item
from elearning.courses.language.settings import with_id
from elearning.courses.language.structure import Text, blocks_of

_CLOSED = frozenset({"fence", "code", "table", "html", "rule"})
_FIRST_CELL = re.compile(r"^(\s*\|?\s*)((?:\\\||[^|])*?)\s*(?=\|)")


class _Part(NamedTuple):
    """What may carry an id, as it is written: an option, a row of a table or a step."""

    id: str
    text: Text
    is_row: bool = False


def explicit(source: Source, quizzes: dict[str, Quiz]) -> Source:
    """Return a folder whose quizzes, by key, keep their ids wherever they are published."""
    texts = {name: _written(name, text, quizzes) for name, text in source.texts.items()}
    return Source(texts, source.media)


def marked(texts: Mapping[str, str], course: Course) -> dict[str, str]:
    """Return the texts of a course with the id of every question and answer, also of practice."""
    items = {item.key: item for item in course.items}
    return {name: _written(name, text, items, every=True) for name, text in texts.items()}


def _written(name: str, text: str, items: Mapping[str, Item], *, every: bool = False) -> str:
    file = item_file(name)
    if file is None:
        return text
    lines = text.split("\n")
    draft = read_item(file, Notes(name, list(lines)))
    drafts, questions = _drafts(draft.draft), _questions(items.get(draft.key))
    if len(drafts) != len(questions):
        return text
    for written, question in reversed(list(zip(drafts, questions, strict=True))):
        _write(lines, written, question, every=every)
    return "\n".join(lines)


def _drafts(draft: LessonDraft | QuizDraft) -> tuple[QuestionDraft, ...]:
    if isinstance(draft, LessonDraft):
        return tuple(draft.practices)
    return tuple(question for pool in draft.pools for question in pool.questions)


def _questions(item: Item | None) -> tuple[Question, ...]:
    if isinstance(item, Quiz):
        return item.questions
    return item.practices if isinstance(item, Lesson) else ()


def _write(lines: list[str], draft: QuestionDraft, question: Question, *, every: bool) -> None:
    """Write the ids of one question, from its end, so that the lines above stay in place."""
    for part, option in reversed(list(_parts(draft, question))):
        yielded = text_id("o", option.html or escape(option.match or ""))
        if not part.id and (every or option.id != yielded):
            _write_part(lines, part, option.id)
    if not draft.settings.id and (every or question.id != text_id("q", question.stem)):
        at = draft.line - 1
        lines[at] = with_id(lines[at], question.id)


def _parts(draft: QuestionDraft, question: Question) -> Iterator[tuple[_Part, Option]]:
    """Yield the options, rows or steps as they are written, with what they were compiled to."""
    rows, steps = draft.written.rows or (), draft.written.steps or ()
    parts = [_Part(each.id, each.text) for each in draft.options]
    parts += [_Part(each.id, Text("", each.line), is_row=True) for each in rows]
    parts += [_Part(*each) for each in zip(draft.written.step_ids, steps, strict=True)]
    if len(parts) == len(question.options):
        yield from zip(parts, question.options, strict=True)


def _write_part(lines: list[str], part: _Part, identifier: str) -> None:
    """Put an id at the end of a text, or of a row's first cell."""
    last = part.text.line - 1 + part.text.source.count("\n")
    if part.is_row:
        lines[last] = _FIRST_CELL.sub(rf"\1\2 {{#{identifier}}} ", lines[last], count=1)
    elif _ends_closed(part.text.source):
        indent = " " * (len(lines[last]) - len(lines[last].lstrip()))
        lines[last + 1 : last + 1] = ["", f"{indent}{{#{identifier}}}"]
    else:
        lines[last] = f"{lines[last].rstrip()} {{#{identifier}}}"


def _ends_closed(source: str) -> bool:
    """Tell whether a text ends in a block whose last line can carry no id."""
    blocks = blocks_of(source.split("\n"))
    return bool(blocks) and blocks[-1].kind in _CLOSED
