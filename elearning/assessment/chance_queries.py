"""Requests for one more attempt, with what the learner did before; who learns in a course."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import select

from elearning.accounts.merged import named, remaining_of
from elearning.accounts.models import Person, Unit
from elearning.accounts.names import full_name
from elearning.core.db import db
from elearning.courses.models import Course, Enrolment
from elearning.courses.queries import outline_of
from elearning.quizzes.models import Attempt, ExtraChance

PAGE = 50
STATES = ("asked", "given", "declined")


class Request(NamedTuple):
    """A request, or a chance given unasked, and whose it is."""

    id: int
    course_id: int
    course: str
    slug: str
    revision_id: int
    enrolment_id: int
    quiz_key: str
    state: str
    request: str
    asked_at: datetime
    answer: str
    decided_at: datetime | None
    front_title: str
    name: str
    back_title: str
    unit: str | None

    @property
    def learner(self) -> str:
        """The learner's name with its titles."""
        return full_name(self.front_title, self.name, self.back_title)

    @property
    def quiz(self) -> str:
        """The quiz's title; its key when the learner's course has it no more."""
        item = outline_of(self.revision_id).item(self.quiz_key)
        return item.title if item else self.quiz_key


class Tried(NamedTuple):
    """An attempt that the learner made."""

    number: int
    closed_at: datetime | None
    score: Decimal | None
    passed: bool | None


_REQUESTS = (
    select(
        *(ExtraChance.id, ExtraChance.course_id, Course.title, Course.slug),
        *(Enrolment.revision_id, ExtraChance.enrolment_id, ExtraChance.quiz_key),
        *(ExtraChance.state, ExtraChance.request, ExtraChance.asked_at),
        *(ExtraChance.answer, ExtraChance.decided_at),
        *(Person.front_title, Person.name, Person.back_title, Unit.name),
    )
    .join(Course, Course.id == ExtraChance.course_id)
    .join(Enrolment, Enrolment.id == ExtraChance.enrolment_id)
    .join(Person, Person.id == Enrolment.person_id)
    .outerjoin(Unit, Unit.id == Person.unit_id)
)


def requests_in(courses: Sequence[int], state: str, after: int = 0) -> list[Request]:
    """Return a page of some courses' requests in a state, the longest waiting first, and one more."""
    among = (ExtraChance.course_id.in_(courses), ExtraChance.state == state)
    found = _REQUESTS.where(*among, ExtraChance.id > after)
    page = found.order_by(ExtraChance.id).limit(PAGE + 1)
    return [Request._make(row) for row in db.session.execute(page)]


def tried_before(requests: Sequence[Request]) -> dict[tuple[int, str], list[Tried]]:
    """Return the attempts behind some requests by enrolment and quiz, the first first."""
    wanted = {(each.enrolment_id, each.quiz_key) for each in requests}
    columns = (Attempt.number, Attempt.closed_at, Attempt.score, Attempt.passed)
    of_learners = Attempt.enrolment_id.in_({enrolment for enrolment, _key in wanted})
    found = select(Attempt.enrolment_id, Attempt.quiz_key, *columns).where(of_learners)
    tried: dict[tuple[int, str], list[Tried]] = {}
    for enrolment, key, *attempt in db.session.execute(found.order_by(Attempt.number)):
        if (enrolment, key) in wanted:
            tried.setdefault((enrolment, key), []).append(Tried._make(attempt))
    return tried


def chance_at(chance_id: int) -> ExtraChance | None:
    """Return a request, locked: of two trainers the later one sees what the other decided."""
    return db.session.get(ExtraChance, chance_id, with_for_update=True)


def learner_in(course_id: int, nip: str) -> Enrolment | None:
    """Return the latest enrolment of whoever holds a NIP, or did in a former account, in a course."""
    own = Person.id == remaining_of(named.nip == nip)
    found = (
        select(Enrolment)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.course_id == course_id, own, Person.active.is_(True))
    )
    return db.session.scalars(found.order_by(Enrolment.cycle.desc()).limit(1)).first()
