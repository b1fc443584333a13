"""Publishing a draft whole, once; taking its course out of the catalogue; putting a draft away."""

from datetime import datetime

from flask_babel import gettext as _

from elearning.core import audit
from elearning.core.db import db
from elearning.core.errors import Refused
from elearning.courses.operations import Published, publish, withdraw
from elearning.courses.publishing import sources
from elearning.studio.drafts.queries import course_of
from elearning.studio.models import Draft
from elearning.studio.publishing.plans import Plan
from elearning.studio.reviews.operations import note_published

STUDIO = "studio"


def publish_draft(
    draft: Draft, plan: Plan, change_class: str, by_id: int, at: datetime
) -> Published:
    """Publish what was looked at, with its sources; the studio keeps the course from now on.

    The caller holds the draft's lock and has seen that its mark is still the plan's.
    """
    if plan.checked.course is None or plan.checked.doubts:
        raise Refused(_("This draft cannot be published yet. Look at what must be put right."))
    published = publish(
        plan.checked.course, change_class=change_class, by_id=by_id, at=at, kept_in=STUDIO
    )
    sources.keep(published.revision_id, plan.checked.source)
    note_published(draft, by_id, at)
    details = {"revision": published.number, "change_class": change_class}
    audit.record("draft.published", f"draft:{draft.id}", at, actor_id=by_id, **details)
    return published


def withdraw_course(draft: Draft, by_id: int, at: datetime) -> None:
    """Take a draft's course out of the catalogue; whoever has joined it goes on."""
    course = course_of(draft.slug, locked=True)
    if course is None:
        raise Refused(_("This course is not published."))
    if course.withdrawn_at is None:
        withdraw(course, by_id, at)
        course.kept_in = STUDIO  # no start of a server brings it back
        db.session.flush()


def archive(draft: Draft, by_id: int, at: datetime) -> None:
    """Put a draft away; nothing of it is lost, and what is published stays published."""
    if draft.archived_at is None:
        draft.archived_at = at
        audit.record("draft.archived", f"draft:{draft.id}", at, actor_id=by_id)


def unarchive(draft: Draft, by_id: int, at: datetime) -> None:
    """Take a draft out of the archive."""
    if draft.archived_at is not None:
        draft.archived_at = None
        audit.record("draft.unarchived", f"draft:{draft.id}", at, actor_id=by_id)
