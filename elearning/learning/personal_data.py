"""What readers wrote into courses, for the page Data Saya; answers are shown without who gave them."""

from sqlalchemy import select

from elearning.core.personal_data import OWNER, Erased, Held, Moved
from elearning.courses.models import Course
from elearning.learning.feedback.models import ErrorReport, LessonQuestion
from elearning.learning.notes.models import ParagraphMark

_TITLE = Course.title.label("course")

PERSONAL_DATA = (
    Held(
        *("marks", "notes"),
        select(
            *(_TITLE, ParagraphMark.key.label("item"), ParagraphMark.quote),
            *(ParagraphMark.bookmarked, ParagraphMark.note, ParagraphMark.made_at),
            ParagraphMark.changed_at,
        )
        .join(Course, Course.id == ParagraphMark.course_id)
        .where(ParagraphMark.person_id == OWNER),
        ParagraphMark.id,
    ),
    Held(
        *("error_reports", "notes"),
        select(
            *(_TITLE, ErrorReport.key.label("item"), ErrorReport.quote, ErrorReport.text),
            *(ErrorReport.reported_at, ErrorReport.state, ErrorReport.answer),
            *(ErrorReport.handled_at, ErrorReport.seen_at),
        )
        .join(Course, Course.id == ErrorReport.course_id)
        .where(ErrorReport.reporter_id == OWNER),
        ErrorReport.id,
    ),
    Held(
        *("questions", "notes"),
        select(
            *(_TITLE, LessonQuestion.key.label("item"), LessonQuestion.text),
            *(LessonQuestion.signed_as, LessonQuestion.asked_at, LessonQuestion.answer),
            *(LessonQuestion.answered_at, LessonQuestion.hidden_reason.label("reason")),
            LessonQuestion.seen_at,
        )
        .join(Course, Course.id == LessonQuestion.course_id)
        .where(LessonQuestion.asker_id == OWNER),
        LessonQuestion.id,
    ),
    Held(
        *("given_answers", "work"),
        select(_TITLE, LessonQuestion.answered_at, LessonQuestion.answer)
        .join(Course, Course.id == LessonQuestion.course_id)
        .where(LessonQuestion.answered_by_id == OWNER),
        LessonQuestion.id,
    ),
)

ERASED = (
    Erased(ParagraphMark, ParagraphMark.person_id == OWNER),
    Erased(ErrorReport, ErrorReport.reporter_id == OWNER),
    Erased(LessonQuestion, LessonQuestion.asker_id == OWNER),
)

MOVED = (
    Moved(ParagraphMark, twin=("course_id", "key", "digest")),
    Moved(ErrorReport, "reporter_id"),
    Moved(LessonQuestion, "asker_id"),
)
