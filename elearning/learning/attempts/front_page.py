"""The front page of a quiz: its rules, one's attempts, what one may do now."""

from collections.abc import Sequence

from flask import render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from elearning.accounts.own_time import day_and_time
from elearning.core import clock
from elearning.core.languages import decimal
from elearning.core.trusted import trusted
from elearning.courses.compiled import Quiz
from elearning.courses.queries import Place, outline_of
from elearning.learning.attempts.answering import needs_confirmation, settle
from elearning.learning.attempts.forms import ChanceForm
from elearning.learning.attempts.pages import status_of
from elearning.learning.attempts.standings import (
    METHODS,
    NextAttempt,
    attempts_in_words,
    next_attempt,
    pauses_in_words,
    time_limit,
)
from elearning.learning.languages import tongue_of_item
from elearning.quizzes.chance_queries import chances_of, extra_time
from elearning.quizzes.grading import UNGRADED
from elearning.quizzes.policy import is_overdue
from elearning.quizzes.queries import PastAttempt, attempts_at

FEEDBACK = {
    "immediate": lazy_gettext("Shown at once when you check an answer"),
    "after-submit": lazy_gettext("Shown when you have sent your answers"),
    "after-pass": lazy_gettext("Shown when you have passed"),
    "never": lazy_gettext("Not shown for this quiz"),
}


def quiz_front(place: Place, quiz: Quiz, form: ChanceForm | None = None) -> str:
    """Show a quiz before it is taken; an attempt whose time is up is settled first."""
    if place.enrolment_id is None:
        return front_page(place, quiz, [])
    attempts = attempts_at(place.enrolment_id, quiz.key)
    if attempts and is_overdue(attempts[-1], clock.now()):
        settle(attempts[-1].id, clock.now())
        attempts = attempts_at(place.enrolment_id, quiz.key)
    return front_page(place, quiz, attempts, form)


def front_page(
    place: Place, quiz: Quiz, attempts: Sequence[PastAttempt], form: ChanceForm | None = None
) -> str:
    """Show a quiz's rules, the earlier attempts, and the button that begins or goes on."""
    is_finished, own = quiz.key in place.finished, place.enrolment_id
    chances = chances_of(own, quiz.key) if own and attempts else []
    following = next_attempt(quiz, attempts, chances, is_finished=is_finished) if own else None
    percent = extra_time(own) if own and quiz.rules.minutes_limit else 0
    return render_template(
        "learning/quiz_front.html",
        place=place,
        quiz=quiz,
        tongue=tongue_of_item(place.slug, outline_of(place.revision_id), quiz.key, "quiz"),
        introduction=trusted(quiz.introduction),
        rules=rules_in_words(quiz, attempts, following, percent),
        open_attempt=next((each for each in attempts if each.closed_at is None), None),
        lines=[attempt_line(each) for each in attempts if each.closed_at],
        following=following,
        used=len(attempts),
        must_confirm=needs_confirmation(place, quiz.key),
        is_finished=is_finished,
        method=METHODS[quiz.rules.counted],
        form=form or (ChanceForm() if following and following.may_ask else None),
    )


def rules_in_words(
    quiz: Quiz, attempts: Sequence[PastAttempt], following: NextAttempt | None, percent: int
) -> list[tuple[str, str]]:
    """Return what a person should know before beginning, as pairs."""
    rules, count = quiz.rules, sum(pool.drawn for pool in quiz.pools)
    pairs = [(_("Number of questions"), str(count))]
    if rules.pass_mark is not None:
        pairs.append((_("Pass mark"), decimal(rules.pass_mark)))
    pairs.append((_("Time limit"), time_limit(rules, percent)))
    left = following.standing.left if following else rules.attempts or None
    pairs.append((_("Attempts left"), attempts_in_words(rules, left, total_of(left, attempts))))
    if rules.attempts != 1 and rules.preset != UNGRADED:
        pairs.append((_("Score"), str(METHODS[rules.counted])))
    return [*pairs, *pauses_in_words(rules), (_("Feedback"), str(FEEDBACK[rules.feedback]))]


def total_of(left: int | None, attempts: Sequence[PastAttempt]) -> int:
    """Return how many attempts there are with those that are used."""
    return (left or 0) + len(attempts)


def attempt_line(attempt: PastAttempt) -> dict[str, object]:
    """Return an earlier attempt as the list shows it."""
    return {
        "id": attempt.id,
        "number": attempt.number,
        "began": day_and_time(attempt.opened_at),
        "score": "–" if attempt.score is None else decimal(attempt.score),
        "status": status_of(attempt),
        "expired": attempt.close_reason == "expired",
    }
