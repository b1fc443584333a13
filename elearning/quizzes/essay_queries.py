"""Reading what trainers found in the essays of an attempt."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select

from elearning.core.db import db, rows
from elearning.quizzes.models import Attempt, Essay, EssayReview


class Opinion(NamedTuple):
    """What one trainer found last: how well each criterion is met, and what the learner reads."""

    levels: tuple[Fraction, ...]
    comment: str


class JudgedEssay(NamedTuple):
    """An essay that was sent, with the opinions that count."""

    state: str
    #: From 0 to 1; None until it stands.
    earned: Fraction | None
    opinions: tuple[Opinion, ...]

    @property
    def levels(self) -> tuple[Fraction, ...]:
        """How well each criterion is met by the mean of all opinions."""
        columns = zip(*(each.levels for each in self.opinions), strict=True)
        return tuple(sum(each, Fraction(0)) / len(self.opinions) for each in columns)


_JUDGED = (
    select(
        Essay.question,
        Essay.state,
        Essay.earned,
        EssayReview.reviewer_id,
        EssayReview.levels,
        EssayReview.comment,
    )
    .outerjoin(EssayReview, EssayReview.essay_id == Essay.id)
    .where(Essay.attempt_id == bindparam("attempt_id"))
    .order_by(EssayReview.id)
)


_WAITING = (
    select(Attempt.quiz_key)
    .where(Attempt.enrolment_id == bindparam("enrolment_id"), Attempt.essays_waiting > 0)
    .distinct()
)


def quizzes_waiting(enrolment_id: int) -> frozenset[str]:
    """Return the keys of the quizzes in which an attempt waits for its essays' marks."""
    return frozenset(row[0] for row in rows(_WAITING, enrolment_id=enrolment_id))


def others_wait(course_id: int, attempt_id: int) -> bool:
    """Whether an essay of another attempt waits for the trainers of a course already."""
    found = select(Essay.id).where(
        Essay.course_id == course_id,
        Essay.state == "waiting",
        Essay.spared_at.is_(None),
        Essay.attempt_id != attempt_id,
    )
    return db.session.scalar(found.limit(1)) is not None


def judged_essays(attempt_id: int) -> dict[str, JudgedEssay]:
    """Return the essays of an attempt by the paper's id of their question."""
    found: dict[str, list[Sequence[Any]]] = defaultdict(list)
    for question, *row in rows(_JUDGED, attempt_id=attempt_id):
        found[question].append(row)
    return {question: _judged(lines) for question, lines in found.items()}


def _judged(lines: Sequence[Sequence[Any]]) -> JudgedEssay:
    """Return an essay from its reviews, the oldest first."""
    state, earned = lines[0][:2]
    mark = None if earned is None else Fraction(earned)
    return JudgedEssay(state, mark, tuple(newest_opinions(line[2:] for line in lines)))


def newest_opinions(reviews: Iterable[Sequence[Any]]) -> list[Opinion]:
    """Return the last word of each reviewer: reviewer, levels and comment, the oldest first."""
    last = {reviewer: (levels, comment) for reviewer, levels, comment in reviews if reviewer}
    return [Opinion(tuple(map(Fraction, levels)), text) for levels, text in last.values()]
