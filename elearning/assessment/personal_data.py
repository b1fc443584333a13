"""What trainers wrote to the people of their courses, for the page Data Saya."""

from sqlalchemy import func, select

from elearning.assessment.models import CourseMessage
from elearning.core.personal_data import ERASED_NAME, OWNER, Erased, Held
from elearning.courses.models import Course
from elearning.notices.kinds import MESSAGE
from elearning.notices.models import Notice

PERSONAL_DATA = (
    Held(
        *("messages", "work"),
        select(
            *(Course.title.label("course"), CourseMessage.sent_at),
            *(CourseMessage.title, CourseMessage.text),
        )
        .join(Course, Course.id == CourseMessage.course_id)
        .where(CourseMessage.sent_by_id == OWNER),
        CourseMessage.id,
    ),
)

_own_signature = (
    select(func.min(CourseMessage.signed_as))
    .where(CourseMessage.sent_by_id == OWNER, CourseMessage.signed_as != "")
    .scalar_subquery()
)

#: The message is the agency's; who signed it goes, also from the notices that tell it.
ERASED = (
    Erased(
        Notice,
        (Notice.kind == MESSAGE.code) & Notice.text.contains(_own_signature),
        {"text": func.replace(Notice.text, _own_signature, ERASED_NAME)},
    ),
    Erased(CourseMessage, CourseMessage.sent_by_id == OWNER, {"signed_as": ERASED_NAME}),
)
