"""What publishing a draft would mean: what was looked at is what is published."""

import hashlib
from collections.abc import Mapping
from typing import NamedTuple

from elearning.courses.checking.checker import Checked
from elearning.courses.frozen import canonical
from elearning.courses.identity import Decisions
from elearning.courses.models import Course, CourseRevision
from elearning.courses.publishing.courses import impact_on_readers
from elearning.courses.publishing.impact import Impact
from elearning.courses.queries import People, latest_revision, people_in
from elearning.studio.drafts.folder import checked_draft
from elearning.studio.drafts.queries import course_of, files_of, media_of
from elearning.studio.models import Draft

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
