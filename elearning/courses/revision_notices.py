"""Who has begun a course is told when it changes; the worker walks through them."""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import select

from elearning.accounts.models import Person
from elearning.core.db import db
from elearning.courses.models import Course, CourseRevision, Enrolment
from elearning.notices.broadcasts import Announcement, Audience, Listener
from elearning.notices.kinds import REVISION

#: The name under which `publish` lets the worker begin.
AUDIENCE = "revision"


def announcement(revision_id: int) -> Announcement | None:
    """Return what is said about a revision; nobody is told twice before they have read it."""
    revision = db.session.get_one(CourseRevision, revision_id)
    course = db.session.get_one(Course, revision.course_id)

    def message() -> tuple[str, ...]:
        head = _("The course “%(course)s” has changed", course=revision.title)
        if revision.change_class == "requirements":
            return (
                head,
                _("There is a new version with new required work."),
                _(
                    "You can finish the version that you have begun, or change to the new one on "
                    "the course's page."
                ),
            )
        return (head, _("Its content is new in parts. Your progress is kept."))

    return Announcement(REVISION, message, f"/pelatihan/{course.slug}/", is_repeated=False)


def listeners(revision_id: int, after: int, limit: int) -> Sequence[Listener]:
    """Return the people whom a revision met under way, in the order of their enrolments.

    New content has moved them; new requirements have left them where they were.
    """
    revision = db.session.get_one(CourseRevision, revision_id)
    is_moved = Enrolment.requirements_id == revision_id
    found = (
        select(Enrolment.id, Person)
        .join(Person, Person.id == Enrolment.person_id)
        .where(
            Enrolment.course_id == revision.course_id,
            Enrolment.id > after,
            Enrolment.started_at <= revision.published_at,
            Enrolment.completed_at.is_(None),
            Enrolment.last_key != "",
            ~is_moved if revision.change_class == "requirements" else is_moved,
        )
    )
    page = found.order_by(Enrolment.id).limit(limit)
    return [Listener(place, person) for place, person in db.session.execute(page)]


READERS = Audience(announcement, listeners)
