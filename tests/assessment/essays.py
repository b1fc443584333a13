"""A course whose quiz holds an essay that learners have sent, and the people who grade it."""

from datetime import datetime
from typing import NamedTuple
from uuid import uuid4

from sqlalchemy import select

from elearning.core.application import Application
from elearning.core.db import db
from elearning.courses.compiled import Question
from elearning.courses.models import Course, Enrolment
from elearning.learning.attempts import answering
from elearning.learning.enrolment.operations import enrol
from elearning.quizzes.answers import Batch, Event
from elearning.quizzes.drawing import paper_of
from elearning.quizzes.models import Attempt, Essay
from elearning.quizzes.operations import open_attempt, save_answers
from elearning.studio.drafts.operations import create_draft
from tests.factories import NOW, make_course, make_person, work
from tests.quizzes.samples import (
    answers_with,
    make_essay,
    make_question,
    make_quiz,
    with_questions,
)
from tests.studio.drafts import FILES, make_trainer
from tests.visitor import Visitor

SLUG = "pelatihan-contoh"
FIRST, SECOND, PUBLISHER = "198503172010010001", "198503172010010002", "198503172010010003"
OTHER = "198503172010010004"
QUEUE = "/penilaian/esai"
ANSWER = "Jangka waktunya dua hari.\n\nBiayanya nol rupiah."
QUIZ = with_questions(make_quiz(0, shuffle_questions=False), make_essay("q1"), make_question("q2"))


class Sent(NamedTuple):
    """A sent essay and its attempt."""

    essay_id: int
    attempt_id: int
    person_id: int

    @property
    def address(self) -> str:
        """Where it is graded."""
        return f"{QUEUE}/{self.essay_id}"


def make_staff() -> None:
    """Two trainers who write the course, a publisher, and a trainer of something else."""
    first, second = make_trainer(FIRST, "Pengajar Satu"), make_trainer(SECOND, "Pengajar Dua")
    make_trainer(PUBLISHER, "Penerbit", "penerbit")
    draft = create_draft(SLUG, FILES, first, NOW)
    db.session.flush()
    draft.authors.append(type(draft.authors[0])(person=second, added_at=NOW))
    create_draft("lain", FILES, make_trainer(OTHER, "Pengajar Lain"), NOW)


def make_essays(
    app: Application, *names: str, questions: tuple[Question, ...] = (), email: str | None = None
) -> list[Sent]:
    """Let people send an essay each, the first first; everything else is right."""
    quiz = with_questions(QUIZ, *questions) if questions else QUIZ
    with work(app):
        make_staff()
        course = make_course(quiz, slug=SLUG)
        people = [make_person(name=name, email=email) for name in names or ("Rahasia",)]
        return [send_essay(enrol(person, course, NOW), NOW) for person in people]


def send_essay(enrolment: Enrolment, at: datetime, text: str = ANSWER) -> Sent:
    """Take the quiz with an essay."""
    enrolment.confirmed_at = NOW
    quiz = answering.quiz_at(enrolment.revision_id, QUIZ.key)
    assert quiz is not None
    attempt = open_attempt(enrolment, QUIZ.key, quiz, enrolment.revision_id, at)
    paper = paper_of(attempt.paper)
    answers = answers_with(paper, quiz, right=True)
    answers |= {slot.id: text for slot in paper if slot.kind == "essay"}
    events = tuple(
        Event(str(uuid4()), number, slot, answer, at.isoformat())
        for number, (slot, answer) in enumerate(answers.items(), start=1)
    )
    save_answers(attempt, Batch(str(uuid4()), events), at)
    answering.send(attempt.id, at)
    essay_id = db.session.scalars(
        select(Essay.id).where(Essay.attempt_id == attempt.id).order_by(Essay.id)
    ).first()
    assert essay_id is not None
    return Sent(essay_id, attempt.id, enrolment.person_id)


def grader(app: Application, nip: str = FIRST) -> Visitor:
    """Somebody who has signed in."""
    return Visitor(app).sign_in(nip)


def mark(visitor: Visitor, sent: Sent, *levels: str, **more: str) -> Visitor:
    """Open an essay and send levels."""
    chosen = {f"tingkat_{n}": level for n, level in enumerate(levels, start=1)}
    visitor.open(sent.address).send(sent.address, **chosen, **more)
    return visitor


def attempt_of(app: Application, sent: Sent) -> Attempt:
    """The attempt as the database holds it."""
    with app.app_context():
        found = db.session.get_one(Attempt, sent.attempt_id)
        db.session.expunge(found)
        return found


def course_id_of(app: Application) -> int:
    """The id of the course."""
    with app.app_context():
        return db.session.scalars(select(Course.id).where(Course.slug == SLUG)).one()
