"""Reading what decides about the next attempt: those before, chances given, extra time, scores."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import bindparam, exists, select

from elearning.core.db import db, first_row, rows
from elearning.courses.compiled import Quiz
from elearning.courses.models import Enrolment
from elearning.courses.queries import compiled_item
from elearning.quizzes.chances import Past
from elearning.quizzes.counting import Score, counted_score
from elearning.quizzes.models import Attempt, ExtraChance, TimeAllowance
from elearning.quizzes.queries import PastAttempt, attempts_at

GIVEN, ASKED, DECLINED = "given", "asked", "declined"


class Chance(NamedTuple):
    """A request for one more attempt, or one given unasked, and what the trainer said."""

    id: int
    state: str
    request: str
    asked_at: datetime
    decided_at: datetime | None
    answer: str


_CHANCES = (
    select(
        ExtraChance.id,
        ExtraChance.state,
        ExtraChance.request,
        ExtraChance.asked_at,
        ExtraChance.decided_at,
        ExtraChance.answer,
    )
    .where(
        ExtraChance.enrolment_id == bindparam("enrolment_id"),
        ExtraChance.quiz_key == bindparam("quiz_key"),
    )
    .order_by(ExtraChance.id)
)
_EXTRA_TIME = (
    select(TimeAllowance.percent)
    .join(
        Enrolment,
        (Enrolment.person_id == TimeAllowance.person_id)
        & (Enrolment.course_id == TimeAllowance.course_id),
    )
    .where(Enrolment.id == bindparam("enrolment_id"), TimeAllowance.ended_at.is_(None))
    .order_by(TimeAllowance.id.desc())
    .limit(1)
)
_SCORES = (
    select(Attempt.quiz_key, Attempt.score)
    .where(Attempt.enrolment_id == bindparam("enrolment_id"), Attempt.closed_at.is_not(None))
    .order_by(Attempt.quiz_key, Attempt.number)
)


def chances_of(enrolment_id: int, quiz_key: str) -> list[Chance]:
    """Return the requests for more attempts at a quiz and the chances given, the first first."""
    found = rows(_CHANCES, enrolment_id=enrolment_id, quiz_key=quiz_key)
    return [Chance._make(row) for row in found]


def past_of(attempts: Sequence[PastAttempt], chances: Sequence[Chance]) -> Past:
    """Return what there was of a quiz."""
    given = [each.decided_at for each in chances if each.state == GIVEN and each.decided_at]
    ended = attempts[-1].closed_at if attempts else None
    return Past([attempt.opened_at for attempt in attempts], given, ended)


def past_at(enrolment_id: int, quiz_key: str) -> Past:
    """Return what there was of a quiz, as it is in the database now."""
    return past_of(attempts_at(enrolment_id, quiz_key), chances_of(enrolment_id, quiz_key))


def extra_time(enrolment_id: int) -> int:
    """Return by how many percent an enrolment's time limits are longer."""
    row = first_row(_EXTRA_TIME, enrolment_id=enrolment_id)
    return row[0] if row else 0


def scores_of(enrolment_id: int) -> dict[str, list[Score]]:
    """Return the scores of each quiz's closed attempts, the first first; None is not graded."""
    found: dict[str, list[Score]] = defaultdict(list)
    for key, score in rows(_SCORES, enrolment_id=enrolment_id):
        found[key].append(score)
    return found


def counted_scores(enrolment_id: int, revision_id: int) -> dict[str, Decimal]:
    """Return the score of each quiz that counts by its rules in a revision; no survey has one."""
    counted = {
        key: counted_score(counting_method(revision_id, key), scores)
        for key, scores in scores_of(enrolment_id).items()
    }
    return {key: score for key, score in counted.items() if score is not None}


def counting_method(revision_id: int, key: str) -> str | None:
    """Return which attempts at a quiz count; of one that is gone the best."""
    quiz = compiled_item(revision_id, key)
    return quiz.rules.counted if isinstance(quiz, Quiz) else None


def has_request(course_id: int) -> bool:
    """Whether somebody in a course waits for one more attempt."""
    asked = (ExtraChance.course_id == course_id, ExtraChance.state == ASKED)
    return bool(db.session.scalar(select(exists().where(*asked))))
