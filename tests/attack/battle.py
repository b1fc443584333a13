"""The attack itself: serve, let the workers in, kill, and again; at the end one server finishes."""

import subprocess
from pathlib import Path
from random import Random
from threading import Event
from time import monotonic, sleep
from typing import NamedTuple

from elearning.core.application import Application
from tests.attack.checks import download_again, faults
from tests.attack.ground import shuffled, steps_to_take
from tests.attack.workers import Acknowledged, let_in
from tests.processes import free_port, kill, served

#: How often each step is sent, by workers at the same time.
COPIES = 3
#: Seconds until a server is killed that has acknowledged nothing.
LONGEST_WAIT = 20


class Plan(NamedTuple):
    """How hard the attack is; a server lives on for so many seconds after its first acknowledgement."""

    people: int
    courses: int
    kills: int
    lives: tuple[float, float]
    seed: int


class Outcome(NamedTuple):
    """What the attack did and found."""

    acknowledged: int
    at_deaths: list[int]
    downloaded: int
    faults: list[str]


def fight(app: Application, folder: Path, plan: Plan) -> tuple[Acknowledged, Outcome]:
    """Carry out a plan on an empty database and say what was acknowledged and what is wrong."""
    random = Random(plan.seed)
    steps = steps_to_take(app, plan.people, plan.courses)
    told = Acknowledged(shuffled(steps, random, COPIES))
    at_deaths = []
    for number in range(plan.kills):
        die_once(app, folder, told, random.uniform(*plan.lives), plan.seed + number)
        at_deaths.append(len(told.pairs))
    finish(app, folder, told, plan.seed)
    found = faults(app, told, folder)
    return told, Outcome(len(told.pairs), at_deaths, len(told.pdfs), found)


def die_once(app: Application, folder: Path, told: Acknowledged, life: float, seed: int) -> None:
    """Serve for a while, then kill the server while everybody works."""
    port = free_port()
    with served(app, folder, port) as process:
        before, workers = len(told.pairs), let_in(told, port, seed, Event())
        wait_for_work(told, before)
        sleep(life)
        kill(process)
        for worker in workers:
            worker.join()
        assert process.wait(20) != 0


def wait_for_work(told: Acknowledged, before: int) -> None:
    """Wait until something was acknowledged, however slow the machine is; a while at most."""
    end = monotonic() + LONGEST_WAIT
    while len(told.pairs) == before and monotonic() < end:
        sleep(0.01)


def finish(app: Application, folder: Path, told: Acknowledged, seed: int) -> None:
    """Let everybody finish what is left, and download every certificate again."""
    port = free_port()
    with served(app, folder, port) as process:
        for worker in let_in(told, port, seed, Event()):
            worker.join()
        assert process.poll() is None
        download_again(told, port)
        stop(process)


def stop(process: subprocess.Popen[bytes]) -> None:
    """End the server as its operator does."""
    process.terminate()
    process.wait(20)
