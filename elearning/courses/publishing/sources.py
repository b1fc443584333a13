"""The folder that a revision was published from: its texts and media, kept as they were."""

from collections.abc import Collection
from pathlib import Path

from sqlalchemy import and_, exists, or_, select

from elearning.core.db import db, reading
from elearning.core.files import digest_of
from elearning.courses.diagnostics.notes import Notebook
from elearning.courses.folder import (
    COURSE_FILE,
    GLOSSARY_FILE,
    MEDIA_FOLDER,
    Source,
    Unreadable,
    item_file,
    open_folder,
)
from elearning.courses.models import Course, CourseRevision, SourceFile


def keep(revision_id: int, source: Source) -> None:
    """Keep the folder of a revision with it, unless it is kept already."""
    if db.session.scalar(select(exists().where(SourceFile.revision_id == revision_id))):
        return
    media = {f"{MEDIA_FOLDER}/{name}": digest for name, digest in source.media.items()}
    db.session.add_all(
        SourceFile(revision_id=revision_id, name=name, text=text, digest=None)
        for name, text in source.texts.items()
    )
    db.session.add_all(
        SourceFile(revision_id=revision_id, name=name, text=None, digest=digest)
        for name, digest in media.items()
    )


def source_of(revision_id: int) -> Source:
    """Return the folder of a revision; empty when it was published before folders were kept."""
    columns = (SourceFile.name, SourceFile.text, SourceFile.digest)
    kept = select(*columns).where(SourceFile.revision_id == revision_id).order_by(SourceFile.name)
    source = Source({}, {})
    for name, text, digest in db.session.execute(kept):
        if text is not None:
            source.texts[name] = text
        elif digest is not None:
            source.media[name.removeprefix(f"{MEDIA_FOLDER}/")] = digest
    return source


def texts_of_keys(wanted: Collection[tuple[int, str]]) -> dict[tuple[int, str], tuple[str, str]]:
    """Return name and text of the lessons and quizzes of some revisions by revision and key."""
    named = [
        and_(SourceFile.revision_id == revision_id, SourceFile.name.contains(f"-{key}."))
        for revision_id, key in wanted
    ]
    columns = (SourceFile.revision_id, SourceFile.name, SourceFile.text)
    found = db.session.execute(select(*columns).where(or_(*named))) if named else ()
    return {
        (revision_id, item.key): (name, text or "")
        for revision_id, name, text in found
        if (item := item_file(name)) and (revision_id, item.key) in wanted
    }


def was_published(folder: Path) -> bool:
    """Whether some revision of a course was published from a folder as it is now."""
    present = folder_source(folder)
    with reading():
        revisions = db.session.scalars(
            select(CourseRevision.id)
            .join(Course, Course.id == CourseRevision.course_id)
            .where(Course.slug == folder.resolve().name)
            .order_by(CourseRevision.id.desc())
        ).all()
        return any(source_of(each) == present for each in revisions)


def folder_source(path: Path) -> Source | None:
    """Return what a folder holds now; None when a file of it cannot be read."""
    folder = open_folder(path, Notebook())
    names = [item.name for item in folder.items] + [each.name for each in folder.variants]
    names += [COURSE_FILE] if folder.has_course else []
    names += [GLOSSARY_FILE] if folder.has_glossary else []
    try:
        media = {name: digest_of(folder.read_media(name)) for name in folder.media}
    except Unreadable:
        return None
    read = [folder.read_text(name) for name in names]
    return Source(folder.texts, media) if all(read) else None
