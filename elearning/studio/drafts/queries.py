"""Reading drafts: whose they are, what they hold, how they came to be."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select

from elearning.accounts.models import Person
from elearning.core.db import db
from elearning.courses.folder import COURSE_FILE, GLOSSARY_FILE, item_file
from elearning.courses.models import Course
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


def locked_draft(slug: str) -> Draft | None:
    """Return a draft whose standing is to change; who changes it at the same time waits."""
    return db.session.scalar(
        select(Draft)
        .where(Draft.slug == slug)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def course_of(slug: str, *, locked: bool = False) -> Course | None:
    """Return the course that a draft was published as."""
    found = select(Course).where(Course.slug == slug, Course.revision_id.is_not(None))
    if locked:
        found = found.with_for_update()
    return db.session.scalar(found.execution_options(populate_existing=True))


class ToldCourse(NamedTuple):
    """A published course whose readers tell a person of mistakes, and its draft if there is one."""

    course_id: int
    slug: str
    draft_id: int | None


def told_courses(person: Any) -> dict[int, ToldCourse]:
    """Return the courses of the drafts that a person may see; publishers hear of every course."""
    found = (
        select(Course.id, Course.slug, Draft.id)
        .outerjoin(Draft, Draft.slug == Course.slug)
        .where(Course.revision_id.is_not(None), seen_drafts(person))
    )
    return {row[0]: ToldCourse(*row) for row in db.session.execute(found)}


def texts_of_keys(wanted: Collection[tuple[int, str]]) -> dict[tuple[int, str], DraftFile]:
    """Return the lessons and quizzes of some drafts by draft and key."""
    drafts = {draft_id for draft_id, _key in wanted}
    columns = (DraftFile.id, DraftFile.draft_id, DraftFile.name)
    present = select(*columns).where(DraftFile.draft_id.in_(drafts), DraftFile.removed_at.is_(None))
    keys = {
        file_id: (draft_id, item.key)
        for file_id, draft_id, name in db.session.execute(present)
        if (item := item_file(name)) and (draft_id, item.key) in wanted
    }
    files = db.session.scalars(select(DraftFile).where(DraftFile.id.in_(keys)))
    return {keys[file.id]: file for file in files}


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


def locked_files(draft_id: int) -> Sequence[DraftFile]:
    """Return the texts of a draft to change; who changes one at the same time waits."""
    return db.session.scalars(
        select(DraftFile)
        .where(DraftFile.draft_id == draft_id, DraftFile.removed_at.is_(None))
        .order_by(DraftFile.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


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


def item_counts(draft_ids: Sequence[int]) -> dict[int, int]:
    """Return how many lessons and quizzes each draft has."""
    found = db.session.execute(
        select(DraftFile.draft_id, DraftFile.name).where(
            DraftFile.draft_id.in_(draft_ids), DraftFile.removed_at.is_(None)
        )
    )
    return Counter(draft_id for draft_id, name in found if item_file(name))


def published_courses() -> list[tuple[str, str]]:
    """Return address and title of the published courses, by title."""
    published = select(Course.slug, Course.title).where(Course.revision_id.is_not(None))
    return [(slug, title) for slug, title in db.session.execute(published.order_by(Course.title))]


def unopened_courses() -> list[tuple[str, str]]:
    """Return the published courses of which there is no draft."""
    opened = set(db.session.scalars(select(Draft.slug)))
    return [pair for pair in published_courses() if pair[0] not in opened]


def kept_beside(file_id: int, edition: int, by_id: int) -> FileVersion | None:
    """Return the last text of a person that came too late for an edition."""
    return db.session.scalars(
        select(FileVersion)
        .where(
            FileVersion.file_id == file_id,
            FileVersion.edition == edition,
            FileVersion.deed == "conflict",
            FileVersion.by_id == by_id,
        )
        .order_by(FileVersion.id.desc())
        .limit(1)
    ).first()


def conflict_at(file_id: int, version_id: int) -> FileVersion | None:
    """Return a text that came too late."""
    version = db.session.get(FileVersion, version_id)
    is_own = version is not None and (version.file_id, version.deed) == (file_id, "conflict")
    return version if is_own else None


def changed_by(file: DraftFile) -> str:
    """Return the name of who changed a text last."""
    person = db.session.get(Person, file.changed_by_id) if file.changed_by_id else None
    return person.name if person else ""


def medium_at(draft_id: int, medium_id: int) -> DraftMedium | None:
    """Return a medium of a draft."""
    medium = db.session.get(DraftMedium, medium_id)
    return medium if medium is not None and medium.draft_id == draft_id else None
