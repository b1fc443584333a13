"""Reading how a draft came to be: the versions of one text, and of all of them as one list."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select

from elearning.accounts.models import Person
from elearning.core.db import db
from elearning.studio.models import DraftFile, FileVersion

#: Versions on a page.
PAGE = 60


class Deed(NamedTuple):
    """A version as a history tells it, without its text."""

    id: int
    file_id: int
    edition: int
    name: str
    deed: str
    at: datetime
    by_id: int | None
    by: str


_DEEDS = (
    select(
        FileVersion.id,
        FileVersion.file_id,
        FileVersion.edition,
        FileVersion.name,
        FileVersion.deed,
        FileVersion.at,
        FileVersion.by_id,
        func.coalesce(Person.name, ""),
    )
    .join(DraftFile, DraftFile.id == FileVersion.file_id)
    .outerjoin(Person, Person.id == FileVersion.by_id)
    .order_by(FileVersion.id.desc())
)


def deeds_in(
    draft_id: int,
    *,
    file_id: int | None = None,
    before: int | None = None,
    limit: int = PAGE,
) -> list[Deed]:
    """Return the versions of a draft or of one text, the newest first, and one more if any."""
    wanted = _DEEDS.where(DraftFile.draft_id == draft_id).limit(limit + 1)
    if file_id is not None:
        wanted = wanted.where(FileVersion.file_id == file_id)
    if before is not None:
        wanted = wanted.where(FileVersion.id < before)
    return [Deed._make(row) for row in db.session.execute(wanted)]


def deed_of(draft_id: int, file_id: int, version_id: int) -> Deed | None:
    """Return one version of a text of a draft."""
    wanted = _DEEDS.where(DraftFile.draft_id == draft_id, FileVersion.file_id == file_id)
    row = db.session.execute(wanted.where(FileVersion.id == version_id)).first()
    return Deed._make(row) if row else None


def deed_before(deed: Deed) -> int | None:
    """Return the version that another one was made from; of a late text, the one it was based on."""
    older = (FileVersion.file_id == deed.file_id, FileVersion.deed != "conflict")
    last = select(func.max(FileVersion.id)).where(*older)
    if deed.deed == "conflict":
        based_on = select(func.max(FileVersion.edition)).where(
            *older, FileVersion.edition <= deed.edition
        )
        return db.session.scalar(last.where(FileVersion.edition == based_on.scalar_subquery()))
    return db.session.scalar(last.where(FileVersion.id < deed.id))


def version_with(file_id: int, version_id: int) -> FileVersion | None:
    """Return a version of a text, with the text."""
    version = db.session.get(FileVersion, version_id)
    return version if version is not None and version.file_id == file_id else None
