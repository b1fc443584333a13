"""Answers saved by script: whole batches or nothing, twice the same as once."""

import pytest
from sqlalchemy import func, select

from elearning.core.db import db
from elearning.quizzes.models import AnswerEvent
from tests.learning.browsers import FRONT, Browser
from tests.quizzes.samples import make_batch


def test_answers_saved_by_script_are_on_the_page_when_one_comes_back(learner: Browser) -> None:
    learner.begin()
    right = learner.right()
    status, answer = learner.save(batch := make_batch(right))
    assert (status, answer["saved_seq"]) == (200, 2)
    assert answer["accepted"] == [event["id"] for event in batch["events"]]
    learner.open(learner.url)
    ticked = {i["name"]: [i["value"]] for i in learner.page.select("input[checked]")}
    assert ticked == right


def test_a_batch_sent_twice_is_answered_alike(learner: Browser) -> None:
    learner.begin()
    batch = make_batch(learner.right())
    assert learner.save(batch) == learner.save(batch)


def test_the_same_id_with_another_answer_is_422(learner: Browser) -> None:
    learner.begin()
    batch = make_batch(learner.right())
    learner.save(batch)
    batch["events"][1]["answer"] = []
    assert learner.save(batch)[0] == 422
    assert learner.attempt.saved_seq == 2


def test_a_stale_tab_gets_409_with_the_answers(learner: Browser) -> None:
    learner.begin()
    right = learner.right()
    learner.save(make_batch(right))
    status, answer = learner.save(make_batch(learner.wrong()))
    assert (status, answer) == (409, {"reason": "stale", "saved_seq": 2, "answers": right})


def test_a_batch_with_one_bad_event_saves_nothing(learner: Browser) -> None:
    learner.begin()
    batch = make_batch(learner.right())
    batch["events"][1]["answer"] = ["000000000000"]
    assert learner.save(batch)[0] == 422
    with learner.app.app_context():
        assert db.session.scalar(select(func.count()).select_from(AnswerEvent)) == 0


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"\xff\xfe", 400),
        (b"1" * 10_000, 400),
        (b"[" * 60_000, 422),
        (b'{"a":' * 10_000, 422),
        (b"null", 422),
        (b"NaN", 422),
        (b"[]", 422),
        (b'{"events": [1e999], "base": -0.0}', 422),
        (b'{"client": "\\ud800", "base": 0, "events": [{}]}', 422),
        (b'"' + b"x" * 65_536 + b'"', 413),
    ],
)
def test_a_nasty_body_is_refused_without_a_trace(
    learner: Browser, body: bytes, status: int
) -> None:
    learner.begin()
    assert learner.save(body)[0] == status
    assert learner.attempt.saved_seq == 0


def test_saving_needs_a_token(learner: Browser) -> None:
    learner.begin()
    answer = learner.client.post(f"{learner.url}/jawaban", json=make_batch(learner.right()))
    assert answer.status_code == 400
    assert learner.attempt.saved_seq == 0


def test_a_signed_out_tab_gets_401_and_keeps_its_queue(learner: Browser) -> None:
    learner.begin()
    url, batch = learner.url, make_batch(learner.right())
    learner.open(FRONT).send("/keluar")
    assert learner.save(batch, url) == (401, {"reason": "signed-out"})
