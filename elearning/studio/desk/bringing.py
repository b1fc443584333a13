"""Bringing courses into the studio and taking them out: zips, documents, quizzes of other systems."""

import re
import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import PurePath
from typing import IO, NamedTuple

from flask_babel import gettext as _

from elearning.accounts.models import Person
from elearning.core import audit, files
from elearning.core.db import db
from elearning.core.errors import Refused
from elearning.courses.archives import unpacked, write_zip
from elearning.courses.compiled import Media
from elearning.courses.folder import COURSE_FILE, MEDIA_FOLDER, Source, item_file
from elearning.courses.importing.losses import Loss
from elearning.courses.importing.reading import read_course, read_quiz
from elearning.courses.writing.explicit_ids import explicit
from elearning.studio.drafts.addresses import key_of, require_address
from elearning.studio.drafts.folder import checked_draft
from elearning.studio.drafts.operations import (
    add_file,
    create_draft,
    next_name,
    remove_file,
    replace_text,
)
from elearning.studio.drafts.queries import files_of, locked_file, media_of
from elearning.studio.media.operations import medium_row, put_medium
from elearning.studio.media.uploads import examined, free_medium_name
from elearning.studio.models import Draft

IMPORT = "import"
_SHOWN = re.compile(rf"{MEDIA_FOLDER}/([\w.-]+)")
#: How cameras mark what they write into a picture: where and when it was taken.
_CAMERA = (b"Exif\0\0", b"eXIf", b"EXIF")


class Kept(NamedTuple):
    """A medium of what is brought: what it is, and its bytes."""

    medium: Media
    content: bytes


class Brought(NamedTuple):
    """What a file holds, read and examined; nothing is changed yet."""

    #: Texts by file name, of a whole folder or to be added to one.
    files: dict[str, str]
    media: list[Kept]
    #: What the course would be called by its folder or file.
    name: str
    #: Whether it is a course folder with names and order of its own.
    is_folder: bool
    ignored: tuple[str, ...] = ()
    losses: tuple[Loss, ...] = ()

    @property
    def with_camera(self) -> list[str]:
        """Pictures that tell where or when they were taken."""
        return [
            medium.name
            for medium, content in self.media
            if medium.mime.startswith("image/") and any(sign in content for sign in _CAMERA)
        ]


class Report(NamedTuple):
    """What became of what was brought."""

    added: list[str]
    replaced: list[str]
    removed: list[str]
    media: list[str]


def read(data: bytes, name: str, *, as_quiz: bool = False) -> Brought:
    """Read an uploaded file: a zip of a course folder, a document, or a quiz."""
    stem, suffix = PurePath(name).stem, PurePath(name).suffix.lower()
    if as_quiz:
        quiz = read_quiz(data, name)
        return Brought(quiz.files, _examined(quiz.media), stem, False, losses=quiz.losses)
    if suffix == ".zip":
        found = unpacked(data)
        media = _examined(found.media)
        return Brought(found.files, media, found.folder or stem, True, found.ignored)
    course = read_course(data, name)
    return Brought(course.files, _examined(course.media), stem, False, losses=course.losses)


def _examined(media: Mapping[str, bytes]) -> list[Kept]:
    """Examine every medium; a zip's bytes stay as they are, so that it publishes identically."""
    return [Kept(examined(name, content), content) for name, content in media.items()]


def begin(brought: Brought, slug: str, author: Person, at: datetime) -> tuple[Draft, Report]:
    """Make a draft of what was brought, under the address given or its own."""
    slug = slug or key_of(brought.name, "pelatihan")
    require_address(slug)
    if COURSE_FILE not in brought.files:
        raise Refused(_("There is no course in it: course.md is missing."))
    draft = create_draft(slug, brought.files, author, at, deed=IMPORT)
    names = [_put(draft, kept, kept.medium.name, author.id, at) for kept in brought.media]
    _note(draft, author.id, at)
    return draft, Report(sorted(brought.files), [], [], names)


def put_into(draft: Draft, brought: Brought, by_id: int, at: datetime, *, mirror: bool) -> Report:
    """Bring a file into a draft: a folder replaces texts of its names, the rest is added at the end.

    With `mirror` what the folder does not hold is removed; every text has its version.
    """
    report = _replace(draft, brought, by_id, at) if brought.is_folder else None
    if report is None:
        report = _append(draft, brought, by_id, at)
    elif mirror:
        gone = [file for file in files_of(draft.id) if file.name not in brought.files]
        for file in gone:
            if file.name != COURSE_FILE:
                remove_file(draft, file, by_id, at)
                report.removed.append(file.name)
    _note(draft, by_id, at)
    return report


def _replace(draft: Draft, brought: Brought, by_id: int, at: datetime) -> Report:
    """Replace texts and media by name, and add those with new names."""
    report = Report([], [], [], [])
    present = {file.name: file.id for file in files_of(draft.id)}
    for name, text in brought.files.items():
        file = locked_file(draft.id, present[name]) if name in present else None
        if file is None:
            add_file(draft, name, text, by_id, at, deed=IMPORT)
            report.added.append(name)
        elif replace_text(draft, file, text, by_id, at):
            report.replaced.append(name)
    for kept in brought.media:
        report.media.append(_put(draft, kept, kept.medium.name, by_id, at))
    return report


def _append(draft: Draft, brought: Brought, by_id: int, at: datetime) -> Report:
    """Add lessons and quizzes at the end, under free names; their pictures get free names too."""
    report, renamed = Report([], [], [], []), dict[str, str]()
    for kept in brought.media:
        name = free_medium_name(draft.id, kept.medium)
        renamed[kept.medium.name] = name
        report.media.append(_put(draft, kept, name, by_id, at))
    for name, text in brought.files.items():
        item = item_file(name)
        if item is not None:
            names = [file.name for file in files_of(draft.id)]
            free = next_name(names, item.key, is_quiz=item.is_quiz)
            shown = _SHOWN.sub(lambda found: f"media/{renamed.get(found[1], found[1])}", text)
            add_file(draft, free, shown, by_id, at, deed=IMPORT)
            report.added.append(free)
    return report


def _put(draft: Draft, kept: Kept, name: str, by_id: int, at: datetime) -> str:
    """Store a medium under a name in a draft."""
    row = medium_row(kept.medium, by_id, at, files.store(kept.content))
    row.name = name
    put_medium(draft, row)
    db.session.flush()  # the next one must not take the same name
    return name


def _note(draft: Draft, by_id: int, at: datetime) -> None:
    audit.record("draft.imported", f"draft:{draft.id}", at, actor_id=by_id)


def archive_of(draft: Draft) -> IO[bytes]:
    """Return a draft's zip, with the ids that its text alone would not yield elsewhere."""
    checked = checked_draft(draft)
    media = {medium.name: medium.digest for medium in media_of(draft.id)}
    source = Source({file.name: file.text for file in files_of(draft.id)}, media)
    if checked.draft is not None:
        source = explicit(source, {quiz.key: quiz for quiz in checked.draft.quizzes})
    paths = {name: files.path_of(digest) for name, digest in source.media.items()}
    target = tempfile.TemporaryFile()  # noqa: SIM115  (the answer closes it)
    write_zip(target, source.texts, paths, draft.slug)
    target.seek(0)
    return target
