"""Reading reviews: private links, comments, what waits for a publisher, what changed meanwhile."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased

from elearning.accounts.models import Person
from elearning.accounts.policy import is_publisher
from elearning.core.db import db
from elearning.core.secrets import fingerprint
from elearning.courses.queries import latest_revision
from elearning.studio.models import (
    Draft,
    DraftFile,
    DraftMedium,
    FileVersion,
    ReviewComment,
    ReviewLink,
    ReviewRequest,
)

MOST_SHOWN = 200


class LinkLine(NamedTuple):
    """A private link in the list; its token is known to whoever was given it."""

    id: int
    note: str
    made_at: datetime
    by: str
    expires_at: datetime
    revoked_at: datetime | None

    def is_open(self, at: datetime) -> bool:
        """Whether the link still opens the draft."""
        return self.revoked_at is None and self.expires_at > at


class CommentLine(NamedTuple):
    """A comment or an answer to one, as it is shown."""

    id: int
    file_id: int
    file: str
    edition: int
    digest: str
    quote: str
    text: str
    at: datetime
    by_id: int
    by: str
    answers_id: int | None
    resolved_at: datetime | None
    resolved_by: str


class Thread(NamedTuple):
    """A comment with its answers, the oldest first."""

    comment: CommentLine
    answers: tuple[CommentLine, ...]


class Awaiting(NamedTuple):
    """A draft that waits for a publisher."""

    slug: str
    title: str
    asked_at: datetime
    by: str
    note: str


class Asked(NamedTuple):
    """The latest time in which a draft was reviewed."""

    id: int
    note: str
    asked_at: datetime
    by: str
    outcome: str
    reason: str
    closed_at: datetime | None
    closed_by: str


class ChangedFile(NamedTuple):
    """A text or medium that changed since a moment; a medium has no file and no version."""

    name: str
    file_id: int | None
    #: The last version from before, to compare with; none when the text is new.
    before_id: int | None
    last_id: int | None
    removed: bool


def link_with(token: str, at: datetime) -> ReviewLink | None:
    """Return the private link with a token; wrong, expired and revoked ones are all none."""
    return db.session.scalar(
        select(ReviewLink)
        .join(Draft, Draft.id == ReviewLink.draft_id)
        .where(
            ReviewLink.token_hash == fingerprint(token),
            ReviewLink.revoked_at.is_(None),
            ReviewLink.expires_at > at,
            Draft.archived_at.is_(None),
        )
    )


def link_of(draft_id: int, link_id: int) -> ReviewLink | None:
    """Return a private link of a draft."""
    link = db.session.get(ReviewLink, link_id)
    return link if link is not None and link.draft_id == draft_id else None


def links_of(draft_id: int) -> list[LinkLine]:
    """Return a draft's private links, the newest first."""
    columns = (ReviewLink.id, ReviewLink.note, ReviewLink.made_at, Person.name)
    found = db.session.execute(
        select(*columns, ReviewLink.expires_at, ReviewLink.revoked_at)
        .join(Person, Person.id == ReviewLink.made_by_id)
        .where(ReviewLink.draft_id == draft_id)
        .order_by(ReviewLink.id.desc())
        .limit(MOST_SHOWN)
    )
    return [LinkLine(*row) for row in found]


def open_links(draft_id: int, at: datetime) -> int:
    """Count a draft's links that open it."""
    is_open = (ReviewLink.revoked_at.is_(None), ReviewLink.expires_at > at)
    count = select(func.count()).where(ReviewLink.draft_id == draft_id, *is_open)
    return db.session.scalar(count) or 0


_settler = aliased(Person)
_COMMENTS = (
    select(
        ReviewComment.id,
        ReviewComment.file_id,
        DraftFile.name,
        ReviewComment.edition,
        ReviewComment.digest,
        ReviewComment.quote,
        ReviewComment.text,
        ReviewComment.at,
        ReviewComment.by_id,
        Person.name,
        ReviewComment.answers_id,
        ReviewComment.resolved_at,
        func.coalesce(_settler.name, ""),
    )
    .join(DraftFile, DraftFile.id == ReviewComment.file_id)
    .join(Person, Person.id == ReviewComment.by_id)
    .outerjoin(_settler, _settler.id == ReviewComment.resolved_by_id)
    .order_by(ReviewComment.id)
)


def threads_of(draft_id: int, file_id: int | None = None) -> list[Thread]:
    """Return the comments on a draft, or on one text of it, with their answers, oldest first."""
    wanted = _COMMENTS.where(ReviewComment.draft_id == draft_id)
    if file_id is not None:
        wanted = wanted.where(ReviewComment.file_id == file_id)
    lines = [CommentLine._make(row) for row in db.session.execute(wanted)]
    answers: dict[int, list[CommentLine]] = {}
    for line in lines:
        if line.answers_id is not None:
            answers.setdefault(line.answers_id, []).append(line)
    own = [line for line in lines if line.answers_id is None]
    return [Thread(line, tuple(answers.get(line.id, ()))) for line in own]


def open_threads(draft_id: int, file_id: int) -> list[Thread]:
    """Return the comments on a text that nobody has settled, for the margin of the editor."""
    return [each for each in threads_of(draft_id, file_id) if each.comment.resolved_at is None]


def comment_of(draft_id: int, comment_id: int) -> ReviewComment | None:
    """Return a comment on a draft, locked; an answer is none."""
    return db.session.scalar(
        select(ReviewComment)
        .where(
            ReviewComment.id == comment_id,
            ReviewComment.draft_id == draft_id,
            ReviewComment.answers_id.is_(None),
        )
        .with_for_update()
    )


def same_comment(comment: ReviewComment) -> ReviewComment | None:
    """Return what the same person has said in the same place in the same words, not settled yet."""
    same = (
        ReviewComment.file_id == comment.file_id,
        ReviewComment.by_id == comment.by_id,
        ReviewComment.digest == comment.digest,
        ReviewComment.text == comment.text,
        ReviewComment.answers_id.is_not_distinct_from(comment.answers_id),
        ReviewComment.resolved_at.is_(None),
    )
    return db.session.scalar(select(ReviewComment).where(*same).limit(1))


def comments_by_file(draft_id: int, *, open_only: bool = False) -> dict[int, int]:
    """Count the comments on each text of a draft, answers left out."""
    counted = select(ReviewComment.file_id, func.count()).where(
        ReviewComment.draft_id == draft_id, ReviewComment.answers_id.is_(None)
    )
    if open_only:
        counted = counted.where(ReviewComment.resolved_at.is_(None))
    found = db.session.execute(counted.group_by(ReviewComment.file_id))
    return dict(found.all())


def comments_on(draft_id: int) -> int:
    """Count everything said about a draft, answers included."""
    count = select(func.count()).where(ReviewComment.draft_id == draft_id)
    return db.session.scalar(count) or 0


def open_request(draft_id: int) -> ReviewRequest | None:
    """Return the review that is going on, also when the text has changed since."""
    is_open = (ReviewRequest.draft_id == draft_id, ReviewRequest.closed_at.is_(None))
    return db.session.scalar(select(ReviewRequest).where(*is_open))


def latest_request(draft_id: int) -> Asked | None:
    """Return the latest review of a draft and how it ended."""
    columns = (ReviewRequest.id, ReviewRequest.note, ReviewRequest.asked_at, Person.name)
    ending = (ReviewRequest.outcome, ReviewRequest.reason, ReviewRequest.closed_at)
    row = db.session.execute(
        select(*columns, *ending, func.coalesce(_settler.name, ""))
        .join(Person, Person.id == ReviewRequest.asked_by_id)
        .outerjoin(_settler, _settler.id == ReviewRequest.closed_by_id)
        .where(ReviewRequest.draft_id == draft_id)
        .order_by(ReviewRequest.id.desc())
        .limit(1)
    ).first()
    return Asked(*row) if row else None


def awaiting_review(person: Any) -> list[Awaiting]:
    """Return the drafts that wait for a publisher, the longest waiting first."""
    if not is_publisher(person):
        return []
    columns = (Draft.slug, Draft.title, ReviewRequest.asked_at, Person.name, ReviewRequest.note)
    found = db.session.execute(
        select(*columns)
        .join(ReviewRequest, ReviewRequest.draft_id == Draft.id)
        .join(Person, Person.id == ReviewRequest.asked_by_id)
        .where(
            Draft.state == "review", Draft.archived_at.is_(None), ReviewRequest.closed_at.is_(None)
        )
        .order_by(ReviewRequest.asked_at, ReviewRequest.id)
        .limit(MOST_SHOWN)
    )
    return [Awaiting(*row) for row in found]


def changed_since(draft_id: int, at: datetime) -> list[ChangedFile]:
    """Return the texts and media that changed after a moment, texts first."""
    last = (
        select(FileVersion.file_id, func.max(FileVersion.id).label("last_id"))
        .join(DraftFile, DraftFile.id == FileVersion.file_id)
        .where(DraftFile.draft_id == draft_id, FileVersion.at > at, FileVersion.deed != "conflict")
        .group_by(FileVersion.file_id)
        .subquery()
    )
    older = (
        select(func.max(FileVersion.id))
        .where(
            FileVersion.file_id == DraftFile.id,
            FileVersion.at <= at,
            FileVersion.deed != "conflict",
        )
        .scalar_subquery()
    )
    texts = db.session.execute(
        select(DraftFile.name, DraftFile.id, older, last.c.last_id, DraftFile.removed_at)
        .join(last, last.c.file_id == DraftFile.id)
        .order_by(DraftFile.name)
    )
    found = [
        ChangedFile(name, file_id, before, after, removed is not None)
        for name, file_id, before, after, removed in texts
    ]
    return found + _new_media(draft_id, at)


def _new_media(draft_id: int, at: datetime) -> list[ChangedFile]:
    """Return the media that were added or replaced after a moment."""
    names: Sequence[str] = db.session.scalars(
        select(DraftMedium.name)
        .where(DraftMedium.draft_id == draft_id, DraftMedium.added_at > at)
        .order_by(DraftMedium.name)
    ).all()
    return [ChangedFile(f"media/{name}", None, None, None, removed=False) for name in names]


def has_written(draft: Draft, person_id: int) -> bool:
    """Whether a person changed a text of a draft since it was last published."""
    revision = latest_revision(draft.slug)
    theirs = (
        select(FileVersion.id)
        .join(DraftFile, DraftFile.id == FileVersion.file_id)
        .where(DraftFile.draft_id == draft.id, FileVersion.by_id == person_id)
    )
    if revision is not None:
        theirs = theirs.where(FileVersion.at > revision.published_at)
    return bool(db.session.scalar(select(exists(theirs))))
