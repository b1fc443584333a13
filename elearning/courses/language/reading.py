"""Reads a whole course folder into drafts: fields, texts, questions, glossary, media."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from elearning.core.markdown import Context
from elearning.courses.compiled import Media, item_url
from elearning.courses.diagnostics.notes import Notebook, Notes
from elearning.courses.folder import (
    COURSE_FILE,
    GLOSSARY_FILE,
    CourseFolder,
    ItemFile,
    Source,
    VariantFile,
    open_folder,
)
from elearning.courses.language import fields
from elearning.courses.language.drafts import QuizDraft
from elearning.courses.language.frontmatter import read_front_matter
from elearning.courses.language.glossary import read_glossary
from elearning.courses.language.layout import note_structure
from elearning.courses.language.lessons import LessonDraft, read_lesson
from elearning.courses.language.quizzes import read_quiz
from elearning.courses.language.structure import Text, blocks_of
from elearning.courses.language.typesetting import Press
from elearning.courses.media.files import assets, read_media


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """A lesson or quiz as written."""

    key: str
    file: ItemFile
    notes: Notes
    fields: dict[str, Any]
    draft: LessonDraft | QuizDraft


@dataclass(frozen=True, slots=True)
class CourseDraft:
    """A course as written."""

    slug: str
    notes: Notes
    fields: dict[str, Any]
    description: Text
    items: tuple[ItemDraft, ...]
    media: dict[str, Media]
    glossary: dict[str, str]
    #: Every text as it was read, language variants included.
    texts: dict[str, str] = field(default_factory=dict)
    #: The texts in further languages.
    further: tuple[tuple[VariantFile, Notes], ...] = ()
    #: Of a course in a further language: the course in its own.
    main: "CourseDraft | None" = None

    @property
    def source(self) -> Source:
        """The texts, and the digests of the media that can be shown."""
        digests = {medium.name: medium.digest for medium in self.media.values()}
        return Source(self.texts, digests)

    @property
    def links(self) -> dict[str, str]:
        """The addresses of lessons and quizzes by the names of their files."""
        main = self.main.links if self.main else {}
        return main | {item.file.name: item_url(self.slug, item.key) for item in self.items}

    @property
    def context(self) -> Context:
        """What the texts of this course may refer to."""
        language = self.fields["bahasa"]
        return Context(assets(self.slug, self.media), self.links, self.glossary, language)

    def send_to(self, press: Press) -> None:
        """Ask for every text of the course."""
        press.take(self.notes, [self.description], page=True)
        for item in self.items:
            if isinstance(item.draft, LessonDraft):
                press.take(item.notes, [item.draft.text], page=True)
                questions = item.draft.practices
            else:
                press.take(item.notes, [item.draft.introduction], page=True)
                pools = item.draft.pools
                questions = tuple(question for pool in pools for question in pool.questions)
            for question in questions:
                press.take(item.notes, question.texts())


def read_course(path: Path, notebook: Notebook) -> CourseDraft:
    """Read a folder; whatever is amiss is in the notebook."""
    folder = open_folder(path, notebook)
    notes = folder.read_text(COURSE_FILE) if folder.has_course else None
    glossary = folder.read_text(GLOSSARY_FILE) if folder.has_glossary else None
    values, description = read_facts(notes or Notes(COURSE_FILE, ["---", "---"]))
    items = [_read_item(folder, file) for file in folder.items]
    further = [(file, folder.read_text(file.name)) for file in folder.variants]
    if not items:
        notebook.of(COURSE_FILE).add("course-empty")
    return CourseDraft(
        slug=folder.slug,
        notes=notebook.of(COURSE_FILE),
        fields=values,
        description=description,
        items=tuple(item for item in items if item is not None),
        media=read_media(folder),
        glossary=read_glossary(glossary) if glossary else {},
        texts=folder.texts,
        further=tuple((file, written) for file, written in further if written),
    )


def read_facts(
    notes: Notes, table: tuple[fields.Field, ...] = fields.COURSE
) -> tuple[dict[str, Any], Text]:
    """Read course.md: its fields, and its description."""
    front = read_front_matter(notes)
    values = fields.read_fields(front, table, notes)
    start = front.body_line - 1
    note_structure(blocks_of(notes.lines, start), notes.lines, notes)
    return values, Text("\n".join(notes.lines[start:]), front.body_line)


def _read_item(folder: CourseFolder, file: ItemFile) -> ItemDraft | None:
    notes = folder.read_text(file.name)
    return None if notes is None else read_item(file, notes)


def read_item(file: ItemFile, notes: Notes) -> ItemDraft:
    """Read a lesson or quiz whose lines are known."""
    front = read_front_matter(notes)
    table = fields.QUIZ if file.is_quiz else fields.LESSON
    values = fields.read_fields(front, table, notes)
    draft = read_body(file, notes, front.body_line, values)
    return ItemDraft(values["id"] or file.key, file, notes, values, draft)


def read_body(
    file: ItemFile, notes: Notes, line: int, values: dict[str, Any]
) -> LessonDraft | QuizDraft:
    """Read what stands below the front matter of a lesson or quiz."""
    if file.is_quiz:
        return read_quiz(notes, line, graded=values["jenis"] != "survei")
    draft = read_lesson(notes, line)
    if not draft.text.source.strip():
        notes.add("lesson-empty", line)
    return draft
