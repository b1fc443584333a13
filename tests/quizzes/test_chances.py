"""When the next attempt opens: limits, pauses, waiting, and chances that a trainer gives."""

from datetime import datetime, timedelta

import pytest

from elearning.quizzes.chances import Past, Standing, standing, time_allowed
from tests.factories import NOW
from tests.quizzes.samples import make_rules

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def past(attempts: int, given: tuple[int, ...] = ()) -> Past:
    """Attempts of a minute that began an hour apart, the last one now; chances given hours ago."""
    opened = [NOW - HOUR * hours - MINUTE for hours in reversed(range(attempts))]
    return Past(opened, [NOW - HOUR * hours for hours in given], NOW if attempts else None)


@pytest.mark.parametrize(
    ("limit", "used", "left"), [(0, 50, None), (3, 0, 3), (3, 2, 1), (3, 3, 0), (2, 5, 0)]
)
def test_zero_attempts_means_unlimited(limit: int, used: int, left: int | None) -> None:
    assert standing(make_rules(attempts=limit), past(used), NOW) == Standing(left)


@pytest.mark.parametrize(("minutes", "opens"), [(0, NOW + HOUR), (59, NOW + HOUR), (60, None)])
def test_the_pause_lies_between_the_end_and_the_next_attempt(
    minutes: int, opens: datetime | None
) -> None:
    now = standing(make_rules(attempts=3, pause=60), past(1), NOW + minutes * MINUTE)
    assert now == Standing(2, opens)
    assert now.may_begin is (opens is None)


def test_nobody_waits_for_the_first_attempt() -> None:
    rules = make_rules(attempts=1, pause=60, more_after=24)
    assert standing(rules, Past(), NOW) == Standing(1)


@pytest.mark.parametrize("used", [2, 3, 7])
def test_each_time_the_limit_is_used_up_one_attempt_opens_later(used: int) -> None:
    rules, opens = make_rules(attempts=2, more_after=24), NOW + 24 * HOUR
    assert standing(rules, past(used), opens - MINUTE) == Standing(0, opens)
    assert standing(rules, past(used), opens) == Standing(1)


def test_a_given_chance_is_one_attempt_more() -> None:
    rules = make_rules(attempts=2)
    assert standing(rules, past(2, given=(0,)), NOW).left == 1
    assert standing(rules, past(3, given=(1,)), NOW).left == 0


def test_an_attempt_that_opened_by_waiting_uses_up_no_given_chance() -> None:
    rules = make_rules(attempts=1, more_after=1)
    assert standing(rules, past(3, given=(0,)), NOW).left == 1


@pytest.mark.parametrize(("percent", "minutes"), [(0, 60), (50, 90), (33, 79.8)])
def test_extra_time_is_a_share_of_the_limit(percent: int, minutes: float) -> None:
    assert time_allowed(make_rules(minutes_limit=60), percent) == timedelta(minutes=minutes)
    assert time_allowed(make_rules(), percent) is None
