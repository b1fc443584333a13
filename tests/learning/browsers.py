"""The browser of a learner who takes a quiz: presses what stands there, and saves as quiz.js does."""

import json
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from elearning.core.application import Application
from elearning.core.db import db, writing
from elearning.quizzes.models import Attempt
from tests.factories import NOW
from tests.quizzes.samples import Learner, make_learner, make_quiz, right_answers, wrong_answers
from tests.visitor import Visitor

FRONT = "/pelatihan/pelatihan-contoh/kuis"
MINUTE = timedelta(minutes=1)


class Browser(Visitor):
    """A learner's browser that can also do what quiz.js does."""

    app: Application
    learner: Learner

    @property
    def attempt(self) -> Attempt:
        """The newest attempt as the database holds it."""
        with self.app.app_context():
            found = db.session.scalars(select(Attempt).order_by(Attempt.id.desc())).first()
            assert found is not None
            db.session.expunge(found)
            return found

    @property
    def url(self) -> str:
        """The address of the newest attempt."""
        return f"/percobaan/{self.attempt.id}"

    def begin(self) -> "Browser":
        """Press Start on the quiz's front page."""
        self.open(FRONT).send(f"{FRONT}/percobaan")
        assert self.status == 200
        return self

    def save(self, data: object, url: str = "") -> tuple[int, Any]:
        """Send a batch as JSON."""
        token = self.client.get("/csrf").get_json()["csrf_token"]
        answer = self.client.post(
            f"{url or self.url}/jawaban",
            data=data if isinstance(data, bytes) else json.dumps(data),
            headers={"X-CSRFToken": token, "Content-Type": "application/json"},
        )
        return answer.status_code, answer.get_json()

    def right(self) -> dict[str, list[str]]:
        """The answers that earn everything."""
        return right_answers(self.attempt, self.learner.quiz)

    def wrong(self) -> dict[str, list[str]]:
        """Answers that earn nothing."""
        return wrong_answers(self.attempt, self.learner.quiz)

    def submit(self) -> "Browser":
        """Confirm on the review page."""
        self.open(f"{self.url}/kirim").send(f"{self.url}/kirim")
        return self

    def age(self, time: timedelta) -> None:
        """Let the open attempt have begun earlier."""
        attempt = self.attempt
        moved = {"opened_at": attempt.opened_at - time}
        if attempt.deadline_at:
            moved["deadline_at"] = attempt.deadline_at - time
        with self.app.app_context(), writing():
            db.session.execute(update(Attempt).where(Attempt.id == attempt.id).values(moved))
            db.session.commit()


def browser(app: Application, quiz: Any = None, *others: Any, **enrolment: Any) -> Browser:
    """A learner who has signed in; the printed data are confirmed unless told."""
    learner = make_learner(app, quiz or make_quiz(), *others, **({"confirmed_at": NOW} | enrolment))
    visitor = Browser(app)
    visitor.app, visitor.learner = app, learner
    visitor.sign_in(learner.nip)
    return visitor
