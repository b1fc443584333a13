"""Word documents: a course of lessons and quizzes, or one quiz."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from elearning.courses.importing.course_text import Lesson, Test, course_files
from elearning.courses.importing.found import Found, Group, Imported, Parsed
from elearning.courses.importing.losses import Losses
from elearning.courses.importing.office.answer_keys import keys_in
from elearning.courses.importing.office.list_questions import Draft, found_of
from elearning.courses.importing.office.lists import Line, found_questions, parse_lines
from elearning.courses.importing.office.word_blocks import Block, Document, read_document
from elearning.courses.importing.office.word_chapters import Chapter, chapters_of, plain
from elearning.courses.importing.office.word_text import lesson_text, with_captions, without_notes
from elearning.courses.importing.quiz_text import Rules
from elearning.courses.importing.refusing import ImportRefused

LONG_LESSON = 2_500
_TEST = re.compile(
    r"\b(soal|kuis|quiz|latihan|evaluasi|ujian|pre-?\s?test|post-?\s?test|tes)\b", re.IGNORECASE
)
_PRESETS = (
    ("pretest", re.compile(r"pre-?\s?tes", re.IGNORECASE)),
    ("ujian", re.compile(r"ujian|post-?\s?tes|evaluasi\s+akhir|tes\s+akhir", re.IGNORECASE)),
    ("latihan", re.compile(r"latihan", re.IGNORECASE)),
)


def read_quiz(data: bytes) -> Parsed:
    """Read a document whose text is questions."""
    losses = Losses()
    document = read_document(data, losses)
    lines = list(_lines(document.blocks, document, losses))
    parsed = parse_lines(lines, losses)
    return parsed._replace(media=document.pictures.media)


def read_course(data: bytes, name: str) -> Imported:
    """Read a document as a course; `name` is its file's, without suffix."""
    losses = Losses()
    document = read_document(data, losses)
    if not document.blocks:
        raise ImportRefused("no-text")
    cut = chapters_of(document.blocks, document.title, name, losses)
    items: list[Lesson | Test] = []
    for chapter in cut.chapters:
        items += _items(chapter, document, losses)
    description = lesson_text(_unheaded(cut.front), document.notes, losses)
    files = course_files(cut.title, description, items)
    return Imported(files, document.pictures.media, losses.all())


def _unheaded(front: Iterable[Block]) -> list[Block]:
    """What stands before the first chapter has paragraphs only."""
    return [
        block._replace(kind="text", level=0) if block.kind in {"heading", "subtitle"} else block
        for block in front
    ]


def _items(chapter: Chapter, document: Document, losses: Losses) -> list[Lesson | Test]:
    """Return a chapter's lesson, and a quiz of the questions in it."""
    rest, tests = _parted(chapter, document, losses)
    items: list[Lesson | Test] = []
    text = lesson_text(rest, document.notes, losses)
    words = len(text.split())
    if any(block.kind != "heading" for block in rest):
        items.append(Lesson(chapter.title or document.title, text))
    elif not tests:
        losses.add("lesson-empty", chapter.place, heading=chapter.title)
    if words > LONG_LESSON:
        losses.add("lesson-long", chapter.place, heading=chapter.title, words=words)
    return items + list(tests)


class _Section(NamedTuple):
    """A stretch of blocks below one heading; the heading is its first block when it has one."""

    heading: str
    blocks: list[Block]


def _sections(blocks: Iterable[Block], title: str) -> list[_Section]:
    sections = [_Section(title, [])]
    for block in blocks:
        if block.kind == "heading":
            sections.append(_Section(plain(block.text), []))
        sections[-1].blocks.append(block)
    return sections


def _parted(chapter: Chapter, document: Document, losses: Losses) -> tuple[list[Block], list[Test]]:
    """Part the text of a chapter from its questions, section by section."""
    rest: list[Block] = []
    tests: list[Test] = []
    asked = False
    for section in _sections(with_captions(chapter.blocks), chapter.title):
        if asked and _is_key(section):
            continue
        keyed = _following_key(chapter, section)
        left, questions = _questions(section, keyed, document, losses)
        if questions:
            asked = True
            title = section.heading if _TEST.search(section.heading) else f"Kuis: {section.heading}"
            tests.append(Test(Rules(title, preset_of(title)), (Group("", tuple(questions)),)))
            left = [] if all(block.kind == "heading" for block in left) else left
        rest += left
    return rest, tests


def preset_of(title: str) -> str:
    """Return the kind of quiz that a title says."""
    return next((preset for preset, words in _PRESETS if words.search(title)), "kuis")


def _is_key(section: _Section) -> bool:
    return section.heading.lower().startswith("kunci")


def _following_key(chapter: Chapter, section: _Section) -> list[Block]:
    """Return the blocks of a section of keys that follows in the chapter."""
    sections = _sections(chapter.blocks, chapter.title)
    at = next(
        (at for at, each in enumerate(sections) if each.heading == section.heading), len(sections)
    )
    found = next((each for each in sections[at + 1 : at + 2] if _is_key(each)), None)
    return found.blocks if found else []


def _questions(
    section: _Section, keyed: Sequence[Block], document: Document, losses: Losses
) -> tuple[list[Block], list[Found]]:
    """Take the questions out of a section: those with a key, or all where the heading says so."""
    lines: list[Line] = []
    owners: list[int] = []
    for at, block in enumerate([*section.blocks, *keyed]):
        for line in _lines([block], document, losses):
            lines.append(line)
            owners.append(at)
    says_so = _TEST.search(section.heading) is not None
    found = found_questions(lines, losses if says_so else Losses())
    taken: set[int] = set()
    questions: list[Found] = []
    for draft in found.drafts:
        if _is_question(draft, losses, says_so=says_so):
            question = found_of(draft, losses)
            questions += [question] if question else []
            taken.update(owners[draft.start : draft.end] if question else ())
    if questions and found.keys:
        taken.update(owners[at] for at, line in enumerate(lines) if _holds_keys(line))
    return [block for at, block in enumerate(section.blocks) if at not in taken], questions


def _holds_keys(line: Line) -> bool:
    return bool(keys_in(f"{line.label} {line.text}")) or line.text.lower().lstrip("* ").startswith(
        "kunci"
    )


def _is_question(draft: Draft, losses: Losses, *, says_so: bool) -> bool:
    """A numbered text with options and a key is a question; without a key it may be a list."""
    if len(draft.options) < 2:
        return bool(draft.key) or (says_so and draft.asks)
    if not draft.has_key and not says_so:
        if draft.asks:
            losses.add("question-maybe", draft.place, "".join(draft.stem))
        return False
    return True


def _lines(blocks: Iterable[Block], document: Document, losses: Losses) -> Iterable[Line]:
    """Return blocks as the lines that questions are found in."""
    for block in blocks:
        if block.kind in {"heading", "title", "subtitle"}:
            yield Line(plain(block.text), block.place, heading=True)
        elif block.kind == "table":
            yield from _table_lines(block)
        else:
            yield from _text_lines(block, document, losses)


def _table_lines(block: Block) -> Iterable[Line]:
    """A table of numbers and letters is a key; any other belongs to the question above it."""
    cells = [" ".join(row) for row in block.rows]
    keys = [text for text in cells if keys_in(text)]
    if len(keys) >= max(1, len(cells) - 1):
        yield Line("Kunci Jawaban", block.place)
        yield from (Line(text, block.place) for text in keys)
    else:
        yield Line(block.text, block.place)


def _text_lines(block: Block, document: Document, losses: Losses) -> Iterable[Line]:
    """Part a paragraph at its line breaks; footnotes are lost."""
    text, notes = without_notes(block.text)
    for name in notes:
        losses.add("note-lost", block.place, text=document.notes.get(name, "")[:100])
    label = "" if block.form == "bullet" else block.label
    for at, line in enumerate(text.split("\n")):
        shown = line.strip()
        if shown:
            yield Line(shown, block.place, "" if at else label, block.strong, joined=bool(at))
