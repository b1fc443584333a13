"""Completions issued by 32 workers while the server is killed five times: nothing lost, nothing twice."""

from pathlib import Path

from elearning.core.application import Application
from tests.attack.battle import Plan, fight
from tests.attack.checks import faults

PLAN = Plan(people=12, courses=10, kills=5, lives=(0.0, 0.15), seed=20251122)


def test_nothing_that_was_earned_is_lost_doubled_or_altered_when_the_server_dies(
    each_app: Application, tmp_path: Path
) -> None:
    told, outcome = fight(each_app, tmp_path, PLAN)
    assert outcome.faults == []
    assert outcome.acknowledged == PLAN.people * PLAN.courses
    assert 0 < outcome.at_deaths[-1] < outcome.acknowledged, "the deaths met nobody at work"
    assert outcome.downloaded > 0
    told.pairs.add((0, 0))
    assert faults(each_app, told, tmp_path) == ["lost: (0, 0)"]
