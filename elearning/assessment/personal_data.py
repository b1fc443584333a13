"""What trainers wrote to the people of their courses, for the page Data Saya."""

from sqlalchemy import select

from elearning.assessment.models import CourseMessage
from elearning.core.personal_data import OWNER, Held
from elearning.courses.models import Course

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
