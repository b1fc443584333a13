"""The graded attempts at one revision of a quiz, read in chunks: what each question earned."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select

from elearning.core.db import db
from elearning.courses.models import CourseRevision, Enrolment
from elearning.quizzes.answer_values import kept_answer
from elearning.quizzes.drawing import Paper, paper_of
from elearning.quizzes.marking import Answer
from elearning.quizzes.models import AnswerEvent, Attempt, Essay, EssayReview, Regrade

CHUNK = 500


class Result(NamedTuple):
    """One graded attempt: per question of the author what it earned from 0 to 1, and its weight."""

    attempt_id: int
    enrolment_id: int
    number: int
    score: Decimal | None
    earned: dict[str, tuple[float, float]]


class Answered(NamedTuple):
    """One graded attempt with its paper and its last answers, by the paper's ids."""

    attempt_id: int
    paper: Paper
    answers: dict[str, Answer]


class RevisionLine(NamedTuple):
    """A revision in which a quiz was taken."""

    id: int
    number: int
    attempts: int


class Fingerprint(NamedTuple):
    """Changes whenever the graded attempts of a quiz change."""

    attempts: int
    last_closed: datetime | None
    ids: int
    regrades: int
    undone: int
    regraded_at: datetime | None
    changed: int
    reviewed: int | None


_GRADED = (Attempt.closed_at.is_not(None), Attempt.marks.is_not(None), Attempt.essays_waiting == 0)


def _graded(revision_id: int, key: str, *columns: Any) -> Select[Any]:
    """Return the statement of a quiz's graded attempts in one revision."""
    return select(*columns).where(
        Attempt.revision_id == revision_id, Attempt.quiz_key == key, *_GRADED
    )


def revisions_taken(course_id: int, key: str) -> list[RevisionLine]:
    """Return the revisions in which a quiz was taken and graded, the newest first."""
    found = (
        select(CourseRevision.id, CourseRevision.number, func.count())
        .join(Attempt, Attempt.revision_id == CourseRevision.id)
        .where(CourseRevision.course_id == course_id, Attempt.quiz_key == key, *_GRADED)
        .group_by(CourseRevision.id, CourseRevision.number)
        .order_by(CourseRevision.number.desc())
    )
    return [RevisionLine._make(row) for row in db.session.execute(found)]


def fingerprint(course_id: int, revision_id: int, key: str) -> Fingerprint:
    """Return what tells whether figures that were kept still hold."""
    closed = _graded(
        revision_id,
        key,
        func.count(),
        func.max(Attempt.closed_at),
        func.coalesce(func.sum(Attempt.id), 0),
    )
    repairs = select(
        func.count(),
        func.count(Regrade.undone_at),
        func.max(Regrade.finished_at),
        func.coalesce(func.sum(Regrade.changed), 0),
    ).where(Regrade.course_id == course_id, Regrade.quiz_key == key)
    reviews = select(func.max(EssayReview.id)).join(Essay).where(Essay.course_id == course_id)
    figures = (
        *db.session.execute(closed).one(),
        *db.session.execute(repairs).one(),
        db.session.scalar(reviews),
    )
    return Fingerprint._make(figures)


def results_of(revision_id: int, key: str) -> Iterator[Result]:
    """Yield the graded attempts, person by person and each person's first one first."""
    columns = (Attempt.id, Attempt.enrolment_id, Attempt.number, Attempt.score)
    found = _graded(revision_id, key, *columns, Attempt.paper, Attempt.marks)
    ordered = found.order_by(Attempt.enrolment_id, Attempt.number)
    for row in db.session.execute(ordered.execution_options(yield_per=CHUNK)):
        questions = [slot["question"] for slot in row.paper]
        marks = ((float(Fraction(mark)), float(weight)) for mark, weight in row.marks)
        earned = dict(zip(questions, marks, strict=True))
        yield Result(row.id, row.enrolment_id, row.number, row.score, earned)


def answered(attempt_ids: Sequence[int]) -> Iterator[Answered]:
    """Yield the papers and last answers of some attempts."""
    for start in range(0, len(attempt_ids), CHUNK):
        chunk = attempt_ids[start : start + CHUNK]
        given: dict[int, dict[str, Answer]] = {}
        for attempt_id, question, answer in db.session.execute(_saved_in(chunk)):
            given.setdefault(attempt_id, {})[question] = kept_answer(answer)
        papers = select(Attempt.id, Attempt.paper).where(Attempt.id.in_(chunk))
        for attempt_id, paper in db.session.execute(papers):
            yield Answered(attempt_id, paper_of(paper), given.get(attempt_id, {}))


def _saved_in(attempt_ids: Sequence[int]) -> Select[Any]:
    """Return the statement of the answers saved in some attempts, the last of each last."""
    columns = (AnswerEvent.attempt_id, AnswerEvent.question, AnswerEvent.answer)
    return (
        select(*columns)
        .where(AnswerEvent.attempt_id.in_(attempt_ids))
        .order_by(AnswerEvent.attempt_id, AnswerEvent.seq)
    )


# Which attempts of a person count


def _best(tries: Sequence[Result]) -> Sequence[Result]:
    """Return the first of the attempts with the highest score."""
    return [max(tries, key=lambda each: (each.score or Decimal(0), -each.number))]


WHICH: dict[str, Callable[[Sequence[Result]], Sequence[Result]]] = {
    "pertama": lambda tries: tries[:1],
    "terakhir": lambda tries: tries[-1:],
    "terbaik": _best,
    "semua": lambda tries: tries,
}


def chosen(results: Iterable[Result], which: str) -> list[Result]:
    """Return each person's first, last or best attempt, or all of them."""
    people = groupby(results, key=attrgetter("enrolment_id"))
    return [each for _person, tries in people for each in WHICH[which](list(tries))]


# Before and after


def score_pairs(course_id: int, before: str, after: str) -> list[tuple[Decimal, Decimal]]:
    """Return each person's first score in one quiz of a course and best score in another."""
    scores = (
        select(Attempt.enrolment_id, Attempt.quiz_key, Attempt.number, Attempt.score)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(
            Enrolment.course_id == course_id,
            Attempt.quiz_key.in_((before, after)),
            Attempt.score.is_not(None),
        )
        .order_by(Attempt.enrolment_id, Attempt.number)
    )
    first: dict[int, Decimal] = {}
    best: dict[int, Decimal] = {}
    for enrolment_id, key, _number, found in db.session.execute(scores):
        score = found or Decimal(0)
        if key == before:
            first.setdefault(enrolment_id, score)
        else:
            best[enrolment_id] = max(score, best.get(enrolment_id, score))
    return [(first[each], best[each]) for each in first if each in best]
