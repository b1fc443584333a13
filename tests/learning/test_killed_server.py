"""A server killed with -9 while a learner answers: what it acknowledged is there, once, in order."""

import json
from http.client import HTTPConnection, HTTPException
from itertools import cycle
from pathlib import Path
from threading import Timer
from typing import Any, NamedTuple
from urllib.request import urlopen

from sqlalchemy import select

from elearning.core.application import Application
from elearning.core.db import db
from elearning.quizzes.models import AnswerEvent, Attempt
from tests.factories import make_lesson
from tests.learning.browsers import Browser, browser
from tests.processes import free_port, kill, served
from tests.quizzes.samples import make_batch, make_quiz

#: After so many seconds of saving the server dies.
DEATHS = (0.4, 0.7, 1.1)


class Sender(NamedTuple):
    """A learner's browser at a real server: the session's cookie and its token."""

    port: int
    cookie: str
    url: str

    def ask(self, method: str, path: str, data: object = None) -> tuple[int, Any]:
        """Send a request over a connection of its own; return the status and the JSON."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        headers = {"Cookie": f"session={self.cookie}", "Content-Type": "application/json"}
        if data is not None:
            _status, body = self.ask("GET", "/csrf")
            headers["X-CSRFToken"] = body["csrf_token"]
        try:
            connection.request(method, path, json.dumps(data) if data else None, headers)
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            connection.close()

    def save(self, batch: dict[str, Any]) -> dict[str, Any] | None:
        """Send a batch; None when the server died before it could acknowledge."""
        try:
            status, told = self.ask("POST", f"{self.url}/jawaban", batch)
        except (OSError, HTTPException, ValueError):
            return None
        assert status == 200, told
        return dict(told)


def enter_classroom(port: int) -> None:
    """Let every process of the server load the classroom, so that death finds it at work."""
    for _visit in range(10):
        with urlopen(f"http://127.0.0.1:{port}/pelatihan/") as answer:
            assert answer.status == 200


def saved(learner: Browser) -> list[str]:
    """Return the ids of the saved answers, the first first."""
    own = select(AnswerEvent.event_id).where(AnswerEvent.attempt_id == learner.attempt.id)
    with learner.app.app_context():
        return list(db.session.scalars(own.order_by(AnswerEvent.seq)))


def test_nothing_acknowledged_is_lost_when_the_server_is_killed(
    each_app: Application, tmp_path: Path
) -> None:
    learner = browser(each_app, make_quiz(2), make_lesson()).begin()
    session = learner.client.get_cookie("session")
    assert session is not None
    acknowledged: list[str] = []
    unsure: dict[str, Any] | None = None
    answers = cycle([learner.right(), learner.wrong()])
    for seconds in DEATHS:
        port = free_port()
        with served(each_app, tmp_path, port) as process:
            enter_classroom(port)
            sender = Sender(port, session.value, learner.url)
            death = Timer(seconds, kill, [process])
            death.start()
            batch = unsure
            while True:
                batch = batch or make_batch(next(answers), len(acknowledged))
                if sender.save(batch) is None:
                    break
                acknowledged += [event["id"] for event in batch["events"]]
                batch = None
            unsure = batch
            death.join()
        found = saved(learner)
        assert found[: len(acknowledged)] == acknowledged
        assert len(found) - len(acknowledged) in {0, 2}  # a batch is there whole or not at all
    assert len(acknowledged) > len(DEATHS) * 4
    with each_app.app_context():
        attempt = db.session.get_one(Attempt, learner.attempt.id)
        assert attempt.saved_seq == len(saved(learner))
