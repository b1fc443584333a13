"""`elearning courses translate`: begins a language variant, to write over."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import click
from flask_babel import force_locale
from flask_babel import gettext as _

from elearning.core.errors import Refused
from elearning.core.markdown import Renderer
from elearning.core.settings import current_settings
from elearning.courses.checking.variants import LANGUAGES, TRANSLATED, variant_name
from elearning.courses.folder import COURSE_FILE, GLOSSARY_FILE, item_file
from elearning.courses.language import fields
from elearning.courses.language.fields import Field
from elearning.courses.language.frontmatter_writing import with_values
from elearning.courses.publishing.courses import check_folder
from elearning.courses.writing.explicit_ids import marked


@click.command("translate")
@click.argument("path", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("language", type=click.Choice(LANGUAGES))
def translate(path: Path, language: str) -> None:
    """Begin a translation: a copy of every text, to write over.

    Questions and answers get their ids written beside them first, in the course's own language too:
    by them a translation knows what it translates. What is there already is left as it is.
    """
    with Renderer() as renderer, force_locale(current_settings().default_locale):
        checked = check_folder(path, renderer)
        if checked.course is None:
            raise Refused(_("Remedy the errors that the check names first."))
        texts = marked(checked.source.texts, checked.course)
        for name, text in texts.items():
            if text != checked.source.texts[name]:
                (path / name).write_text(text, "utf-8", newline="\n")
                click.echo(_("%(path)s: ids written", path=path / name))
        for name, text in begun(texts, language):
            if not (path / name).exists():
                (path / name).write_text(text, "utf-8", newline="\n")
                click.echo(_("%(path)s was written.", path=path / name))


def begun(texts: Mapping[str, str], language: str) -> Iterator[tuple[str, str]]:
    """Yield the texts of a variant, still in the course's own language."""
    for name, text in texts.items():
        table = _table(name)
        if table:
            other = {field.key: None for field in table if field.key not in TRANSLATED}
            yield variant_name(name, language), with_values(text, other, table)
        elif name == GLOSSARY_FILE:
            yield variant_name(name, language), text


def _table(name: str) -> tuple[Field, ...]:
    """Return the keys of a text's front matter; none for what is no course.md, lesson or quiz."""
    item = item_file(name)
    if name == COURSE_FILE:
        return fields.COURSE
    return () if item is None else fields.QUIZ if item.is_quiz else fields.LESSON
