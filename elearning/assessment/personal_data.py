"""What trainers wrote to the people of their courses, for the page Data Saya."""

from sqlalchemy import and_, exists, func, or_, select

from elearning.accounts.personal_data import WAITING_MAIL
from elearning.assessment.models import CourseMessage
from elearning.core.outbox import OutboxEvent
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

_text = OutboxEvent.payload["text"].as_string()
#: A letter, or a daily summary, that brings a message of theirs with their name.
_own_letter = exists().where(
    CourseMessage.sent_by_id == OWNER,
    or_(
        OutboxEvent.payload["subject"].as_string() == CourseMessage.title,
        func.replace(_text, CourseMessage.title, "") != _text,
    ),
    func.replace(_text, CourseMessage.signed_as, "") != _text,
)

#: The message is the agency's; who signed it goes, also from the notices that tell it. Letters that
#: still wait go whole: their notices stay.
ERASED = (
    Erased(OutboxEvent, and_(WAITING_MAIL, _own_letter)),
    Erased(
        Notice,
        (Notice.kind == MESSAGE.code) & Notice.text.contains(_own_signature),
        {"text": func.replace(Notice.text, _own_signature, ERASED_NAME)},
    ),
    Erased(CourseMessage, CourseMessage.sent_by_id == OWNER, {"signed_as": ERASED_NAME}),
)
