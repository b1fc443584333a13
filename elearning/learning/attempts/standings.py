"""Where a person stands at a quiz, in words: what counts, what is left, when the next attempt opens."""

from collections.abc import Sequence
from typing import NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from elearning.accounts.own_time import day_and_time
from elearning.core import clock
from elearning.core.languages import decimal
from elearning.courses.compiled import Quiz, QuizRules
from elearning.quizzes.chance_queries import ASKED, Chance, past_of
from elearning.quizzes.chances import Standing, standing, time_allowed
from elearning.quizzes.counting import AVERAGE, FIRST, LAST, counted_score
from elearning.quizzes.queries import PastAttempt

METHODS = {
    None: lazy_gettext("The best attempt counts"),
    LAST: lazy_gettext("The last attempt counts"),
    FIRST: lazy_gettext("The first attempt counts"),
    AVERAGE: lazy_gettext("The average of all attempts counts"),
}


class NextAttempt(NamedTuple):
    """What a person may do at a quiz now."""

    standing: Standing
    #: When the next attempt opens; empty when it is open, or never opens by itself.
    opens: str
    may_ask: bool
    #: The request that waits for the trainer, and the newest answer.
    waiting: Chance | None
    answered: Chance | None
    #: The score that counts so far; empty without one.
    counted: str

    @property
    def may_begin(self) -> bool:
        """Whether an attempt may begin now."""
        return self.standing.may_begin


def next_attempt(
    quiz: Quiz, attempts: Sequence[PastAttempt], chances: Sequence[Chance], *, is_finished: bool
) -> NextAttempt:
    """Say what a person may do now, from their attempts and what a trainer gave."""
    now = standing(quiz.rules, past_of(attempts, chances), clock.now())
    waiting = next((each for each in chances if each.state == ASKED), None)
    decided = [each for each in chances if each.state != ASKED]
    return NextAttempt(
        now,
        day_and_time(now.opens_at) if now.opens_at else "",
        now.left == 0 and not is_finished and waiting is None and is_settled(attempts[-1]),
        waiting,
        decided[-1] if decided else None,
        counted_in_words(quiz, attempts),
    )


def is_settled(last: PastAttempt) -> bool:
    """Whether an attempt is closed and graded."""
    return last.closed_at is not None and not last.essays_waiting


def counted_in_words(quiz: Quiz, attempts: Sequence[PastAttempt]) -> str:
    """Write the score that counts so far; nothing before there is one."""
    scores = [attempt.score for attempt in attempts if attempt.closed_at]
    score = counted_score(quiz.rules.counted, scores)
    return "" if score is None else decimal(score)


def attempts_in_words(rules: QuizRules, left: int | None, total: int) -> str:
    """Write `2 of 3`."""
    if left is None:
        return str(_("As many as you like"))
    return str(_("%(left)s of %(total)s", left=left, total=total))


def time_limit(rules: QuizRules, percent: int) -> str:
    """Write somebody's time limit, and what of it is extra."""
    allowed = time_allowed(rules, percent)
    if allowed is None:
        return str(_("None"))
    minutes = decimal(allowed.total_seconds() / 60)
    if percent:
        words = _(
            "%(minutes)s minutes for you (%(limit)s minutes and %(percent)s%% extra time), also "
            "while you are away",
            minutes=minutes,
            limit=rules.minutes_limit,
            percent=percent,
        )
        return str(words)
    return str(_("%(minutes)s minutes, also while you are away", minutes=minutes))


def pauses_in_words(rules: QuizRules) -> list[tuple[str, str]]:
    """Say how long one waits for another attempt, as pairs; nothing where nobody waits."""
    pairs = []
    if rules.pause and rules.attempts != 1:
        minutes = _("%(minutes)s minutes", minutes=rules.pause)
        pairs.append((str(_("Pause between two attempts")), str(minutes)))
    if rules.more_after and rules.attempts:
        hours = _("one more opens %(hours)s hours after the last one", hours=rules.more_after)
        pairs.append((str(_("When all attempts are used up")), str(hours)))
    return pairs
