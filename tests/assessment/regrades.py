"""Quizzes that were answered before somebody noticed a bad question."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from elearning.assessment.queries import AssessedQuiz, quiz_at
from elearning.assessment.regrade_operations import (
    Plan,
    close_regrade,
    make_regrade,
    regrade_chunk,
    settle_pass,
    undo_regrade,
)
from elearning.assessment.regrade_queries import layers
from elearning.assessment.regrade_work import carry_through
from elearning.core.application import Application
from elearning.core.db import db
from elearning.courses.compiled import Question, Quiz
from elearning.courses.models import Enrolment
from elearning.learning.attempts import answering
from elearning.learning.attempts.answering import begin
from elearning.learning.attempts.answering import quiz_at as learning_quiz_at
from elearning.quizzes.answers import read_batch
from elearning.quizzes.drawing import paper_of
from elearning.quizzes.models import Attempt, Regrade
from elearning.quizzes.operations import save_answers
from elearning.quizzes.repairs import version_of
from tests.factories import NOW, make_course, make_person, make_unit, work
from tests.quizzes.samples import answers_with, enrol, make_batch

SLUG = "pelatihan-contoh"
LATER = NOW + timedelta(days=2)


def answers_by(attempt: Attempt, quiz: Quiz, rights: Sequence[str]) -> dict[str, Any]:
    """Return answers that are right for some questions of the author and wrong for the others."""
    paper = paper_of(attempt.paper)
    right, wrong = (answers_with(paper, quiz, right=each) for each in (True, False))
    return {s.id: (right if s.question in rights else wrong)[s.id] for s in paper}


def take(enrolment: Enrolment, quiz: Quiz, rights: Sequence[str], *, send: bool = True) -> Attempt:
    """Take a quiz once."""
    attempt = begin(enrolment, quiz, NOW)
    batch = make_batch(answers_by(attempt, quiz, rights))
    save_answers(attempt, read_batch(batch, paper_of(attempt.paper)), NOW)
    if send:
        answering.send(attempt.id, NOW)
    return attempt


def make_class(
    app: Application, quiz: Quiz, *results: Sequence[str], items: Sequence[Any] = (), **fields: Any
) -> list[int]:
    """Publish a course and let one person for each result take its quiz; return the attempts."""
    with work(app):
        course = make_course(*items, quiz, slug=SLUG)
        unit = make_unit()
        attempts = []
        for rights in results:
            person = make_person(unit, email=f"orang{len(attempts)}@contoh.test")
            _nip, enrolment_id, _revision = enrol(
                person, course, **({"confirmed_at": NOW} | fields)
            )
            enrolment = db.session.get_one(Enrolment, enrolment_id)
            attempts.append(take(enrolment, quiz, rights).id)
        return attempts


def names(quiz: Quiz) -> list[str]:
    """Return the author's ids of a quiz's questions."""
    return [question.id for question in quiz.questions]


def assessed(key: str = "kuis") -> AssessedQuiz:
    """Return the quiz as the trainer's desk knows it."""
    found = quiz_at(SLUG, key)
    assert found is not None
    return found


def plan_for(question: Question, remedy: str = "void", key: Question | None = None) -> Plan:
    """Return what a trainer wants of one version of a question."""
    return Plan(question.id, remedy, (version_of(question),), key, "Kuncinya keliru.")


def repair(
    app: Application, question: Question, remedy: str = "void", key: Question | None = None
) -> int:
    """Make a regrade and carry it through."""
    with work(app):
        by, quiz = make_person(), assessed()
        seen = layers(quiz.course_id, quiz.key)
        regrade = make_regrade(quiz, plan_for(question, remedy, key), seen, by, LATER)
        regrade_id = regrade.id
    carry(app, regrade_id)
    return regrade_id


def carry(app: Application, regrade_id: int) -> None:
    """Carry a regrade through."""
    with app.app_context(), app.test_request_context():
        assert carry_through(regrade_id)


def undo(app: Application, regrade_id: int) -> None:
    """Undo a regrade and carry that through."""
    with work(app):
        regrade = db.session.get_one(Regrade, regrade_id)
        undo_regrade(regrade, "Ternyata benar.", make_person(), LATER)
    carry(app, regrade_id)


def attempts_in(app: Application) -> list[Attempt]:
    """Return every attempt as the database holds it."""
    with app.app_context():
        found = list(db.session.scalars(select(Attempt).order_by(Attempt.id)))
        db.session.expunge_all()
        return found


def make_repaired(slug: str, key: str = "kuis") -> int:
    """Repair the first question of a course's quiz in the caller's transaction."""
    quiz = quiz_at(slug, key)
    assert quiz is not None
    compiled = learning_quiz_at(quiz.revision_id, key)
    assert compiled is not None
    seen, by = layers(quiz.course_id, key), make_person()
    plan = plan_for(compiled.questions[0], "full")
    regrade_id = make_regrade(quiz, plan, seen, by, NOW).id
    while regrade_chunk(regrade_id, NOW) or settle_pass(regrade_id, NOW):
        db.session.flush()  # the next step reads how far this one came
    close_regrade(regrade_id, NOW)
    return regrade_id
