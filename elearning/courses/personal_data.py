"""What courses hold about a person, for the page Data Saya."""

from sqlalchemy import select

from elearning.core.personal_data import OWNER, Held, Moved
from elearning.courses.models import Course, CourseRevision, Enrolment, ItemFinish

PERSONAL_DATA = (
    Held(
        *("enrolments", "learning"),
        select(
            *(Course.title.label("course"), Enrolment.cycle, Enrolment.started_at),
            *(Enrolment.seen_at, Enrolment.last_key.label("item"), Enrolment.confirmed_at),
            Enrolment.completed_at,
        )
        .join(Course, Course.id == Enrolment.course_id)
        .where(Enrolment.person_id == OWNER),
        Enrolment.id,
    ),
    Held(
        *("finished_items", "learning"),
        select(Course.title.label("course"), ItemFinish.key.label("item"), ItemFinish.at)
        .join(Enrolment, Enrolment.id == ItemFinish.enrolment_id)
        .join(Course, Course.id == Enrolment.course_id)
        .where(Enrolment.person_id == OWNER),
        ItemFinish.id,
    ),
    Held(
        *("published_revisions", "work"),
        select(CourseRevision.title.label("course"), CourseRevision.published_at.label("at")).where(
            CourseRevision.published_by_id == OWNER
        ),
        CourseRevision.id,
    ),
)

#: What was completed goes too, so that a course is known as completed; its completion stays.
MOVED = (Moved(Enrolment, twin=("course_id", "cycle"), settled="completed_at"),)
