"""Sending an attempt: the result, and what follows from it exactly once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from elearning.core import clock
from elearning.core.application import Application
from elearning.core.db import db
from elearning.courses.models import Enrolment, ItemFinish
from elearning.learning.attempts.answering import begin, send
from elearning.quizzes.models import Attempt
from elearning.records.models import Completion
from tests.factories import make_lesson, work
from tests.factories import make_quiz as plain_quiz
from tests.learning.browsers import Browser, browser
from tests.quizzes.samples import make_batch, make_quiz
from tests.statements import statements

CROWD = 20


def test_a_pass_finishes_the_quiz_and_shows_the_score(learner: Browser) -> None:
    learner.begin()
    learner.save(make_batch(learner.right()))
    learner.submit()
    assert (learner.status, learner.attempt.score, learner.attempt.passed) == (200, 100, True)
    assert "100" in learner.text
    with learner.app.app_context():
        assert db.session.scalars(select(ItemFinish.key)).all() == ["kuis"]


def test_a_fail_finishes_nothing_and_says_what_is_left(learner: Browser) -> None:
    learner.begin()
    learner.save(make_batch(learner.wrong()))
    learner.submit()
    assert learner.attempt.passed is False
    assert "70" in learner.text
    with learner.app.app_context():
        assert db.session.scalars(select(ItemFinish.key)).all() == []


def test_submitting_twice_shows_the_same_result(learner: Browser) -> None:
    learner.begin()
    learner.save(make_batch(learner.right()))
    learner.submit()
    first, text = learner.attempt, learner.text
    token = learner.client.get("/csrf").get_json()["csrf_token"]
    again = learner.client.post(
        f"{learner.url}/kirim", data={"csrf_token": token}, follow_redirects=True
    )
    assert again.status_code == 200
    assert learner.open(learner.url).text == text
    assert learner.attempt.closed_at == first.closed_at


def test_who_passes_is_told_what_is_left_of_the_course(app: Application) -> None:
    learner = browser(app, make_quiz(), make_lesson("satu"), make_lesson("dua"))
    learner.begin()
    learner.save(make_batch(learner.right()))
    learner.submit()
    assert "Masih 2 bagian lagi sampai pelatihan selesai. Berikutnya:" in learner.text
    assert learner.page.select_one(".result a[href='/pelatihan/pelatihan-contoh/satu']")


def test_a_pretest_that_completes_the_course_says_so(app: Application) -> None:
    learner = browser(app, plain_quiz(preset="pretest", pass_mark=None))
    learner.begin()
    learner.submit()
    assert "Selamat, pelatihan ini telah Anda selesaikan!" in learner.text
    assert "sampai pelatihan selesai" not in learner.text


def test_who_fails_is_told_nothing_of_what_comes_later(app: Application) -> None:
    learner = browser(app, make_quiz(), make_lesson())
    learner.begin()
    learner.submit()
    assert "sampai pelatihan selesai" not in learner.text


def test_who_sends_an_expired_form_is_told_that_nothing_was_sent_and_led_back(
    learner: Browser,
) -> None:
    learner.begin()
    learner.save(make_batch(learner.right()))
    for form in ("kirim", "jawaban"):
        learner.response = learner.client.post(f"{learner.url}/{form}", data={"csrf_token": "old"})
        assert learner.status == 400
        assert "kuis belum terkirim" in learner.text
        assert "tersimpan sebelumnya tetap ada" in learner.text
        back = learner.page.select_one(".fault .btn")
        assert (back["href"], back.get_text()) == (learner.url, "Kembali ke percobaan")
    assert learner.attempt.closed_at is None
    learner.submit()
    assert learner.attempt.passed is True


def test_a_submitted_attempt_takes_no_more_answers(learner: Browser) -> None:
    learner.begin()
    learner.submit()
    status, answer = learner.save(make_batch(learner.right()))
    assert (status, answer["reason"]) == (409, "submitted")
    assert learner.attempt.score == 0


def test_a_pretest_is_finished_by_submitting_it(app: Application) -> None:
    learner = browser(app, plain_quiz(preset="pretest", pass_mark=None), make_lesson())
    learner.begin()
    learner.submit()
    assert learner.attempt.passed is None
    with app.app_context():
        assert db.session.scalars(select(ItemFinish.key)).all() == ["kuis"]


def test_passing_again_never_makes_a_second_completion(app: Application) -> None:
    learner = browser(app)  # no lesson: the quiz is all the work there is
    for _ in range(2):
        learner.begin()
        learner.save(make_batch(learner.right()))
        learner.submit()
        assert learner.page.select_one('a[href="/riwayat/"]')
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Attempt)) == 2
        assert db.session.scalar(select(func.count()).select_from(Completion)) == 1


def test_twenty_submits_at_once_complete_once(each_app: Application) -> None:
    app = each_app
    learner = browser(app)
    learner.begin()
    learner.save(make_batch(learner.right()))
    attempt_id, gate = learner.attempt.id, Barrier(CROWD)

    def one(_number: int) -> None:
        gate.wait(timeout=30)
        with work(app):
            send(attempt_id, clock.now())

    with ThreadPoolExecutor(CROWD) as pool:
        list(pool.map(one, range(CROWD)))
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Completion)) == 1


@pytest.mark.parametrize("questions", [2, 20])
def test_a_passing_submit_takes_six_statements_whatever_the_number_of_questions(
    app: Application, questions: int
) -> None:
    learner = browser(app, make_quiz(questions), make_lesson(), confirmed_at=None)
    with work(app):
        enrolment = db.session.get_one(Enrolment, learner.learner.enrolment_id)
        begin(enrolment, learner.learner.quiz, clock.now())
    learner.open(learner.url)
    batch, url = make_batch(learner.right()), learner.url
    token = learner.client.get("/csrf").get_json()["csrf_token"]
    with statements(app) as saving:
        headers = {"X-CSRFToken": token}
        learner.client.post(f"{url}/jawaban", json=batch, headers=headers)
    with statements(app) as reading:
        learner.client.get(url)
    with statements(app) as submitting:
        learner.client.post(f"{url}/kirim", data={"csrf_token": token})
    with statements(app) as result:
        learner.client.get(url)
    assert learner.attempt.passed
    assert (len(saving), len(reading), len(submitting), len(result)) == (4, 3, 6, 4)
