"""Who may write, read and publish drafts. Publishing is a right of its own (role `penerbit`)."""

from typing import Any

from sqlalchemy import ColumnElement, select, true

from elearning.accounts.policy import is_publisher, is_trainer
from elearning.studio.models import Draft, DraftAuthor


def enters_studio(person: Any) -> bool:
    """Trainers write and publishers publish; both work in the studio."""
    return is_trainer(person) or is_publisher(person)


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


def seen_drafts(person: Any) -> ColumnElement[bool]:
    """The `where` twin of `can_see`."""
    if is_publisher(person) or "admin" in person.roles:
        return true()
    own = select(DraftAuthor.draft_id).where(DraftAuthor.person_id == person.id)
    return Draft.id.in_(own)
