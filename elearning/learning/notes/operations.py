"""Putting bookmarks and notes at paragraphs, and taking them away."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, update

from elearning.core.db import db, insert_into
from elearning.courses.queries import searchable
from elearning.learning.notes.models import ParagraphMark
from elearning.learning.notes.queries import Spot

ONE = ("person_id", "course_id", "key", "digest")


def bookmark(spot: Spot, at: datetime) -> None:
    """Put a bookmark at a paragraph; again changes nothing."""
    _keep(spot, at, bookmarked=True)


def remove_bookmark(spot: Spot) -> None:
    """Take a bookmark away; a note stays."""
    _drop(spot, ParagraphMark.note == "", bookmarked=False)


def write_note(spot: Spot, text: str, at: datetime) -> None:
    """Put a note at a paragraph in place of the one before; an empty text takes it away."""
    searched = searchable(f"{spot.paragraph.quote} {text}")
    if text:
        _keep(spot, at, note=text, search_text=searched)
    else:
        _drop(spot, ParagraphMark.bookmarked.is_(False), note="", search_text=searched)


def remove_mark(mark: ParagraphMark) -> None:
    """Take a bookmark and its note away."""
    db.session.delete(mark)


def _keep(spot: Spot, at: datetime, **changes: Any) -> None:
    """Change the mark at a paragraph, or make it."""
    _bring_here(spot)
    made = {
        "person_id": spot.person_id,
        "course_id": spot.course_id,
        "key": spot.key,
        "digest": spot.paragraph.digest,
        "quote": spot.paragraph.quote,
        "bookmarked": False,
        "note": "",
        "search_text": searchable(spot.paragraph.quote),
        "made_at": at,
    }
    changes |= {"changed_at": at}
    statement = insert_into(ParagraphMark.__table__).values(**(made | changes))
    db.session.execute(statement.on_conflict_do_update(index_elements=ONE, set_=changes))


def _bring_here(spot: Spot) -> None:
    """Let a mark that was found again know the paragraph by its present words."""
    if spot.mark is None or spot.mark.digest == spot.paragraph.digest:
        return
    present = {"digest": spot.paragraph.digest, "quote": spot.paragraph.quote}
    own = ParagraphMark.id == spot.mark.id
    db.session.execute(update(ParagraphMark).where(own).values(**present))


def _drop(spot: Spot, is_all: Any, **changes: Any) -> None:
    """Take one thing away from a mark; what was all it held takes the mark along."""
    if spot.mark is None:
        return
    own = ParagraphMark.id == spot.mark.id
    db.session.execute(delete(ParagraphMark).where(own, is_all))
    db.session.execute(update(ParagraphMark).where(own).values(**changes))
