"""Fifty deaths a database: 32 workers complete courses while the server is killed with -9.

`python -m bench attack [--kills N] [--seed N] [--sqlite|--postgresql]`. Prints how many completions
and certificates were acknowledged, how far everybody was at each death, and every fault that was
found: a completion lost or doubled, a gap in the numbers, a broken chain, other bytes in a PDF.
"""

import argparse
import sys
from pathlib import Path
from random import randrange
from tempfile import TemporaryDirectory

from bench.quiz_load import database
from elearning.core.db import db
from tests.attack.battle import Plan, fight
from tests.conftest import make_settings, migrated

PEOPLE, COURSES, KILLS, LIVES = 60, 40, 50, (0.1, 1.0)


def main() -> None:
    """Attack each database; the exit status is 1 when anything was wrong."""
    parser = argparse.ArgumentParser(prog="python -m bench attack")
    parser.add_argument("--kills", type=int, default=KILLS)
    parser.add_argument("--seed", type=int, default=randrange(1_000_000))
    only = parser.add_mutually_exclusive_group()
    only.add_argument("--sqlite", action="store_true")
    only.add_argument("--postgresql", action="store_true")
    words = parser.parse_args(sys.argv[2:])
    plan = Plan(PEOPLE, COURSES, words.kills, LIVES, words.seed)
    chosen = [False] * (not words.postgresql) + [True] * (not words.sqlite)
    if sum([attack(plan, is_postgresql=each) for each in chosen]):
        sys.exit(1)


def attack(plan: Plan, *, is_postgresql: bool) -> int:
    """Attack one database, report, and return how many faults there are."""
    with database(is_postgresql=is_postgresql) as address, TemporaryDirectory() as folder:
        app = migrated(make_settings(Path(folder), database_url=address))
        _told, outcome = fight(app, Path(folder), plan)
        with app.app_context():
            db.engine.dispose()
    name = "PostgreSQL" if is_postgresql else "SQLite"
    print(f"{name}, seed {plan.seed}: killed {plan.kills} times at {outcome.at_deaths}")
    print(f"  acknowledged {outcome.acknowledged} of {plan.people * plan.courses} completions,")
    print(f"  {outcome.downloaded} certificates downloaded twice, faults {len(outcome.faults)}")
    for fault in outcome.faults:
        print(f"    {fault}")
    return len(outcome.faults)
