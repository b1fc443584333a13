"""Clock, limits and who may see what was right, as truth tables."""

from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest

from elearning.quizzes.policy import can_answer, is_feedback_due, is_overdue
from tests.factories import NOW
from tests.quizzes.samples import make_rules

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("deadline", "closed", "overdue"),
    [
        (None, None, False),
        (NOW + SECOND, None, False),
        (NOW, None, True),
        (NOW - SECOND, None, True),
        (NOW - SECOND, NOW, False),
    ],
)
def test_time_is_up_at_the_deadline(
    deadline: datetime | None, closed: datetime | None, overdue: bool
) -> None:
    attempt = SimpleNamespace(deadline_at=deadline, closed_at=closed)
    assert is_overdue(attempt, NOW) is overdue


@pytest.mark.parametrize(
    ("feedback", "closed", "has_passed", "due"),
    [
        ("immediate", False, False, False),
        ("immediate", True, False, True),
        ("after-submit", False, True, False),
        ("after-submit", True, False, True),
        ("after-pass", False, True, False),
        ("after-pass", True, False, False),
        ("after-pass", True, True, True),
        ("never", True, True, False),
    ],
)
def test_feedback_waits_until_it_is_due(
    feedback: str, closed: bool, has_passed: bool, due: bool
) -> None:
    rules = make_rules(feedback=feedback)
    assert is_feedback_due(rules, closed=closed, has_passed=has_passed) is due


def test_an_attempt_belongs_to_its_person() -> None:
    assert can_answer(SimpleNamespace(id=1), SimpleNamespace(person_id=1))
    assert not can_answer(SimpleNamespace(id=2), SimpleNamespace(person_id=1))
