"""What quizzes hold about a person, for the page Data Saya.

The paper of an attempt and the marks of its questions stay out: they tell the key before it is due.
"""

from typing import Any

from sqlalchemy import Select, case, func, null, select

from elearning.core.personal_data import OWNER, Erased, Held, Moved
from elearning.courses.models import Course, Enrolment
from elearning.quizzes.models import (
    AnswerCheck,
    AnswerEvent,
    Attempt,
    Essay,
    EssayReview,
    ExtraChance,
    Regrade,
    RegradedAttempt,
    TimeAllowance,
)

_TITLE = Course.title.label("course")
_ATTEMPT = Attempt.id.label("attempt")


def _of_attempts(found: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Keep what belongs to the owner's attempts."""
    return (
        found.join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(Course, Course.id == Enrolment.course_id)
        .where(Enrolment.person_id == OWNER)
    )


def _once_graded(column: Any) -> Any:
    """Return what is said of an essay when its mark stands, as its author sees it."""
    return case((Essay.state == "graded", column))


PERSONAL_DATA = (
    Held(
        *("attempts", "answers"),
        _of_attempts(
            select(
                *(
                    _ATTEMPT,
                    _TITLE,
                    Attempt.quiz_key.label("item"),
                    Attempt.number.label("attempt_number"),
                ),
                *(Attempt.opened_at, Attempt.deadline_at, Attempt.closed_at),
                *(Attempt.close_reason, Attempt.score, Attempt.passed),
            ).select_from(Attempt)
        ),
        Attempt.id,
    ),
    Held(
        *("answers", "answers"),
        _of_attempts(
            select(
                *(_ATTEMPT, AnswerEvent.question, AnswerEvent.seq, AnswerEvent.answer),
                AnswerEvent.received_at,
            )
            .select_from(AnswerEvent)
            .join(Attempt, Attempt.id == AnswerEvent.attempt_id)
        ),
        AnswerEvent.id,
    ),
    Held(
        *("checked_answers", "answers"),
        _of_attempts(
            select(_ATTEMPT, AnswerCheck.question, AnswerCheck.checked_at)
            .select_from(AnswerCheck)
            .join(Attempt, Attempt.id == AnswerCheck.attempt_id)
        ),
        AnswerCheck.id,
    ),
    Held(
        *("essays", "answers"),
        _of_attempts(
            select(
                *(_ATTEMPT, Essay.question, Essay.sent_at, Essay.state),
                *(_once_graded(Essay.earned).label("earned"), Essay.graded_at),
            )
            .select_from(Essay)
            .join(Attempt, Attempt.id == Essay.attempt_id)
        ),
        Essay.id,
    ),
    Held(
        *("essay_comments", "answers"),
        _of_attempts(
            select(
                *(_ATTEMPT, Essay.question, EssayReview.reviewed_at),
                *(EssayReview.comment, EssayReview.earned),
            )
            .select_from(EssayReview)
            .join(Essay, Essay.id == EssayReview.essay_id)
            .join(Attempt, Attempt.id == Essay.attempt_id)
            .where(Essay.state == "graded")
        ),
        EssayReview.id,
    ),
    Held(
        *("regraded_attempts", "answers"),
        _of_attempts(
            select(
                *(_ATTEMPT, RegradedAttempt.score_before, RegradedAttempt.score_after),
                *(RegradedAttempt.passed_before, RegradedAttempt.passed_after),
            )
            .select_from(RegradedAttempt)
            .join(Attempt, Attempt.id == RegradedAttempt.attempt_id)
        ),
        RegradedAttempt.id,
    ),
    Held(
        *("extra_chances", "answers"),
        select(
            *(_TITLE, ExtraChance.quiz_key.label("item"), ExtraChance.state),
            *(ExtraChance.request.label("reason"), ExtraChance.asked_at),
            *(ExtraChance.decided_at, ExtraChance.answer),
        )
        .join(Enrolment, Enrolment.id == ExtraChance.enrolment_id)
        .join(Course, Course.id == ExtraChance.course_id)
        .where(Enrolment.person_id == OWNER),
        ExtraChance.id,
    ),
    Held(
        *("time_allowances", "answers"),
        select(
            *(_TITLE, TimeAllowance.percent, TimeAllowance.reason),
            *(TimeAllowance.given_at, TimeAllowance.ended_at),
        )
        .join(Course, Course.id == TimeAllowance.course_id)
        .where(TimeAllowance.person_id == OWNER),
        TimeAllowance.id,
    ),
    Held(
        *("given_reviews", "work"),
        select(_TITLE, EssayReview.reviewed_at)
        .join(Essay, Essay.id == EssayReview.essay_id)
        .join(Course, Course.id == Essay.course_id)
        .where(EssayReview.reviewer_id == OWNER),
        EssayReview.id,
    ),
    Held(
        *("regrades", "work"),
        select(_TITLE, Regrade.quiz_key.label("item"), Regrade.made_at, Regrade.remedy)
        .join(Course, Course.id == Regrade.course_id)
        .where(Regrade.made_by_id == OWNER),
        Regrade.id,
    ),
)

_own_enrolments = select(Enrolment.id).where(Enrolment.person_id == OWNER)
_own_attempts = select(Attempt.id).where(Attempt.enrolment_id.in_(_own_enrolments))
_own_essays = select(Essay.id).where(Essay.attempt_id.in_(_own_attempts))

#: Attempts stay, so that their number and scores do; without a paper nothing grades them again.
ERASED = (
    Erased(RegradedAttempt, RegradedAttempt.attempt_id.in_(_own_attempts)),
    Erased(EssayReview, EssayReview.essay_id.in_(_own_essays)),
    Erased(Essay, Essay.attempt_id.in_(_own_attempts)),
    Erased(AnswerCheck, AnswerCheck.attempt_id.in_(_own_attempts)),
    Erased(AnswerEvent, AnswerEvent.attempt_id.in_(_own_attempts)),
    Erased(ExtraChance, ExtraChance.enrolment_id.in_(_own_enrolments)),
    Erased(TimeAllowance, TimeAllowance.person_id == OWNER),
    Erased(
        Attempt,
        Attempt.enrolment_id.in_(_own_enrolments),
        {
            "seed": "",
            "paper": [],
            "marks": null(),
            "essays_waiting": 0,
            "passed": func.coalesce(Attempt.passed, False),
            "closed_at": func.coalesce(Attempt.closed_at, Attempt.opened_at),
            "close_reason": case(
                (Attempt.close_reason == "", "expired"), else_=Attempt.close_reason
            ),
        },
    ),
)

MOVED = (Moved(TimeAllowance),)
