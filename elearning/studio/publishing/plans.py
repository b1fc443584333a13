"""Publishing a draft: what was looked at is what is published, whole, once."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from flask_babel import gettext as _

from elearning.core import audit
from elearning.core.db import db
from elearning.core.errors import Refused
from elearning.core.markdown import kept_renderer
from elearning.courses.checking.checker import Checked
from elearning.courses.frozen import canonical
from elearning.courses.identity import Decisions
from elearning.courses.models import Course, CourseRevision
from elearning.courses.operations import Published, publish, withdraw
from elearning.courses.publishing import sources
from elearning.courses.publishing.courses import check_folder, impact_on_readers
from elearning.courses.publishing.impact import Impact
from elearning.courses.queries import People, latest_revision, people_in
from elearning.studio.drafts.folder import folder_of
from elearning.studio.drafts.queries import course_of, files_of, media_of
from elearning.studio.models import Draft
from elearning.studio.reviews.operations import note_published

STUDIO = "studio"
#: How a form says that a question is no earlier one.
NEW = "baru"
ANSWER = "jawab:"
NOBODY = People(0, 0, 0)


class Plan(NamedTuple):
    """A draft as it would be published, and what that would change."""

    #: Stands for everything that was looked at.
    mark: str
    checked: Checked
    impact: Impact | None
    course: Course | None
    revision: CourseRevision | None
    people: People

    @property
    def is_same(self) -> bool:
        """Whether what is published says the same already."""
        course, revision = self.checked.course, self.revision
        return bool(course and revision and course.content_hash == revision.content_hash)

    @property
    def is_withdrawn(self) -> bool:
        """Whether nobody can join the course now."""
        return self.course is not None and self.course.withdrawn_at is not None

    @property
    def can_go(self) -> bool:
        """Whether there is something to publish and nothing that stops it."""
        is_whole = self.checked.course is not None and not self.checked.doubts
        return is_whole and (not self.is_same or self.is_withdrawn)


def checked_draft(draft: Draft, decisions: Decisions | None = None) -> Checked:
    """Check a whole draft as every command checks a folder."""
    with folder_of(draft) as folder, kept_renderer() as renderer:
        return check_folder(folder, renderer, decisions)


def plan_for(draft: Draft, decisions: Decisions) -> Plan:
    """Return what publishing a draft would mean; nothing is changed."""
    mark = mark_of(draft)
    checked = checked_draft(draft, decisions)
    impact = impact_on_readers(checked.course) if checked.course else None
    course = course_of(draft.slug)
    people = people_in(course.id) if course else NOBODY
    return Plan(mark, checked, impact, course, latest_revision(draft.slug), people)


def mark_of(draft: Draft) -> str:
    """Return a digest of a draft's editions and media, and of what is published now."""
    revision = latest_revision(draft.slug)
    texts = [[file.id, file.name, file.edition] for file in files_of(draft.id)]
    media = [[medium.name, medium.digest] for medium in media_of(draft.id)]
    seen = [draft.slug, texts, media, revision.id if revision else None]
    return hashlib.sha256(canonical(seen)).hexdigest()


def decisions_in(answers: Mapping[str, str]) -> Decisions:
    """Read what the author said of each doubt: the earlier id, or that it is new."""
    said = {
        name.removeprefix(ANSWER): value
        for name, value in answers.items()
        if name.startswith(ANSWER)
    }
    same = {new: old for new, old in said.items() if old != NEW}
    return Decisions(same, frozenset(new for new, old in said.items() if old == NEW))


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
