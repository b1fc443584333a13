"""Attempts through the pages: with scripting and without, in time and too late."""

import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import func, select, update

from elearning.core import clock
from elearning.core.application import Application
from elearning.core.db import db, writing
from elearning.courses.models import Enrolment, ItemFinish
from elearning.learning.answering import begin, settle, submit
from elearning.quizzes.models import AnswerEvent, Attempt
from elearning.quizzes.queries import locked_attempt
from elearning.records.models import Completion
from tests.factories import NOW, make_course, make_lesson, make_person, work
from tests.factories import make_quiz as plain_quiz
from tests.quizzes.samples import (
    Learner,
    make_batch,
    make_learner,
    make_quiz,
    right_answers,
    wrong_answers,
)
from tests.statements import statements
from tests.visitor import Visitor

FRONT = "/pelatihan/pelatihan-contoh/kuis"
MINUTE = timedelta(minutes=1)
CROWD = 20


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


@pytest.fixture
def learner(app: Application) -> Iterator[Browser]:
    """A learner in a lesson and a quiz of two questions."""
    return browser(app, None, make_lesson())


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


def test_used_up_attempts_say_what_to_do(app: Application) -> None:
    learner = browser(app, make_quiz(attempts=1), make_lesson())
    learner.begin()
    learner.submit()
    assert not learner.open(FRONT).page.select(f'form[action="{FRONT}/percobaan"]')
    token = learner.client.get("/csrf").get_json()["csrf_token"]
    answer = learner.client.post(f"{FRONT}/percobaan", data={"csrf_token": token})
    assert answer.status_code == 409


# The plain form


def test_without_scripting_the_form_saves_reviews_and_sends(learner: Browser) -> None:
    learner.begin()
    right = learner.right()
    first, second = right
    learner.send(f"{learner.url}/jawaban", **{first: right[first][0]}, lanjut="")
    assert learner.attempt.saved_seq == 1
    learner.send(f"{learner.url}/jawaban", lanjut="tinjau")
    links = [a["href"] for a in learner.page.select("main ul a")]
    assert links == [f"{learner.url}#soal-{second}"]
    learner.open(learner.url)
    learner.send(f"{learner.url}/jawaban", **{second: right[second][0]}, lanjut="tinjau")
    assert not learner.page.select("main ul a")
    learner.send(f"{learner.url}/kirim")
    assert learner.attempt.score == 100


def test_a_plain_form_sent_twice_is_saved_once(learner: Browser) -> None:
    learner.begin()
    right = {key: value[0] for key, value in learner.right().items()}
    form = {**right, "saved_seq": 0, "lanjut": ""}
    token = learner.client.get("/csrf").get_json()["csrf_token"]
    for _ in range(2):
        answer = learner.client.post(f"{learner.url}/jawaban", data={**form, "csrf_token": token})
        assert answer.status_code == 302
    assert learner.attempt.saved_seq == 2


def stale_form(learner: Browser) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Send a plain form that was opened before other answers were saved."""
    learner.begin()
    right, wrong = learner.right(), learner.wrong()
    page = learner.response
    learner.save(make_batch(right))
    learner.response = page
    learner.send(f"{learner.url}/jawaban", **{key: v[0] for key, v in wrong.items()}, lanjut="")
    return right, wrong


def test_a_stale_plain_form_shows_both_versions_and_changes_nothing(learner: Browser) -> None:
    right, _wrong = stale_form(learner)
    assert learner.status == 409
    names = {i["name"] for i in learner.page.select("input[type=radio]")}
    assert names == {f"pilih-{key}" for key in right}
    assert learner.attempt.saved_seq == 2


@pytest.mark.parametrize(("choice", "score"), [("server", 100), ("layar", 0)])
def test_the_chosen_version_counts(learner: Browser, choice: str, score: int) -> None:
    right, _wrong = stale_form(learner)
    learner.send(f"{learner.url}/jawaban", **{f"pilih-{key}": choice for key in right})
    assert learner.status == 200
    learner.submit()
    assert learner.attempt.score == score


def test_versions_can_be_mixed_by_question(learner: Browser) -> None:
    right, _wrong = stale_form(learner)
    first, second = right
    learner.send(
        f"{learner.url}/jawaban", **{f"pilih-{first}": "server", f"pilih-{second}": "layar"}
    )
    learner.submit()
    assert learner.attempt.score == 50


@pytest.mark.parametrize(
    "change", [{"saved_seq": "x"}, {"saved_seq": "-1"}, {"saved_seq": ""}, {"saved_seq": "9" * 30}]
)
def test_a_forged_plain_form_is_refused(learner: Browser, change: dict[str, str]) -> None:
    learner.begin()
    learner.send(f"{learner.url}/jawaban", **change)
    assert learner.status == 422


# The clock


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


# What leaves the server


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


# The certificate's data


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
            held = locked_attempt(attempt_id)
            assert held is not None
            submit(held.enrolment, held.attempt, clock.now())

    with ThreadPoolExecutor(CROWD) as pool:
        list(pool.map(one, range(CROWD)))
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Completion)) == 1


# Statements


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
    assert learner.attempt.passed
    assert (len(saving), len(reading), len(submitting)) == (4, 3, 6)
