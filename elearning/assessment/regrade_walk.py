"""The walk over the attempts that drew a question: what each repair would change in them.

Chunk by chunk in the order of the attempts, so that memory stays bounded however many there are.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from elearning.courses.compiled import Question, Quiz
from elearning.learning.attempts.answering import quiz_at
from elearning.quizzes.regrading import Change, change, regraded
from elearning.quizzes.repair_queries import (
    Drawn,
    answered,
    attempts_with,
    first_verdicts,
    revisions_of,
)
from elearning.quizzes.repairs import Repairs, questions_by_id, version_of

CHUNK = 500


class Subject(NamedTuple):
    """What is repaired: some versions of one question of one quiz."""

    course_id: int
    quiz_key: str
    question: str
    versions: frozenset[str]


class Stretch(NamedTuple):
    """A revision whose quiz has a version that is repaired."""

    revision_id: int
    quiz: Quiz


class Regraded(NamedTuple):
    """A change, and whose attempt it is in."""

    change: Change
    enrolment_id: int
    person_id: int


def question_in(revision_id: int, quiz_key: str, question: str) -> Question | None:
    """Return a question as a revision has it."""
    quiz = quiz_at(revision_id, quiz_key)
    return questions_by_id(quiz.questions).get(question) if quiz else None


def stretches_of(subject: Subject) -> list[Stretch]:
    """Return the revisions that have a version which is repaired, the oldest first."""
    found = []
    for revision_id, _number in revisions_of(subject.course_id):
        quiz = quiz_at(revision_id, subject.quiz_key)
        asked = questions_by_id(quiz.questions).get(subject.question) if quiz else None
        if quiz and asked and version_of(asked) in subject.versions:
            found.append(Stretch(revision_id, quiz))
    return found


def chunks_of(stretch: Stretch, subject: Subject) -> Iterator[list[Drawn]]:
    """Yield the attempts of a revision that drew the question, to be read only."""
    after, more = 0, True
    while more:
        chunk = attempts_with(stretch.revision_id, subject.quiz_key, subject.question, after, CHUNK)
        more = len(chunk) == CHUNK
        after = chunk[-1].id if chunk else after
        yield chunk


def changes_in(
    chunk: Sequence[Drawn], quiz: Quiz, question: str, repairs: Repairs, *, is_undo: bool = False
) -> list[Regraded]:
    """Return what repairs change in some attempts; open ones are graded when they are closed.

    A pass that was told stays. Undoing takes back what regrades gave, not what sending gave.
    """
    closed = [each for each in chunk if each.is_closed and each.marks is not None]
    if not closed:
        return []
    attempts = answered(closed, question)
    told = first_verdicts([each.id for each in closed]) if is_undo else {}
    found = []
    for each in closed:
        after = regraded(quiz, attempts[each.id], question, repairs)
        moved = change(each.id, each.standing, after, told.get(each.id, each.passed))
        if moved is not None:
            found.append(Regraded(moved, each.enrolment_id, each.person_id))
    return found
