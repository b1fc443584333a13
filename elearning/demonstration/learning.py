"""A story lived through the ordinary operations: enrol, read, confirm, answer, complete."""

import re
from datetime import datetime, timedelta
from itertools import takewhile
from math import ceil
from random import Random
from uuid import UUID

from elearning.accounts.queries import person_by_nip
from elearning.courses.compiled import Html, Lesson, Quiz
from elearning.courses.models import Course, Enrolment
from elearning.courses.queries import OutlineItem, compiled_item, outline_of, place_of
from elearning.demonstration.replies import right_answer, wrong_answer
from elearning.demonstration.stories import Story
from elearning.learning.attempts.answering import begin, send
from elearning.learning.completion.operations import advance
from elearning.learning.enrolment.operations import (
    confirm_data,
    enrol,
    finish_item,
    go_on_to,
    note_position,
)
from elearning.learning.enrolment.queries import enrolment_of
from elearning.quizzes.answers import Batch, Event
from elearning.quizzes.drawing import paper_of
from elearning.quizzes.models import Attempt
from elearning.quizzes.operations import save_answers

READING = timedelta(minutes=25)
SAVED_EVERY = timedelta(minutes=5)
#: From joining to the first lesson: whoever reads has taken the pre-test.
SETTLING = timedelta(minutes=15)
#: What people know before they have read anything.
BEFOREHAND = (25, 37, 50, 62, 75)
#: Answers that one save carries.
BATCH = 5

_HEADING = re.compile(r'<h2 id="([^"]+)"')


def live(story: Story, course: Course, chance: Random) -> None:
    """Let a person learn as their story says; who has begun already has lived it."""
    person = person_by_nip(story.nip)
    if person is None or enrolment_of(person.id, course.id) is not None:
        return
    joined = story.moments[0] - READING - SETTLING
    enrolment = enrol(person, course, joined)
    take_pretests(enrolment, joined, chance)
    lessons = [item for item in outline_of(enrolment.revision_id).items if item.kind == "lesson"]
    for item, at in zip(lessons[: story.lessons], story.moments, strict=False):
        read(enrolment, item, at)
    for score, at in zip(story.scores, story.moments[story.lessons :], strict=True):
        answer(enrolment, score, at, chance)
    if not story.scores:
        leave_off(enrolment, course.slug, story.end + READING, chance)


def take_pretests(enrolment: Enrolment, at: datetime, chance: Random) -> None:
    """Send what is asked before the first lesson; it has no pass mark and nothing to read first."""
    for item in takewhile(_is_quiz, outline_of(enrolment.revision_id).items):
        sit(enrolment, item, chance.choice(BEFOREHAND), at, chance)
        go_on_to(enrolment, following(enrolment, item).key)


def _is_quiz(item: OutlineItem) -> bool:
    return item.kind == "quiz"


def read(enrolment: Enrolment, item: OutlineItem, at: datetime) -> None:
    """Finish a lesson and go on to what follows."""
    finish_item(enrolment, item.key, at)
    go_on_to(enrolment, following(enrolment, item).key)
    advance(enrolment, at)


def following(enrolment: Enrolment, item: OutlineItem) -> OutlineItem:
    """Return what comes after an item; the last one itself."""
    items = outline_of(enrolment.revision_id).items
    return items[min(items.index(item) + 1, len(items) - 1)]


def leave_off(enrolment: Enrolment, slug: str, at: datetime, chance: Random) -> None:
    """Stop at some heading of the lesson that is open."""
    place = place_of(enrolment.person_id, slug)
    lesson = compiled_item(enrolment.revision_id, enrolment.last_key)
    if place is None or not isinstance(lesson, Lesson):
        return
    headings = _HEADING.findall("".join(p.html for p in lesson.parts if isinstance(p, Html)))
    if headings:
        note_position(place, lesson.key, chance.choice(headings), at)


def answer(enrolment: Enrolment, score: int, at: datetime, chance: Random) -> None:
    """Try the course's graded quiz, so that the score is reached, and submit it."""
    confirm_data(enrolment, at)
    item = next(item for item in outline_of(enrolment.revision_id).items if item.is_graded)
    sit(enrolment, item, score, at, chance)


def sit(enrolment: Enrolment, item: OutlineItem, score: int, at: datetime, chance: Random) -> None:
    """Open an attempt at a quiz, save answers that reach the score, and submit it."""
    quiz = compiled_item(enrolment.revision_id, item.key)
    assert isinstance(quiz, Quiz)  # noqa: S101  (the outline says so)
    attempt = begin(enrolment, quiz, at)
    send(attempt.id, save_all(attempt, quiz, score, at, chance))


def save_all(attempt: Attempt, quiz: Quiz, score: int, at: datetime, chance: Random) -> datetime:
    """Save an answer to every question, some at a time, and return when the last one came."""
    slots = paper_of(attempt.paper)
    right = set(chance.sample(range(len(slots)), ceil(score / 100 * len(slots))))
    questions = {question.id: question for question in quiz.questions}
    client = _uuid(chance)
    answers = [
        (right_answer if number in right else wrong_answer)(questions[slot.question], slot)
        for number, slot in enumerate(slots)
    ]
    for first in range(0, len(slots), BATCH):
        at += SAVED_EVERY
        events = [
            Event(_uuid(chance), number + 1, slots[number].id, answers[number], at.isoformat())
            for number in range(first, min(first + BATCH, len(slots)))
        ]
        save_answers(attempt, Batch(client, tuple(events)), at)
    return at + SAVED_EVERY


def _uuid(chance: Random) -> str:
    """Return what a browser would call a tab or an answer."""
    return str(UUID(int=chance.getrandbits(128), version=4))
