"""Reviewing drafts: private links, comments by paragraph, and the way from draft to published."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from flask_babel import gettext as _
from sqlalchemy import func, select, update

from elearning.core import audit
from elearning.core.db import db
from elearning.core.errors import Refused
from elearning.core.secrets import fingerprint, new_token
from elearning.studio.models import (
    Draft,
    DraftFile,
    FileVersion,
    ReviewComment,
    ReviewLink,
    ReviewRequest,
)
from elearning.studio.policy import can_publish, is_author, is_publishable_by
from elearning.studio.reviews.queries import (
    comments_on,
    has_written,
    open_links,
    open_request,
    same_comment,
)

MOST_LINKS = 50
MOST_COMMENTS = 2_000


class Spot(NamedTuple):
    """Where a comment stands: a paragraph's digest and beginning, both empty for a whole text."""

    digest: str = ""
    quote: str = ""


# Private links


def make_link(draft: Draft, note: str, days: int, by_id: int, at: datetime) -> str:
    """Make a private link to a draft's preview and return its token, which is not kept."""
    if open_links(draft.id, at) >= MOST_LINKS:
        raise Refused(_("This draft has %(count)s open links. Revoke one first.", count=MOST_LINKS))
    token = new_token()
    link = ReviewLink(
        draft_id=draft.id,
        token_hash=fingerprint(token),
        note=note,
        made_at=at,
        made_by_id=by_id,
        expires_at=at + timedelta(days=days),
    )
    db.session.add(link)
    db.session.flush()  # the log names the new key
    audit.record("draft.link-made", f"draft:{draft.id}", at, actor_id=by_id, link=link.id)
    return token


def revoke_link(draft: Draft, link: ReviewLink, by_id: int, at: datetime) -> None:
    """Close a private link at once; closing it again changes nothing."""
    if link.revoked_at is None:
        link.revoked_at = at
        audit.record("draft.link-revoked", f"draft:{draft.id}", at, actor_id=by_id, link=link.id)


# Comments


def comment(
    draft: Draft, file: DraftFile, spot: Spot, text: str, by_id: int, at: datetime
) -> ReviewComment:
    """Say something of a paragraph or of a whole text; said twice, it is said once."""
    where = {"file_id": file.id, "edition": file.edition, "digest": spot.digest}
    said = {"quote": spot.quote, "text": text, "by_id": by_id, "at": at}
    return _added(ReviewComment(draft_id=draft.id, **where, **said))


def answer(draft: Draft, to: ReviewComment, text: str, by_id: int, at: datetime) -> ReviewComment:
    """Answer a comment; one that was settled is open again."""
    where = {"file_id": to.file_id, "edition": to.edition, "digest": "", "answers_id": to.id}
    said = _added(ReviewComment(draft_id=draft.id, **where, text=text, by_id=by_id, at=at))
    reopen(to)
    return said


def _added(comment: ReviewComment) -> ReviewComment:
    """Add a comment, unless the same was said already."""
    known = same_comment(comment)
    if known is not None:
        return known
    if comments_on(comment.draft_id) >= MOST_COMMENTS:
        raise Refused(_("This draft has the most comments that a draft can have."))
    db.session.add(comment)
    db.session.flush()  # the page leads to the new key
    return comment


def resolve(comment: ReviewComment, by_id: int, at: datetime) -> None:
    """Settle a comment."""
    if comment.resolved_at is None:
        comment.resolved_at, comment.resolved_by_id = at, by_id


def reopen(comment: ReviewComment) -> None:
    """Open a settled comment again."""
    comment.resolved_at = comment.resolved_by_id = None


# Draft, review, published


def ask_review(draft: Draft, note: str, by_id: int, at: datetime) -> None:
    """Ask others to review a draft as it is now."""
    if draft.state == "review":
        raise Refused(_("This draft is in review already."))
    if draft.state == "published":
        raise Refused(_("Nothing has changed since this course was published."))
    _close_request(draft, "renewed", by_id, at)
    _end_sittings(draft)
    db.session.add(ReviewRequest(draft_id=draft.id, note=note, asked_at=at, asked_by_id=by_id))
    draft.state = "review"
    audit.record("draft.review-asked", f"draft:{draft.id}", at, actor_id=by_id)


def _end_sittings(draft: Draft) -> None:
    """Let no automatic save from now on go into a version from before."""
    last = (
        select(func.max(FileVersion.id))
        .join(DraftFile, DraftFile.id == FileVersion.file_id)
        .where(DraftFile.draft_id == draft.id, FileVersion.deed != "conflict")
        .group_by(FileVersion.file_id)
    )
    sittings = (FileVersion.id.in_(last), FileVersion.deed == "auto")
    db.session.execute(update(FileVersion).where(*sittings).values(deed="save"))


def withdraw_review(draft: Draft, by_id: int, at: datetime) -> None:
    """Take a draft out of review, to go on writing."""
    if draft.state == "review":
        draft.state = "draft"
        _close_request(draft, "withdrawn", by_id, at)
        audit.record("draft.review-withdrawn", f"draft:{draft.id}", at, actor_id=by_id)


def give_back(draft: Draft, reason: str, by_id: int, at: datetime) -> None:
    """Give a draft back to its authors with the reason."""
    if draft.state != "review":
        raise Refused(_("This draft is not in review. Look at its present state."))
    draft.state = "draft"
    _close_request(draft, "returned", by_id, at, reason)
    audit.record("draft.given-back", f"draft:{draft.id}", at, actor_id=by_id)


def note_published(draft: Draft, by_id: int, at: datetime) -> None:
    """Let a draft's state follow its publishing; the caller has published it and holds its lock."""
    draft.state = "published"
    _close_request(draft, "published", by_id, at)


def require_publishable(draft: Draft, person: Any, *, review_required: bool) -> None:
    """Refuse to publish what waits for a review or for a second person."""
    reason = hindrance(draft, person, review_required=review_required)
    if reason:
        raise Refused(reason)


def hindrance(draft: Draft, person: Any, *, review_required: bool) -> str:
    """Return why a person cannot publish a draft now, empty when nothing stands in the way."""
    wrote = has_written(draft, person.id)
    if is_publishable_by(person, draft, review_required=review_required, has_written=wrote):
        return ""
    is_own = review_required and (wrote or is_author(person, draft))
    if draft.state == "review" and (is_own or not can_publish(person, draft)):
        return str(_("The review is under way. A publisher who has not written it publishes it."))
    if not can_publish(person, draft):
        return str(_("Publishing is a right of its own. Ask for a review instead."))
    if is_own:
        return str(
            _("Here a course is published by somebody who has not written it. Ask for a review.")
        )
    return str(_("The authors have not asked for a review yet, or have changed it since."))


def _close_request(draft: Draft, outcome: str, by_id: int, at: datetime, reason: str = "") -> None:
    """End the review that is going on, if there is one."""
    request = open_request(draft.id)
    if request is not None:
        request.outcome, request.reason = outcome, reason
        request.closed_at, request.closed_by_id = at, by_id
        db.session.flush()  # one open review a draft
