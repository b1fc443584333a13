"""Who may answer, until when, how often, and who may see what was right."""

from datetime import datetime
from typing import Any, Protocol

from elearning.courses.compiled import QuizRules

Moment = datetime | None


class Timed(Protocol):
    """What an attempt's clock needs: read-only, so that rows and models both fit."""

    @property
    def closed_at(self) -> Any: ...
    @property
    def deadline_at(self) -> Any: ...


def can_answer(person: Any, attempt: Any) -> bool:
    """An attempt belongs to the person who is enrolled, and to nobody else."""
    return bool(person.id == attempt.person_id)


def is_overdue(attempt: Timed, at: datetime) -> bool:
    """Whether an open attempt's time is up, by the server's clock."""
    deadline: Moment = attempt.deadline_at
    return attempt.closed_at is None and deadline is not None and at >= deadline


def has_passed(rules: QuizRules, *, is_finished: bool) -> bool:
    """A finished quiz is passed, unless sending it was enough."""
    return is_finished and rules.pass_mark is not None


def is_checkable(rules: QuizRules, kind: str) -> bool:
    """Whether an answer's feedback may be shown in an open attempt; an essay has none yet."""
    return rules.feedback == "immediate" and kind != "essay"


def is_feedback_due(rules: QuizRules, *, closed: bool, has_passed: bool) -> bool:
    """Whether the key and the feedback may leave the server: never while the attempt is open."""
    if not closed or rules.feedback == "never":
        return False
    return has_passed if rules.feedback == "after-pass" else True
