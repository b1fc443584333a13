"""What the people of a course are told when its trainer writes to them."""

from flask_babel import gettext as _

from elearning.assessment.message_queries import listeners
from elearning.assessment.models import CourseMessage
from elearning.core.db import db
from elearning.courses.models import Course
from elearning.notices.broadcasts import Announcement, Audience
from elearning.notices.kinds import MESSAGE


def announcement(message_id: int) -> Announcement | None:
    """Return a trainer's message, with who writes."""
    sent = db.session.get_one(CourseMessage, message_id)
    course = db.session.get_one(Course, sent.course_id)

    def message() -> tuple[str, ...]:
        origin = _(
            "%(name)s writes to you about the course “%(course)s”:",
            name=sent.signed_as,
            course=course.title,
        )
        return (sent.title, origin, sent.text)

    return Announcement(MESSAGE, message, f"/pelatihan/{course.slug}/")


PEOPLE = Audience(announcement, listeners)
