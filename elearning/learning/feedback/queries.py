"""Reading what readers tell the trainers: error reports, and questions on a lesson."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from elearning.accounts.models import Person, Unit
from elearning.accounts.names import full_name
from elearning.core.db import db
from elearning.courses.models import Course
from elearning.learning.feedback.models import ErrorReport, LessonQuestion

PAGE = 50
_writer, _helper = aliased(Person), aliased(Person)
#: What its sender has not read yet of what became of it.
_REPORT_NEWS = and_(
    ErrorReport.handled_at.is_not(None),
    or_(ErrorReport.seen_at.is_(None), ErrorReport.seen_at < ErrorReport.handled_at),
)
_QUESTION_NEWS = or_(
    and_(
        LessonQuestion.answered_at.is_not(None),
        or_(LessonQuestion.seen_at.is_(None), LessonQuestion.seen_at < LessonQuestion.answered_at),
    ),
    and_(
        LessonQuestion.hidden_at.is_not(None),
        or_(LessonQuestion.seen_at.is_(None), LessonQuestion.seen_at < LessonQuestion.hidden_at),
    ),
)
_told_reports = select(func.count()).where(ErrorReport.reporter_id == Person.id, _REPORT_NEWS)
_told_questions = select(func.count()).where(LessonQuestion.asker_id == Person.id, _QUESTION_NEWS)
#: How many answers of trainers a person has not read, within a statement about the person.
UNREAD = (
    _told_reports.correlate(Person).scalar_subquery()
    + _told_questions.correlate(Person).scalar_subquery()
)


class Report(NamedTuple):
    """An error report with its course, the reporter and what became of it."""

    id: int
    course_id: int
    slug: str
    course: str
    revision_id: int
    key: str
    digest: str
    quote: str
    text: str
    state: str
    answer: str
    reported_at: datetime
    handled_at: datetime | None
    front_title: str
    name: str
    back_title: str
    unit: str | None
    is_new: bool

    @property
    def reporter(self) -> str:
        """The reporter's name with its titles."""
        return full_name(self.front_title, self.name, self.back_title)


class Question(NamedTuple):
    """A learner's question with its course and the answer, if there is one."""

    id: int
    course_id: int
    slug: str
    course: str
    revision_id: int
    key: str
    text: str
    signed_as: str
    asked_at: datetime
    answer: str
    answered_at: datetime | None
    hidden_reason: str
    hidden_at: datetime | None
    front_title: str | None
    name: str | None
    back_title: str | None
    is_new: bool

    @property
    def answered_by(self) -> str:
        """The name with its titles of who answered; empty before."""
        return full_name(self.front_title or "", self.name or "", self.back_title or "")


_REPORTS = (
    select(
        *(ErrorReport.id, ErrorReport.course_id, Course.slug, Course.title),
        *(ErrorReport.revision_id, ErrorReport.key, ErrorReport.digest, ErrorReport.quote),
        *(ErrorReport.text, ErrorReport.state, ErrorReport.answer),
        *(ErrorReport.reported_at, ErrorReport.handled_at),
        *(_writer.front_title, _writer.name, _writer.back_title, Unit.name, _REPORT_NEWS),
    )
    .join(Course, Course.id == ErrorReport.course_id)
    .join(_writer, _writer.id == ErrorReport.reporter_id)
    .outerjoin(Unit, Unit.id == _writer.unit_id)
)
_QUESTIONS = (
    select(
        *(LessonQuestion.id, LessonQuestion.course_id, Course.slug, Course.title),
        *(LessonQuestion.revision_id, LessonQuestion.key),
        *(LessonQuestion.text, LessonQuestion.signed_as),
        *(LessonQuestion.asked_at, LessonQuestion.answer, LessonQuestion.answered_at),
        *(LessonQuestion.hidden_reason, LessonQuestion.hidden_at),
        *(_helper.front_title, _helper.name, _helper.back_title, _QUESTION_NEWS),
    )
    .join(Course, Course.id == LessonQuestion.course_id)
    .outerjoin(_helper, _helper.id == LessonQuestion.answered_by_id)
)
#: Where a question stands, by the name of a trainer's list.
QUESTION_STATES = {
    "waiting": and_(LessonQuestion.answered_at.is_(None), LessonQuestion.hidden_at.is_(None)),
    "answered": and_(LessonQuestion.answered_at.is_not(None), LessonQuestion.hidden_at.is_(None)),
    "hidden": LessonQuestion.hidden_at.is_not(None),
}


def error_reports(
    course_ids: Sequence[int], state: str = "new", after: int = 0, limit: int = PAGE
) -> list[Report]:
    """Return a page of some courses' reports in a state, the longest waiting first, and one more."""
    found = _REPORTS.where(
        ErrorReport.course_id.in_(course_ids), ErrorReport.state == state, ErrorReport.id > after
    )
    return _reports(found.order_by(ErrorReport.id).limit(limit + 1))


def error_report(report_id: int) -> ErrorReport | None:
    """Return a report, locked: of two trainers the later one sees what the other decided."""
    return db.session.get(ErrorReport, report_id, with_for_update=True)


def reports_by(person_id: int, limit: int = PAGE) -> list[Report]:
    """Return a person's latest reports, the newest first."""
    own = _REPORTS.where(ErrorReport.reporter_id == person_id)
    return _reports(own.order_by(ErrorReport.reported_at.desc(), ErrorReport.id).limit(limit))


def reports_since(person_id: int, since: datetime) -> int:
    """Count what a person has reported since a moment."""
    own = (ErrorReport.reporter_id == person_id, ErrorReport.reported_at > since)
    return db.session.scalar(select(func.count()).where(*own)) or 0


def has_new_report(course_id: int) -> bool:
    """Whether a course's trainers have a report to look at."""
    new = (ErrorReport.course_id == course_id, ErrorReport.state == "new")
    return bool(db.session.scalar(select(exists().where(*new))))


def lesson_questions(
    course_ids: Sequence[int], state: str = "waiting", after: int = 0, limit: int = PAGE
) -> list[Question]:
    """Return a page of some courses' questions in a state, the oldest first, and one more."""
    among = (LessonQuestion.course_id.in_(course_ids), LessonQuestion.id > after)
    found = _QUESTIONS.where(*among, QUESTION_STATES[state])
    return _questions(found.order_by(LessonQuestion.id).limit(limit + 1))


def lesson_question(question_id: int) -> LessonQuestion | None:
    """Return a question, locked."""
    return db.session.get(LessonQuestion, question_id, with_for_update=True)


def answered_questions(
    course_id: int, key: str, before: int | None = None, limit: int = PAGE
) -> list[Question]:
    """Return a page of the questions that all readers of a lesson see, newest first, and one more."""
    here = (LessonQuestion.course_id == course_id, LessonQuestion.key == key)
    found = _QUESTIONS.where(*here, QUESTION_STATES["answered"])
    if before is not None:
        found = found.where(LessonQuestion.id < before)
    return _questions(found.order_by(LessonQuestion.id.desc()).limit(limit + 1))


def questions_by(person_id: int, limit: int = PAGE) -> list[Question]:
    """Return a person's latest questions, the newest first."""
    own = _QUESTIONS.where(LessonQuestion.asker_id == person_id)
    return _questions(own.order_by(LessonQuestion.asked_at.desc(), LessonQuestion.id).limit(limit))


def questions_since(person_id: int, since: datetime) -> int:
    """Count what a person has asked since a moment."""
    own = (LessonQuestion.asker_id == person_id, LessonQuestion.asked_at > since)
    return db.session.scalar(select(func.count()).where(*own)) or 0


def _reports(found: Select[*tuple[Any, ...]]) -> list[Report]:
    """Return reports."""
    return [Report._make(row) for row in db.session.execute(found)]


def _questions(found: Select[*tuple[Any, ...]]) -> list[Question]:
    """Return questions."""
    return [Question._make(row) for row in db.session.execute(found)]
