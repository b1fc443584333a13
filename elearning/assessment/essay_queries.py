"""Reading essays for those who grade them: the queue, one of them, who else may grade."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, exists, or_, select, tuple_
from sqlalchemy.orm import aliased

from elearning.accounts.models import Person, RoleGrant
from elearning.accounts.names import full_name
from elearning.core.db import db
from elearning.courses.models import Course, Enrolment
from elearning.courses.queries import outline_of
from elearning.quizzes.essay_operations import GRADED, SECOND, WAITING
from elearning.quizzes.models import AnswerEvent, Attempt, Essay, EssayReview
from elearning.quizzes.queries import LockedAttempt, locked_attempt
from elearning.studio.models import Draft, DraftAuthor

PAGE = 50
STATES = (WAITING, SECOND, GRADED)


class QueuedEssay(NamedTuple):
    """A line of the queue."""

    id: int
    course: str
    quiz_key: str
    revision_id: int
    enrolment_id: int
    state: str
    sent_at: datetime
    earned: str | None
    front_title: str
    name: str
    back_title: str

    @property
    def quiz(self) -> str:
        """The quiz's title as it was when the attempt began."""
        item = outline_of(self.revision_id).item(self.quiz_key)
        return item.title if item else self.quiz_key

    @property
    def learner(self) -> str:
        """The learner's name with its titles: for graded essays only."""
        return full_name(self.front_title, self.name, self.back_title)


class EssayRow(NamedTuple):
    """One essay with whose it is and where it belongs."""

    id: int
    attempt_id: int
    course_id: int
    question: str
    state: str
    sent_at: datetime
    second_reason: str
    earned: str | None
    graded_at: datetime | None
    person_id: int
    enrolment_id: int
    completed_at: datetime | None
    revision_id: int
    quiz_key: str
    paper: list[Any]
    course: str
    slug: str
    front_title: str
    name: str
    back_title: str

    @property
    def learner(self) -> str:
        """The learner's name with its titles: shown once the essay is graded."""
        return full_name(self.front_title, self.name, self.back_title)


class ReviewRow(NamedTuple):
    """What a trainer found, and who."""

    reviewer_id: int
    number: int
    levels: list[str]
    earned: str
    comment: str
    reviewed_at: datetime
    front_title: str
    name: str
    back_title: str

    @property
    def reviewer(self) -> str:
        """The trainer's name with its titles."""
        return full_name(self.front_title, self.name, self.back_title)


class HeldEssay(NamedTuple):
    """An essay to grade with its attempt, held until the transaction ends."""

    essay: Essay
    attempt: LockedAttempt
    reviews: Sequence[EssayReview]


_QUEUE = (
    select(
        *(Essay.id, Course.title, Attempt.quiz_key, Attempt.revision_id, Attempt.enrolment_id),
        *(Essay.state, Essay.sent_at, Essay.earned),
        *(Person.front_title, Person.name, Person.back_title),
    )
    .join(Course, Course.id == Essay.course_id)
    .join(Attempt, Attempt.id == Essay.attempt_id)
    .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    .join(Person, Person.id == Enrolment.person_id)
)
_ESSAY = (
    select(
        *(Essay.id, Essay.attempt_id, Essay.course_id, Essay.question, Essay.state),
        *(Essay.sent_at, Essay.second_reason, Essay.earned, Essay.graded_at),
        *(Enrolment.person_id, Attempt.enrolment_id, Enrolment.completed_at),
        *(Attempt.revision_id, Attempt.quiz_key, Attempt.paper),
        *(Course.title, Course.slug, Person.front_title, Person.name, Person.back_title),
    )
    .join(Course, Course.id == Essay.course_id)
    .join(Attempt, Attempt.id == Essay.attempt_id)
    .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    .join(Person, Person.id == Enrolment.person_id)
)
_PLACE = tuple_(Essay.sent_at, Essay.id)


def queue(
    courses: Collection[int], person_id: int, state: str, after: int = 0, limit: int = PAGE
) -> list[QueuedEssay]:
    """Return a page of some courses' essays in a state, and one more; a person's own excepted.

    The oldest first; those that are graded the newest first.
    """
    among = [Essay.course_id.in_(courses), Essay.state == state, Enrolment.person_id != person_id]
    if state != GRADED:
        among.append(Essay.spared_at.is_(None))
    found, last = _QUEUE.where(*among), db.session.get(Essay, after) if after else None
    is_new_first = state == GRADED
    if last is not None:
        mark = tuple_(last.sent_at, last.id)
        found = found.where(mark > _PLACE if is_new_first else mark < _PLACE)
    order = (Essay.sent_at.desc(), Essay.id.desc()) if is_new_first else (Essay.sent_at, Essay.id)
    return [
        QueuedEssay._make(row)
        for row in db.session.execute(found.order_by(*order).limit(limit + 1))
    ]


def next_essay(courses: Collection[int], person_id: int) -> int | None:
    """Return the essay that waits longest for somebody who may grade it."""
    own = exists().where(EssayReview.essay_id == Essay.id, EssayReview.reviewer_id == person_id)
    found = (
        select(Essay.id)
        .join(Attempt, Attempt.id == Essay.attempt_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(
            Essay.course_id.in_(courses),
            Enrolment.person_id != person_id,
            Essay.spared_at.is_(None),
            or_(Essay.state == WAITING, and_(Essay.state == SECOND, ~own)),
        )
    )
    return db.session.scalar(found.order_by(Essay.sent_at, Essay.id).limit(1))


def courses_with_essays(courses: Collection[int]) -> list[tuple[int, str]]:
    """Return those of some courses that ever had an essay, by title."""
    has_one = exists().where(Essay.course_id == Course.id)
    found = select(Course.id, Course.title).where(Course.id.in_(courses), has_one)
    return [(row[0], row[1]) for row in db.session.execute(found.order_by(Course.title, Course.id))]


def essay_at(essay_id: int) -> EssayRow | None:
    """Return an essay."""
    row = db.session.execute(_ESSAY.where(Essay.id == essay_id)).first()
    return EssayRow._make(row) if row else None


def text_of(attempt_id: int, question: str) -> str:
    """Return what was written."""
    saved = (
        select(AnswerEvent.answer)
        .where(AnswerEvent.attempt_id == attempt_id, AnswerEvent.question == question)
        .order_by(AnswerEvent.seq.desc())
        .limit(1)
    )
    return str(db.session.scalar(saved) or "")


def reviews_of(essay_id: int) -> list[ReviewRow]:
    """Return every review of an essay, the first first."""
    columns = (EssayReview.levels, EssayReview.earned, EssayReview.comment)
    found = (
        select(
            *(EssayReview.reviewer_id, EssayReview.number, *columns, EssayReview.reviewed_at),
            *(Person.front_title, Person.name, Person.back_title),
        )
        .join(Person, Person.id == EssayReview.reviewer_id)
        .where(EssayReview.essay_id == essay_id)
    )
    return [ReviewRow._make(row) for row in db.session.execute(found.order_by(EssayReview.id))]


def held_essay(essay_id: int, attempt_id: int) -> HeldEssay:
    """Return an essay to grade; whoever grades it, or its attempt, at the same time waits."""
    attempt = locked_attempt(attempt_id)
    assert attempt is not None  # noqa: S101  (essays are of attempts)
    essay = db.session.get_one(Essay, essay_id, with_for_update=True, populate_existing=True)
    reviews = select(EssayReview).where(EssayReview.essay_id == essay_id).order_by(EssayReview.id)
    return HeldEssay(essay, attempt, db.session.scalars(reviews).all())


def has_other_grader(course_id: int, but: Collection[int]) -> bool:
    """Whether somebody other than some people may grade a course's essays."""
    found = select(Person.id).where(
        Person.active.is_(True), Person.id.not_in(but), _assesses(course_id)
    )
    return db.session.scalar(found.limit(1)) is not None


def _assesses(course_id: int) -> ColumnElement[bool]:
    """The `where` twin of `can_assess`, for a select of people."""
    grant, author = aliased(RoleGrant), aliased(DraftAuthor)
    holds = grant.person_id == Person.id
    writes = (
        exists()
        .where(author.person_id == Person.id, author.draft_id == Draft.id)
        .where(Draft.slug == Course.slug, Course.id == course_id)
    )
    return or_(
        exists().where(holds, grant.role.in_(("penerbit", "admin"))),
        and_(exists().where(holds, grant.role == "pengajar"), writes),
    )
