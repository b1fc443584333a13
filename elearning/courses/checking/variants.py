"""Language variants of a course: which texts are translated, and how they are read and rendered.

A variant only translates: whatever else its front matter says must be what the course says.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from elearning.core.markdown import Renderer
from elearning.courses.checking.compiling import Compiler
from elearning.courses.checking.headings import note_dead_headings
from elearning.courses.compiled import Course
from elearning.courses.diagnostics.notes import Notes
from elearning.courses.folder import (
    COURSE_FILE,
    GLOSSARY_FILE,
    ItemFile,
    VariantFile,
    item_file,
)
from elearning.courses.language import fields
from elearning.courses.language.fields import Field
from elearning.courses.language.frontmatter import FrontMatter, read_front_matter
from elearning.courses.language.glossary import read_glossary
from elearning.courses.language.layout import note_structure
from elearning.courses.language.reading import CourseDraft, ItemDraft, read_body
from elearning.courses.language.structure import Text, blocks_of
from elearning.courses.language.typesetting import Press

LANGUAGES = tuple(dict.fromkeys(fields.LANGUAGES.values()))
#: What a variant says in its own words; where it says nothing the course's words stay.
TRANSLATED = frozenset({"judul", "ringkasan", "dasar_hukum", "diperbarui"})

Texts = Mapping[str, tuple[VariantFile, Notes]]


class Print(NamedTuple):
    """A variant whose texts are rendered, compiled as if it were a course of its own."""

    draft: CourseDraft
    compiler: Compiler
    course: Course


def printed(draft: CourseDraft, renderer: Renderer) -> Print:
    """Render and compile a variant."""
    press = Press()
    draft.send_to(press)
    press.run(renderer, draft.context)
    compiler = Compiler(draft, press)
    course = compiler.course()
    note_dead_headings(draft, course.items)
    return Print(draft, compiler, course)


def showing(course: Course, draft: CourseDraft, prints: Sequence[Print]) -> Course:
    """Add the media that only its variants show to a course."""
    names = {medium.name for each in (course, *(p.course for p in prints)) for medium in each.media}
    return replace(course, media=tuple(m for name, m in draft.media.items() if name in names))


def variants_of(draft: CourseDraft) -> list[CourseDraft]:
    """Return the course as it is written in each further language, by language."""
    found: dict[str, dict[str, tuple[VariantFile, Notes]]] = {}
    for file, notes in draft.further:
        place = _place_of(file, draft, notes)
        if place and place in found.setdefault(file.language, {}):
            notes.add("variant-twice", other=found[file.language][place][0].name)
        elif place:
            found[file.language][place] = (file, notes)
    return [_variant(draft, code, texts) for code, texts in sorted(found.items()) if texts]


def _place_of(file: VariantFile, draft: CourseDraft, notes: Notes) -> str:
    """Return the name of the text that is translated, whatever its number; empty when there is none."""
    names = {_unnumbered(item.file): item.file.name for item in draft.items}
    names |= {name: name for name in (COURSE_FILE, GLOSSARY_FILE)}
    item = item_file(file.main)
    main = names.get(_unnumbered(item) if item else file.main, "")
    if file.language not in LANGUAGES:
        notes.add("variant-language", language=file.language, known=", ".join(LANGUAGES))
    elif file.language == draft.fields["bahasa"]:
        notes.add("variant-own", main=file.main, language=file.language)
    elif main not in draft.texts:
        notes.add("variant-alone", main=file.main)
    else:
        return main
    return ""


def _unnumbered(file: ItemFile) -> str:
    return file.name.partition("-")[2]


def _variant(main: CourseDraft, language: str, texts: Texts) -> CourseDraft:
    """Return the course in one language; what is missing is noted beside what it would translate."""
    values, description = main.fields | {"bahasa": language}, Text("", 1)
    notes = Notes(variant_name(COURSE_FILE, language), ["---", "---"])
    if COURSE_FILE in texts:
        notes = texts[COURSE_FILE][1]
        front = read_front_matter(notes)
        values = _values(front, fields.COURSE, values, notes, COURSE_FILE)
        note_structure(blocks_of(notes.lines, front.body_line - 1), notes.lines, notes)
        description = Text("\n".join(notes.lines[front.body_line - 1 :]), front.body_line)
    else:
        main.notes.add("variant-missing", name=variant_name(COURSE_FILE, language))
    glossary = read_glossary(texts[GLOSSARY_FILE][1]) if GLOSSARY_FILE in texts else {}
    return replace(
        main,
        notes=notes,
        fields=values,
        description=description,
        items=tuple(_items(main, language, texts)),
        glossary=glossary,
        further=(),
        main=main,
    )


def _items(main: CourseDraft, language: str, texts: Texts) -> list[ItemDraft]:
    """Return the lessons and quizzes that are translated."""
    items = []
    for item in main.items:
        if item.file.name in texts:
            items.append(_item(item, *texts[item.file.name]))
        else:
            item.notes.add("variant-missing", name=variant_name(item.file.name, language))
    return items


def _item(main: ItemDraft, variant: VariantFile, notes: Notes) -> ItemDraft:
    """Return a lesson or quiz as it is translated."""
    file = main.file._replace(name=variant.name)
    front = read_front_matter(notes)
    table = fields.QUIZ if file.is_quiz else fields.LESSON
    values = _values(front, table, main.fields, notes, main.file.name)
    draft = read_body(file, notes, front.body_line, values)
    return ItemDraft(main.key, file, notes, values, draft)


def _values(
    front: FrontMatter,
    table: tuple[Field, ...],
    main: dict[str, Any],
    notes: Notes,
    name: str,
) -> dict[str, Any]:
    """Return the course's values with those that are translated; any other must be the same."""
    own = fields.read_fields(front, needed(table), notes)
    keys = {alias: field.key for field in table for alias in (field.key, *field.aliases)}
    for written, entry in front.entries.items():
        key = keys.get(written)
        if key and key not in TRANSLATED and own[key] != main[key]:
            notes.add("variant-differs", entry.line, key=written, main=name)
    return main | {key: own[key] for key in TRANSLATED & own.keys() if own[key]}


def needed(table: tuple[Field, ...]) -> tuple[Field, ...]:
    """Return the keys of a front matter as a variant has them: it needs its title only."""
    return tuple(each._replace(required=each.key == "judul") for each in table)


def variant_name(name: str, language: str) -> str:
    """Return the name of a text's variant: `10-key.md` becomes `10-key.en.md`."""
    stem, _point, end = name.rpartition(".")
    return f"{stem}.{language}.{end}"
