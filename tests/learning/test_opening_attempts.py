"""Before the first question: the rules, one open attempt, and whose it is."""

import re
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from elearning.core import clock
from elearning.core.application import Application
from elearning.core.db import db
from elearning.quizzes.models import Attempt
from tests.factories import make_course, make_lesson, make_person, work
from tests.learning.browsers import FRONT, Browser, browser
from tests.quizzes.samples import make_batch, make_quiz


def test_the_front_page_says_the_rules(app: Application) -> None:
    page = browser(app, make_quiz(7, draw=5, minutes_limit=20, pass_mark=Decimal("72.5"))).open(
        FRONT
    )
    assert page.status == 200
    for fact in ("5", "72,5", "20", "3"):
        assert re.search(rf"\b{fact}\b", page.page.select_one("main").get_text(" "))


def test_a_double_click_opens_one_attempt(learner: Browser) -> None:
    learner.begin()
    first = learner.attempt.id
    learner.open("/pelatihan/pelatihan-contoh/kuis")
    assert learner.page.select_one(f'a[href="/percobaan/{first}"]')
    token = learner.client.get("/csrf").get_json()["csrf_token"]
    again = learner.client.post(f"{FRONT}/percobaan", data={"csrf_token": token})
    assert again.headers["Location"] == f"/percobaan/{first}"


def test_an_attempts_start_is_when_it_was_opened(learner: Browser) -> None:
    before = clock.now()
    learner.begin()
    after = clock.now()
    learner.save(make_batch(learner.right()))
    learner.submit()
    assert before <= learner.attempt.opened_at <= after
    assert learner.attempt.closed_at is not None
    assert learner.attempt.closed_at >= after


def test_used_up_attempts_say_what_to_do(app: Application) -> None:
    learner = browser(app, make_quiz(attempts=1), make_lesson())
    learner.begin()
    learner.submit()
    assert not learner.open(FRONT).page.select(f'form[action="{FRONT}/percobaan"]')
    token = learner.client.get("/csrf").get_json()["csrf_token"]
    answer = learner.client.post(f"{FRONT}/percobaan", data={"csrf_token": token})
    assert answer.status_code == 409


@pytest.mark.parametrize("path", ["", "/kirim"])
def test_a_foreign_attempt_does_not_exist(learner: Browser, path: str) -> None:
    learner.begin()
    with work(learner.app):
        nip = make_person().nip or ""
    stranger = Browser(learner.app)
    stranger.app, stranger.learner = learner.app, learner.learner
    stranger.sign_in(nip)
    token = stranger.client.get("/csrf").get_json()["csrf_token"]
    assert stranger.open(learner.url + path).status == 404
    assert stranger.save(make_batch(learner.right()))[0] == 404
    sent = stranger.client.post(f"{learner.url}/kirim", data={"csrf_token": token})
    assert sent.status_code == 404
    assert learner.attempt.closed_at is None


@pytest.mark.parametrize("number", ["999", str(2**63 - 1), str(2**63), "9" * 40, "-1", "x"])
def test_an_unknown_attempt_does_not_exist(learner: Browser, number: str) -> None:
    assert learner.open(f"/percobaan/{number}").status == 404


def test_the_last_graded_quiz_asks_for_the_printed_data_first(app: Application) -> None:
    learner = browser(app, None, make_lesson(), confirmed_at=None)
    links = [a["href"] for a in learner.open(FRONT).page.select("main a")]
    assert "/pelatihan/pelatihan-contoh/data-sertifikat?next=kuis" in links
    token = learner.client.get("/csrf").get_json()["csrf_token"]
    answer = learner.client.post(f"{FRONT}/percobaan", data={"csrf_token": token})
    assert answer.headers["Location"].startswith("/pelatihan/pelatihan-contoh/data-sertifikat")
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Attempt)) == 0


def test_an_earlier_quiz_does_not_ask(app: Application) -> None:
    learner = browser(app, make_quiz(key="kuis"), make_lesson(), confirmed_at=None)
    with work(app):
        make_course(make_lesson(), make_quiz(key="kuis"), make_quiz(key="akhir"))
    assert learner.open(FRONT).page.select(f'form[action="{FRONT}/percobaan"]')
