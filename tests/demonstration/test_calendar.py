"""The past of the demonstration, at any date on which somebody starts it."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearning.core.clock import local_date
from elearning.demonstration.calendar import GAP, TIMEZONE, at_local, moments, season_before
from elearning.demonstration.inventing import invent_people
from elearning.demonstration.stories import stories


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (date(2026, 11, 22), date(2026, 1, 12), date(2026, 11, 21)),
        (date(2027, 1, 1), date(2026, 1, 12), date(2026, 12, 31)),
        (date(2027, 1, 20), date(2026, 11, 24), date(2027, 1, 19)),
    ],
)
def test_the_season_is_this_year_or_the_last_eight_weeks(
    today: date, first: date, last: date
) -> None:
    assert season_before(at_local(today, time(8))) == (first, last)


@given(st.datetimes(datetime(2026, 11, 1), datetime(2030, 1, 1)), st.integers(0, 99))  # noqa: DTZ001
def test_every_story_lies_in_its_season_and_never_in_the_future(now: datetime, seed: int) -> None:
    now = now.replace(tzinfo=UTC)
    season = season_before(now)
    told = stories([str(n) for n in range(40)], 7, season, Random(seed))
    assert [story.end for story in told] == sorted(story.end for story in told)
    for story in told:
        assert season.opening < story.moments[0] - GAP
        assert story.end + GAP < now
        assert all(later - earlier >= GAP for earlier, later in pairwise(story.moments))


def test_people_learn_on_working_days() -> None:
    chosen = moments(Random(1), date(2026, 3, 1), date(2026, 3, 31), 30)
    assert {local_date(moment, TIMEZONE).weekday() for moment in chosen} <= set(range(5))


def test_the_same_year_invents_the_same_people() -> None:
    assert invent_people(2026, Random(7)) == invent_people(2026, Random(7))
    assert len({person.nip for person in invent_people(2026, Random(7))}) == 200


def test_nobody_invented_is_older_than_a_civil_servant() -> None:
    oldest = date(2026, 1, 1) - timedelta(days=58 * 366)
    assert all(person.nip[:8] > f"{oldest:%Y%m%d}" for person in invent_people(2026, Random(3)))
