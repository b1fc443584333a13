"""A class that took a quiz: who chose which option of which question."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import uuid4

from elearning.courses import compiled
from elearning.courses.models import Course
from elearning.courses.queries import compiled_item
from elearning.learning.attempts import answering
from elearning.learning.enrolment.operations import enrol
from elearning.quizzes.answers import Batch, Event
from elearning.quizzes.drawing import paper_of
from elearning.quizzes.models import Attempt
from elearning.quizzes.operations import open_attempt, save_answers
from tests.factories import NOW, make_course, make_lesson, make_person, make_quiz, make_unit

#: The quiz of `make_quiz`: four options a question, of which the first is right.
KEY = "kuis"


def make_class(
    choices: Sequence[str], quiz: compiled.Quiz | None = None, slug: str = "pelatihan-contoh"
) -> Course:
    """Let one person a line take a quiz; a line names an option per question, `.` none.

    The first person's attempt is sent first. Options are numbered from 0 in writing order.
    """
    taken = quiz or make_quiz(questions=len(choices[0]))
    course, unit = make_course(make_lesson(), taken, slug=slug), make_unit()
    for number, line in enumerate(choices):
        person = make_person(unit, name=f"Peserta {number}")
        enrolment = enrol(person, course, NOW)
        take(enrolment, line, NOW + timedelta(minutes=number), taken.key)
    return course


def take(enrolment: object, line: str, at: datetime, key: str = KEY) -> Attempt:
    """Open an attempt, answer as a line says, and send it."""
    revision_id = enrolment.revision_id  # type: ignore[attr-defined]
    quiz = compiled_item(revision_id, key)
    assert isinstance(quiz, compiled.Quiz)
    attempt = open_attempt(enrolment, key, quiz, revision_id, at)  # type: ignore[arg-type]
    events = tuple(events_of(attempt, quiz, line, at))
    if events:
        save_answers(attempt, Batch(str(uuid4()), events), at)
    answering.send(attempt.id, at)
    return attempt


def events_of(attempt: Attempt, quiz: compiled.Quiz, line: str, at: datetime) -> list[Event]:
    """Return the choices of a line as answers to the paper."""
    wanted = {
        question.id: question.options[int(mark)].id
        for question, mark in zip(quiz.questions, line, strict=True)
        if mark != "."
    }
    answers = [
        (slot.id, tuple(shown for shown, own in slot.options if own == wanted[slot.question]))
        for slot in paper_of(attempt.paper)
        if slot.question in wanted
    ]
    return [
        Event(str(uuid4()), number, slot, answer, at.isoformat())
        for number, (slot, answer) in enumerate(answers, start=1)
    ]
