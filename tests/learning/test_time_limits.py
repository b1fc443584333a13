"""When the time is up, the attempt is settled as of its deadline, whoever comes first."""

from typing import Any

import pytest
from sqlalchemy import select

from elearning.core.application import Application
from elearning.core.db import db
from elearning.courses.models import Enrolment, ItemFinish
from elearning.learning.attempts.answering import begin, settle
from elearning.quizzes.models import Attempt
from tests.factories import NOW, make_lesson, work
from tests.learning.browsers import FRONT, MINUTE, Browser, browser
from tests.quizzes.samples import make_batch, make_learner, make_quiz


def timed(app: Application, **rules: Any) -> Browser:
    """A learner with right answers saved in an attempt whose ten minutes are over."""
    learner = browser(app, make_quiz(minutes_limit=10, **rules), make_lesson())
    learner.begin()
    learner.save(make_batch(learner.right()))
    learner.age(11 * MINUTE)
    return learner


def assert_settled(learner: Browser) -> None:
    """The attempt was closed at its deadline and graded from what was saved."""
    attempt = learner.attempt
    assert (attempt.closed_at, attempt.close_reason) == (attempt.deadline_at, "expired")
    assert attempt.score == 100


@pytest.mark.parametrize("path", ["", "/kirim"])
def test_opening_an_attempt_after_its_deadline_settles_it(app: Application, path: str) -> None:
    learner = timed(app)
    assert learner.open(learner.url + path).status == 200
    assert_settled(learner)
    with app.app_context():
        assert db.session.scalars(select(ItemFinish.key)).all() == ["kuis"]


def test_the_front_page_settles_an_attempt(app: Application) -> None:
    learner = timed(app)
    assert learner.open(FRONT).status == 200
    assert_settled(learner)


def test_saving_after_the_deadline_is_409_and_settles(app: Application) -> None:
    learner = timed(app)
    status, answer = learner.save(make_batch(learner.wrong(), base=2))
    assert (status, answer) == (409, {"reason": "expired", "saved_seq": 2})
    assert_settled(learner)


def test_a_plain_form_after_the_deadline_counts_for_nothing(app: Application) -> None:
    learner = timed(app)
    token = learner.client.get("/csrf").get_json()["csrf_token"]
    wrong = {key: value[0] for key, value in learner.wrong().items()}
    answer = learner.client.post(
        f"{learner.url}/jawaban", data={**wrong, "saved_seq": 2, "csrf_token": token}
    )
    assert answer.headers["Location"] == learner.url
    assert_settled(learner)


def test_submitting_after_the_deadline_settles(app: Application) -> None:
    learner = timed(app)
    token = learner.client.get("/csrf").get_json()["csrf_token"]
    learner.client.post(f"{learner.url}/kirim", data={"csrf_token": token})
    assert_settled(learner)


def test_a_new_attempt_settles_the_old_one_first(each_app: Application) -> None:
    learner = make_learner(each_app, make_quiz(minutes_limit=10), make_lesson())
    with work(each_app):
        enrolment = db.session.get_one(Enrolment, learner.enrolment_id)
        first = begin(enrolment, learner.quiz, NOW).id
    with work(each_app):
        enrolment = db.session.get_one(Enrolment, learner.enrolment_id)
        second = begin(enrolment, learner.quiz, NOW + 10 * MINUTE)
        assert (second.number, second.opened_at) == (2, NOW + 10 * MINUTE)
        settled = db.session.get_one(Attempt, first)
        assert (settled.close_reason, settled.closed_at) == ("expired", NOW + 10 * MINUTE)


def test_settling_in_time_closes_nothing(each_app: Application) -> None:
    learner = make_learner(each_app, make_quiz(minutes_limit=10), make_lesson())
    with work(each_app):
        enrolment = db.session.get_one(Enrolment, learner.enrolment_id)
        attempt_id = begin(enrolment, learner.quiz, NOW).id
    with each_app.test_request_context():
        settle(attempt_id, NOW + 9 * MINUTE)
    with each_app.app_context():
        assert db.session.get_one(Attempt, attempt_id).closed_at is None
