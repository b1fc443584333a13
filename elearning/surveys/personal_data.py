"""What surveys hold about a person, for the page Data Saya: which they answered, never how."""

from sqlalchemy import select

from elearning.core.personal_data import OWNER, Erased, Held
from elearning.courses.models import Course, Enrolment
from elearning.surveys.models import SurveyMark

PERSONAL_DATA = (
    Held(
        *("surveys", "surveys"),
        select(Course.title.label("course"))
        .join(Enrolment, Enrolment.course_id == Course.id)
        .join(SurveyMark, SurveyMark.enrolment_id == Enrolment.id)
        .where(Enrolment.person_id == OWNER),
        SurveyMark.enrolment_id,
    ),
)

#: The answers stay: nothing says whose they are.
ERASED = (
    Erased(
        SurveyMark,
        SurveyMark.enrolment_id.in_(select(Enrolment.id).where(Enrolment.person_id == OWNER)),
    ),
)
