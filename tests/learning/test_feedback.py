"""What leaves the server: nothing of the key while an attempt is open, feedback when it is due."""

import json

import pytest

from elearning.core.application import Application
from tests.factories import make_lesson
from tests.learning.browsers import FRONT, Browser, browser
from tests.quizzes.samples import make_batch, make_quiz


def secrets_of(learner: Browser) -> list[str]:
    """Everything of the quiz that an open attempt must not tell."""
    drawn = {slot["question"] for slot in learner.attempt.paper}
    told = ["BOCOR", "stabil-", "correct", 'benar"', "-o1", "-o2", "-o3"]
    undrawn = [q.stem for q in learner.learner.quiz.questions if q.id not in drawn]
    return [*told, *undrawn]


@pytest.mark.parametrize("feedback", ["immediate", "after-submit", "after-pass", "never"])
def test_an_open_attempt_tells_nothing_of_its_key(app: Application, feedback: str) -> None:
    learner = browser(app, make_quiz(6, draw=3, feedback=feedback), make_lesson())
    learner.begin()
    seen = [learner.page.decode()]
    learner.save(make_batch(learner.right()))
    seen.append(json.dumps(learner.save(make_batch(learner.wrong()))))
    seen += [learner.open(learner.url + path).page.decode() for path in ("", "/kirim")]
    seen.append(learner.open(FRONT).page.decode())
    for text in seen:
        assert [word for word in secrets_of(learner) if word in text] == []


@pytest.mark.parametrize(
    ("feedback", "passes", "shown"),
    [
        ("immediate", False, True),
        ("after-submit", False, True),
        ("after-pass", False, False),
        ("after-pass", True, True),
        ("never", True, False),
    ],
)
def test_feedback_is_shown_when_it_is_due(
    app: Application, feedback: str, passes: bool, shown: bool
) -> None:
    learner = browser(app, make_quiz(6, draw=3, feedback=feedback), make_lesson())
    learner.begin()
    learner.save(make_batch(learner.right() if passes else learner.wrong()))
    learner.submit()
    assert ("BOCOR" in learner.page.decode()) is shown
    assert "stabil-" not in learner.page.decode()


def test_a_later_pass_opens_the_feedback_of_earlier_attempts(app: Application) -> None:
    learner = browser(app, make_quiz(2, feedback="after-pass"), make_lesson())
    learner.begin().submit()
    first = learner.url
    learner.begin()
    learner.save(make_batch(learner.right()))
    learner.submit()
    assert "BOCOR" in learner.open(first).page.decode()
