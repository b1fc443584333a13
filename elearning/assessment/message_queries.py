"""Messages to the people of a course: what was sent, and whom a message reaches."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, exists, func, select, true
from sqlalchemy.orm import aliased

from elearning.accounts.models import Person
from elearning.assessment.models import LEARNING, CourseMessage
from elearning.core.db import db
from elearning.courses.models import Course, Enrolment
from elearning.notices.broadcasts import Listener
from elearning.notices.models import Broadcast

#: The name under which a message goes to the worker.
AUDIENCE = "message"
SHOWN = 20
#: More are not counted.
MOST_COUNTED = 10_000
_later = aliased(Enrolment)


class SentMessage(NamedTuple):
    """A message, and how far it has come."""

    id: int
    title: str
    text: str
    reach: str
    sent_at: datetime
    signed_as: str
    told: int
    finished_at: datetime | None


def sent_in(course_id: int) -> list[SentMessage]:
    """Return the last messages of a course, the newest first."""
    same = and_(Broadcast.audience == AUDIENCE, Broadcast.about_id == CourseMessage.id)
    words = (CourseMessage.id, CourseMessage.title, CourseMessage.text, CourseMessage.reach)
    facts = (CourseMessage.sent_at, CourseMessage.signed_as, Broadcast.told, Broadcast.finished_at)
    found = select(*words, *facts).join(Broadcast, same).where(CourseMessage.course_id == course_id)
    page = found.order_by(CourseMessage.id.desc()).limit(SHOWN)
    return [SentMessage._make(row) for row in db.session.execute(page)]


def sent_since(course_id: int, moment: datetime) -> int:
    """Count the messages of a course since a moment."""
    late = (CourseMessage.course_id == course_id, CourseMessage.sent_at > moment)
    return db.session.scalar(select(func.count()).select_from(CourseMessage).where(*late)) or 0


def message_known(fingerprint: str) -> bool:
    """Whether a message was sent already."""
    same = select(CourseMessage.id).where(CourseMessage.fingerprint == fingerprint)
    return db.session.scalar(same) is not None


def hold_course(course_id: int) -> Course:
    """Lock a course against a second message at the same moment."""
    return db.session.scalars(select(Course).where(Course.id == course_id).with_for_update()).one()


def reached_people(course_id: int, reach: str) -> int:
    """Count whom a message would reach, `MOST_COUNTED` at most and one more."""
    some = _reached(select(Enrolment.id), course_id, reach).limit(MOST_COUNTED + 1)
    return db.session.scalar(select(func.count()).select_from(some.subquery())) or 0


def listeners(message_id: int, after: int, limit: int) -> Sequence[Listener]:
    """Return whom a message reaches, in the order of their enrolments."""
    message = db.session.get_one(CourseMessage, message_id)
    people = _reached(select(Enrolment.id, Person), message.course_id, message.reach)
    page = people.where(Enrolment.id > after, Enrolment.started_at <= message.sent_at)
    rows = db.session.execute(page.order_by(Enrolment.id).limit(limit))
    return [Listener(place, person) for place, person in rows]


def _reached(columns: Any, course_id: int, reach: str) -> Any:
    """Return the select of a course's people: each once, by their last enrolment."""
    same = (_later.person_id == Enrolment.person_id, _later.course_id == Enrolment.course_id)
    is_over = exists().where(*same, _later.cycle > Enrolment.cycle)
    still: ColumnElement[bool] = Enrolment.completed_at.is_(None) if reach == LEARNING else true()
    return columns.join(Person, Person.id == Enrolment.person_id).where(
        Enrolment.course_id == course_id, Person.active.is_(True), still, ~is_over
    )
