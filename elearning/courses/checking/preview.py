"""One text of a course as its readers would see it, while it is being written."""

from dataclasses import dataclass, replace
from typing import NamedTuple

from elearning.core.markdown import Context, Renderer
from elearning.courses.checking.compiling import Compiler
from elearning.courses.checking.durations import Work
from elearning.courses.checking.variants import needed
from elearning.courses.compiled import Facts, Item, Media, item_url
from elearning.courses.diagnostics.notes import Diagnostic, Notebook, Notes
from elearning.courses.folder import (
    COURSE_FILE,
    MAX_LINES,
    ItemFile,
    clean_text,
    item_file,
    variant_file,
)
from elearning.courses.language import fields
from elearning.courses.language.reading import CourseDraft, ItemDraft, read_facts, read_item
from elearning.courses.language.structure import Text
from elearning.courses.language.typesetting import Press
from elearning.courses.media.files import assets


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a text may refer to: the course's other files, its media and its glossary."""

    slug: str
    names: tuple[str, ...] = ()
    media: tuple[Media, ...] = ()
    glossary: tuple[tuple[str, str], ...] = ()
    language: str = "id"

    def context(self) -> Context:
        """Return them as the renderer wants them."""
        files = [(name, file) for name in self.names if (file := text_file(name))]
        links = {name: item_url(self.slug, file.key) for name, file in files}
        media = {medium.name: medium for medium in self.media}
        return Context(assets(self.slug, media), links, dict(self.glossary), self.language)


class Preview(NamedTuple):
    """A text compiled alone; None when its name says that it is no lesson, quiz or course.md."""

    item: Item | None
    facts: Facts | None
    work: Work
    diagnostics: tuple[Diagnostic, ...]


def preview(name: str, text: str, around: Surroundings, renderer: Renderer) -> Preview:
    """Compile one text; what only the whole course can show (JP, keys) is not looked at."""
    around = in_language_of(name, around)
    notebook = Notebook()
    notes = notebook.begin(name, clean_text(text))
    if len(notes.lines) > MAX_LINES:
        notes.add("file-lines", limit=MAX_LINES)
        del notes.lines[MAX_LINES:]
    draft = _course_of(name, notes, notebook, around)
    press = Press()
    draft.send_to(press)
    press.run(renderer, around.context())
    compiler = Compiler(draft, press)
    course = compiler.course()
    item = course.items[0] if course.items else None
    return Preview(
        item,
        course.facts if is_course(name) else None,
        compiler.works.get(item.key, Work()) if item else Work(),
        notebook.all(),
    )


def text_file(name: str) -> ItemFile | None:
    """Return what a lesson's or quiz's file name says, also of one in a further language."""
    variant = variant_file(name)
    file = item_file(variant.main if variant else name)
    return file and file._replace(name=name)


def is_course(name: str) -> bool:
    """Whether a text is course.md, in whatever language."""
    variant = variant_file(name)
    return (variant.main if variant else name) == COURSE_FILE


def in_language_of(name: str, around: Surroundings) -> Surroundings:
    """Return what a text in a further language may refer to: the glossary is the course's own."""
    variant = variant_file(name)
    return replace(around, language=variant.language, glossary=()) if variant else around


def _course_of(name: str, notes: Notes, notebook: Notebook, around: Surroundings) -> CourseDraft:
    """Return a course that holds one text and nothing else."""
    file = text_file(name)
    items: tuple[ItemDraft, ...] = (read_item(file, notes),) if file else ()
    front = notes if is_course(name) else Notes(COURSE_FILE, ["---", "judul: -", "---"])
    table = fields.COURSE if name == COURSE_FILE else needed(fields.COURSE)
    values, description = read_facts(front, table)
    return CourseDraft(
        slug=around.slug,
        notes=notebook.of(name if is_course(name) else COURSE_FILE),
        fields=values,
        description=description if is_course(name) else Text("", 1),
        items=items,
        media={medium.name: medium for medium in around.media},
        glossary=dict(around.glossary),
    )
