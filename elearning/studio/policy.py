"""Who may write, read and publish drafts. Publishing is a right of its own (role `penerbit`)."""

from typing import Any

from sqlalchemy import ColumnElement, select, true

from elearning.accounts.policy import is_publisher, is_trainer
from elearning.studio.models import Draft, DraftAuthor, ReviewComment


def is_author(person: Any, draft: Draft) -> bool:
    """Whether a person is among a draft's authors."""
    return any(author.person_id == person.id for author in draft.authors)


def can_write(person: Any, draft: Draft) -> bool:
    """A draft's authors write it while they are trainers; the administrator helps everybody."""
    return is_trainer(person) and (is_author(person, draft) or "admin" in person.roles)


def can_see(person: Any, draft: Draft) -> bool:
    """Authors see their drafts; publishers see every draft."""
    return can_write(person, draft) or is_publisher(person)


def can_publish(person: Any, draft: Draft) -> bool:
    """Publishers publish what they can see."""
    return is_publisher(person) and can_see(person, draft)


def is_publishable_by(
    person: Any, draft: Draft, *, review_required: bool, has_written: bool
) -> bool:
    """Own drafts are published at any time, those of others once review was asked for.

    Where a second person is required, nobody publishes what they have written themselves.
    """
    if not can_publish(person, draft):
        return False
    if review_required:
        return draft.state == "review" and not has_written and not is_author(person, draft)
    return can_write(person, draft) or draft.state != "draft"


def can_review(person: Any, draft: Draft) -> bool:
    """Who asked for no review cannot be given one: a publisher gives back what is in review."""
    return can_publish(person, draft) and draft.state == "review"


def can_comment(person: Any, draft: Draft, *, has_link: bool) -> bool:
    """Every signed-in person who holds a private link comments, and whoever sees the draft."""
    return bool(person.is_authenticated and (has_link or can_see(person, draft)))


def can_settle(person: Any, draft: Draft, comment: ReviewComment) -> bool:
    """Authors and publishers settle every comment, others their own."""
    return can_see(person, draft) or comment.by_id == person.id


def seen_drafts(person: Any) -> ColumnElement[bool]:
    """The `where` twin of `can_see`."""
    if is_publisher(person) or "admin" in person.roles:
        return true()
    own = select(DraftAuthor.draft_id).where(DraftAuthor.person_id == person.id)
    return Draft.id.in_(own)
