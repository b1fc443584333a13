"""Writing to the people of a course."""

from datetime import datetime, timedelta

from flask_babel import gettext as _

from elearning.accounts.models import Person
from elearning.assessment import message_queries as queries
from elearning.assessment.models import CourseMessage
from elearning.core import audit
from elearning.core.db import db
from elearning.core.errors import Refused
from elearning.core.secrets import fingerprint
from elearning.notices.operations import broadcast

DAY = timedelta(days=1)
MESSAGES_A_DAY = 3


def send_message(
    course_id: int, reach: str, title: str, text: str, by: Person, at: datetime
) -> None:
    """Write to the people of a course; the worker brings it to each. Sent twice it goes once."""
    queries.hold_course(course_id)
    mark = fingerprint(f"{by.id}:{course_id}:{reach}:{title}:{text}")
    if queries.message_known(mark):
        return
    if queries.sent_since(course_id, at - DAY) >= MESSAGES_A_DAY:
        raise Refused(
            _(
                "This course has sent %(count)s messages in the last 24 hours, which is the most. "
                "Copy your text and send it tomorrow.",
                count=MESSAGES_A_DAY,
            )
        )
    message = CourseMessage(
        course_id=course_id,
        reach=reach,
        title=title,
        text=text,
        fingerprint=mark,
        sent_at=at,
        sent_by_id=by.id,
        signed_as=by.full_name,
    )
    db.session.add(message)
    db.session.flush()  # the broadcast names the new key
    broadcast(queries.AUDIENCE, message.id, at)
    audit.record("course.message", f"course:{course_id}", at, actor_id=by.id, message=message.id)
