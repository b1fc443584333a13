"""Quizzes for tests, with defaults, and an enrolment in a course that holds them."""

from decimal import Decimal
from typing import Any, NamedTuple
from uuid import uuid4

from elearning.accounts.models import Person
from elearning.core.application import Application
from elearning.core.db import db
from elearning.courses.compiled import Item, Option, Pool, Question, Quiz, QuizRules
from elearning.courses.models import Course, Enrolment
from elearning.quizzes.drawing import Paper, paper_of
from elearning.quizzes.models import Attempt
from tests.factories import NOW, make_course, make_person, work


def make_question(
    name: str = "q1", kind: str = "single", key: str = "+--", **more: Any
) -> Question:
    """A question whose options are right (+) or wrong (-); every text names its place."""
    options = tuple(
        Option(
            f"{name}-o{n}", f"<p>Pilihan {n} {name}</p>", sign == "+", f"<p>BOCOR-{name}-{n}</p>"
        )
        for n, sign in enumerate(key, start=1)
    )
    texts = {"stem": f"<p>Soal {name}?</p>", "explanation": f"<p>BOCOR-bahas-{name}</p>"}
    return Question(id=f"stabil-{name}", kind=kind, options=options, **(texts | more))


def make_rules(**changes: Any) -> QuizRules:
    """The rules of a kuis, shuffled."""
    values: dict[str, Any] = {
        "preset": "kuis",
        "pass_mark": Decimal(70),
        "attempts": 3,
        "minutes_limit": None,
        "shuffle_questions": True,
        "shuffle_options": True,
        "feedback": "after-submit",
    }
    return QuizRules(**(values | changes))


def make_quiz(
    questions: int = 2, *, draw: int | None = None, key: str = "kuis", **rules: Any
) -> Quiz:
    """A required quiz with one pool of single-choice questions."""
    pool = Pool("Dasar", draw, tuple(make_question(f"q{n}") for n in range(1, questions + 1)))
    return Quiz(key, f"Judul {key}", 5, True, Decimal(1), "", make_rules(**rules), (pool,))


class Learner(NamedTuple):
    """Someone enrolled in the course of a quiz."""

    nip: str
    enrolment_id: int
    revision_id: int
    quiz: Quiz


def make_learner(app: Application, quiz: Quiz, *others: Item, **enrolment: Any) -> Learner:
    """Publish a course with a quiz after other items and enrol a person in it."""
    with work(app):
        course = make_course(*others, quiz)
        person = make_person()
        return Learner(*enrol(person, course, **enrolment), quiz)


def enrol(person: Person, course: Course, **changes: Any) -> tuple[str, int, int]:
    """Enrol a person; return their NIP, the enrolment and its revision."""
    revision_id = course.revision_id or 0
    values = {
        "person_id": person.id,
        "course_id": course.id,
        "revision_id": revision_id,
        "requirements_id": revision_id,
        "started_at": NOW,
        "seen_at": NOW,
    }
    enrolment = Enrolment(**(values | changes))
    db.session.add(enrolment)
    db.session.flush()
    return person.nip or "", enrolment.id, revision_id


def right_answers(attempt: Attempt, quiz: Quiz) -> dict[str, list[str]]:
    """Return the answers that earn everything, by the paper's ids."""
    return answers_with(paper_of(attempt.paper), quiz, right=True)


def wrong_answers(attempt: Attempt, quiz: Quiz) -> dict[str, list[str]]:
    """Return answers that earn nothing."""
    return answers_with(paper_of(attempt.paper), quiz, right=False)


def answers_with(paper: Paper, quiz: Quiz, *, right: bool) -> dict[str, list[str]]:
    """Return for each drawn question its right options, or its first wrong one."""
    keyed = {option.id: option.right for q in quiz.questions for option in q.options}
    return {
        slot.id: [opaque for opaque, stable in slot.options if keyed[stable] is right][
            : None if right else 1
        ]
        for slot in paper
    }


def make_batch(answers: dict[str, list[str]], base: int = 0) -> dict[str, Any]:
    """Return a batch as quiz.js sends it."""
    events = [
        {
            "id": str(uuid4()),
            "seq": base + n,
            "question": q,
            "answer": a,
            "at": "2026-11-22T03:00:00Z",
        }
        for n, (q, a) in enumerate(answers.items(), start=1)
    ]
    return {"client": str(uuid4()), "base": base, "events": events}
