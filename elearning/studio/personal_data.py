"""What somebody wrote on courses, for the page Data Saya; the texts themselves are the agency's."""

from sqlalchemy import select

from elearning.core.personal_data import OWNER, Held
from elearning.studio.models import Draft, DraftAuthor, DraftFile, FileVersion, ReviewComment

_TITLE = Draft.title.label("course")

PERSONAL_DATA = (
    Held(
        *("authorships", "work"),
        select(_TITLE, DraftAuthor.added_at)
        .join(Draft, Draft.id == DraftAuthor.draft_id)
        .where(DraftAuthor.person_id == OWNER),
        DraftAuthor.id,
    ),
    Held(
        *("versions", "work"),
        select(_TITLE, FileVersion.name.label("item"), FileVersion.deed, FileVersion.at)
        .join(DraftFile, DraftFile.id == FileVersion.file_id)
        .join(Draft, Draft.id == DraftFile.draft_id)
        .where(FileVersion.by_id == OWNER),
        FileVersion.id,
    ),
    Held(
        *("review_comments", "work"),
        select(_TITLE, ReviewComment.at, ReviewComment.text)
        .join(Draft, Draft.id == ReviewComment.draft_id)
        .where(ReviewComment.by_id == OWNER),
        ReviewComment.id,
    ),
)
