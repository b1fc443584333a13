"""A draft as the folder that every command reads: one parser, one checker, one renderer for all."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from elearning.core import files
from elearning.core.markdown import kept_renderer
from elearning.courses.checking.checker import Checked
from elearning.courses.checking.preview import Surroundings
from elearning.courses.compiled import Media
from elearning.courses.diagnostics.notes import Notes
from elearning.courses.folder import COURSE_FILE, GLOSSARY_FILE, MEDIA_FOLDER
from elearning.courses.identity import Decisions
from elearning.courses.language.glossary import read_glossary
from elearning.courses.language.reading import read_facts
from elearning.courses.publishing.courses import check_folder
from elearning.studio.drafts.queries import files_of, media_of
from elearning.studio.models import Draft, DraftFile, DraftMedium


@contextmanager
def folder_of(draft: Draft) -> Iterator[Path]:
    """Write a draft as a course folder that lasts as long as the block."""
    with TemporaryDirectory(prefix="draft-") as parent:
        folder = Path(parent) / draft.slug
        (folder / MEDIA_FOLDER).mkdir(parents=True)
        for file in files_of(draft.id):
            (folder / file.name).write_text(file.text, "utf-8")
        for medium in media_of(draft.id):
            _put(files.path_of(medium.digest), folder / MEDIA_FOLDER / medium.name)
        yield folder


def _put(stored: Path, path: Path) -> None:
    """Link a stored file, or copy it to another disk."""
    try:
        os.link(stored, path)
    except OSError:
        shutil.copyfile(stored, path)


def checked_draft(draft: Draft, decisions: Decisions | None = None) -> Checked:
    """Check a whole draft as every command checks a folder."""
    with folder_of(draft) as folder, kept_renderer() as renderer:
        return check_folder(folder, renderer, decisions)


def surroundings_of(draft: Draft) -> Surroundings:
    """Return what the texts of a draft may refer to, for a preview."""
    texts = {file.name: file for file in files_of(draft.id)}
    glossary = texts.get(GLOSSARY_FILE)
    return Surroundings(
        slug=draft.slug,
        names=tuple(texts),
        media=tuple(media_value(medium) for medium in media_of(draft.id)),
        glossary=tuple(read_glossary(_notes(glossary)).items()) if glossary else (),
        language=read_facts(_notes(texts[COURSE_FILE]))[0]["bahasa"]
        if COURSE_FILE in texts
        else "id",
    )


def _notes(file: DraftFile) -> Notes:
    return Notes(file.name, file.text.split("\n"))


def media_value(medium: DraftMedium) -> Media:
    """Return a medium as a compiled course has it."""
    return Media(medium.name, medium.digest, medium.mime, medium.size, medium.width, medium.height)
