"""Reading drafts: whose they are, what they hold, how they came to be."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select

from elearning.accounts.models import Person
from elearning.core.db import db
from elearning.courses.folder import COURSE_FILE, GLOSSARY_FILE, item_file
from elearning.studio.models import Draft, DraftFile, DraftMedium, FileVersion
from elearning.studio.policy import seen_drafts


class VersionLine(NamedTuple):
    """A version in a history, without its text."""

    id: int
    file_id: int
    edition: int
    name: str
    deed: str
    at: datetime
    by: str


def draft_at(slug: str) -> Draft | None:
    """Return a draft by its address."""
    return db.session.scalar(select(Draft).where(Draft.slug == slug))


def drafts_for(person: Any) -> Sequence[Draft]:
    """Return the drafts that a person may see, the last changed first, archived ones last."""
    return db.session.scalars(
        select(Draft)
        .where(seen_drafts(person))
        .order_by(Draft.archived_at.is_not(None), Draft.changed_at.desc(), Draft.id.desc())
    ).all()


def files_of(draft_id: int) -> list[DraftFile]:
    """Return the texts of a draft as a folder orders them: course.md, items, the rest."""
    found = db.session.scalars(
        select(DraftFile).where(DraftFile.draft_id == draft_id, DraftFile.removed_at.is_(None))
    )
    return sorted(found, key=lambda file: reading_order(file.name))


def reading_order(name: str) -> tuple[int, int, str]:
    """Return where a file stands: course.md first, lessons and quizzes by number, glossary last."""
    item = item_file(name)
    if name == COURSE_FILE:
        return (0, 0, name)
    return (1, item.number, name) if item else (2, name != GLOSSARY_FILE, name)


def file_of(draft_id: int, file_id: int, *, removed: bool = False) -> DraftFile | None:
    """Return a text of a draft; a removed one only when it is asked for."""
    file = db.session.get(DraftFile, file_id)
    if file is None or file.draft_id != draft_id:
        return None
    return file if removed or file.removed_at is None else None


def locked_file(draft_id: int, file_id: int) -> DraftFile | None:
    """Return a text to change; who changes it at the same time waits."""
    return db.session.scalar(
        select(DraftFile)
        .where(DraftFile.id == file_id, DraftFile.draft_id == draft_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def removed_files(draft_id: int) -> Sequence[DraftFile]:
    """Return the texts that were removed, the last first."""
    return db.session.scalars(
        select(DraftFile)
        .where(DraftFile.draft_id == draft_id, DraftFile.removed_at.is_not(None))
        .order_by(DraftFile.removed_at.desc())
    ).all()


def media_of(draft_id: int) -> Sequence[DraftMedium]:
    """Return the media of a draft by name."""
    return db.session.scalars(
        select(DraftMedium).where(DraftMedium.draft_id == draft_id).order_by(DraftMedium.name)
    ).all()


def medium_named(draft_id: int, name: str) -> DraftMedium | None:
    """Return a medium of a draft."""
    return db.session.scalar(
        select(DraftMedium).where(DraftMedium.draft_id == draft_id, DraftMedium.name == name)
    )


def versions_of(file_id: int) -> list[VersionLine]:
    """Return the history of a text, the newest first."""
    columns = (FileVersion.id, FileVersion.file_id, FileVersion.edition, FileVersion.name)
    found = db.session.execute(
        select(*columns, FileVersion.deed, FileVersion.at, func.coalesce(Person.name, ""))
        .outerjoin(Person, Person.id == FileVersion.by_id)
        .where(FileVersion.file_id == file_id)
        .order_by(FileVersion.at.desc(), FileVersion.id.desc())
    )
    return [VersionLine(*row) for row in found]


def version_of(file_id: int, edition: int) -> FileVersion | None:
    """Return a text as it was at an edition: the last version up to it."""
    return db.session.scalars(
        select(FileVersion)
        .where(
            FileVersion.file_id == file_id,
            FileVersion.edition <= edition,
            FileVersion.deed != "conflict",
        )
        .order_by(FileVersion.edition.desc())
        .limit(1)
    ).first()


def last_version(file_id: int) -> FileVersion | None:
    """Return the newest version of a text that is not somebody's losing side of a conflict."""
    return db.session.scalars(
        select(FileVersion)
        .where(FileVersion.file_id == file_id, FileVersion.deed != "conflict")
        .order_by(FileVersion.edition.desc())
        .limit(1)
    ).first()
