"""`umpan_balik: langsung`: an answer that was checked shows its feedback and changes no more."""

import re

import pytest
from sqlalchemy import select

from elearning.core.application import Application
from elearning.core.db import db
from elearning.quizzes.models import AnswerCheck
from tests.factories import make_lesson
from tests.learning.browsers import Browser, browser
from tests.quizzes.samples import make_batch, make_mixed_quiz, make_quiz
from tests.statements import statements


@pytest.fixture
def learner(app: Application) -> Browser:
    """A learner at a quiz of three questions with feedback at once."""
    return browser(app, make_quiz(3, feedback="immediate"), make_lesson()).begin()


def leaks(learner: Browser, text: str) -> set[str]:
    """Return the questions whose explanations stand in a text."""
    drawn = {slot["question"] for slot in learner.attempt.paper}
    return drawn & {f"stabil-{name}" for name in re.findall(r"BOCOR-bahas-(\w+)", text)}


def ask(learner: Browser, question: str) -> tuple[int, str]:
    """Ask for the feedback of a question as quiz.js does."""
    token = learner.client.get("/csrf").get_json()["csrf_token"]
    answer = learner.client.post(
        f"{learner.url}/periksa",
        data={"periksa": question},
        headers={"X-CSRFToken": token, "X-Fragment": "check"},
    )
    return answer.status_code, answer.get_data(as_text=True)


def test_a_checked_answer_shows_its_feedback_and_no_other(learner: Browser) -> None:
    slot = learner.attempt.paper[1]
    learner.save(make_batch(learner.wrong()))
    assert leaks(learner, learner.open(learner.url).text) == set()
    status, fragment = ask(learner, slot["id"])
    assert (status, leaks(learner, fragment)) == (200, {slot["question"]})
    assert leaks(learner, learner.open(learner.url).text) == {slot["question"]}
    assert leaks(learner, learner.open(f"{learner.url}/kirim").text) == set()


def test_an_unanswered_question_is_not_checked(learner: Browser) -> None:
    question = learner.attempt.paper[0]["id"]
    assert ask(learner, question)[0] == 422
    learner.open(learner.url).send(f"{learner.url}/jawaban")
    assert leaks(learner, learner.text) == set()
    with learner.app.app_context():
        assert db.session.scalars(select(AnswerCheck)).all() == []


def test_a_checked_answer_changes_no_more_and_the_others_do(learner: Browser) -> None:
    first, second, _third = (slot["id"] for slot in learner.attempt.paper)
    wrong, right = learner.wrong(), learner.right()
    learner.save(make_batch({first: wrong[first]}))
    ask(learner, first)
    status, answer = learner.save(make_batch({first: right[first], second: right[second]}, 1))
    assert (status, answer["reason"], answer["questions"]) == (409, "checked", [first])
    assert "tidak dapat diubah" in answer["message"]
    assert learner.save(make_batch({second: right[second]}, 1))[0] == 200
    assert learner.save(make_batch({first: wrong[first]}, 2))[0] == 200  # it says the same
    learner.submit()
    assert learner.attempt.score is not None
    assert round(learner.attempt.score) == 33


def test_an_answer_whose_receipt_was_lost_is_no_change(learner: Browser) -> None:
    first = learner.attempt.paper[0]["id"]
    old = make_batch({first: learner.wrong()[first]})
    learner.save(old)
    learner.save(make_batch({first: learner.right()[first]}, 1))
    ask(learner, first)
    assert learner.save(old)[0] == 200


def test_without_scripting_the_button_saves_everything_and_shows_one_feedback(
    learner: Browser,
) -> None:
    first, second, third = (slot["id"] for slot in learner.attempt.paper)
    right = learner.right()
    page = learner.open(learner.url)
    form = {each: right[each] for each in (first, third)}
    fields = {"csrf_token": page.page.select_one("#kuis [name=csrf_token]")["value"]}  # type: ignore[index]
    data = form | fields | {"saved_seq": "0", "periksa": first}
    page.response = page.client.post(f"{page.url}/periksa", data=data, follow_redirects=True)
    assert leaks(learner, page.text) == {learner.attempt.paper[0]["question"]}
    assert page.page.select(f"#soal-{third} input[checked]")
    assert not page.page.select(f"#soal-{first} input:not([disabled])")
    assert len(page.page.select("[name=periksa]")) == 2
    assert page.page.select_one(f"#soal-{second} input[checked]") is None


def test_a_plain_form_cannot_change_a_checked_answer(learner: Browser) -> None:
    first, second, _third = (slot["id"] for slot in learner.attempt.paper)
    learner.save(make_batch({first: learner.wrong()[first]}))
    ask(learner, first)
    learner.open(learner.url).send(
        f"{learner.url}/jawaban",
        press="lanjut",
        **{first: learner.right()[first], second: learner.right()[second]},
    )
    assert "tidak dapat diubah" in learner.text
    learner.submit()
    assert learner.attempt.score is not None
    assert round(learner.attempt.score) == 33


@pytest.mark.parametrize("feedback", ["after-submit", "after-pass", "never"])
def test_other_quizzes_check_nothing(app: Application, feedback: str) -> None:
    learner = browser(app, make_quiz(2, feedback=feedback), make_lesson()).begin()
    learner.save(make_batch(learner.wrong()))
    assert ask(learner, learner.attempt.paper[0]["id"])[0] == 404
    assert learner.open(learner.url).page.select("[name=periksa]") == []


def test_a_closed_attempt_checks_nothing(learner: Browser) -> None:
    learner.save(make_batch(learner.wrong()))
    learner.submit()
    assert ask(learner, learner.attempt.paper[0]["id"])[0] == 409


def test_every_kind_can_be_checked(app: Application) -> None:
    learner = browser(app, make_mixed_quiz(feedback="immediate"), make_lesson()).begin()
    learner.save(make_batch(learner.wrong()))
    for slot in learner.attempt.paper:
        status, fragment = ask(learner, slot["id"])
        assert (status, leaks(learner, fragment)) == (200, {slot["question"]}), slot["kind"]
    assert learner.open(learner.url).status == 200
    assert learner.page.select("[name=periksa]") == []


def test_saving_takes_four_statements_with_checked_answers_too(learner: Browser) -> None:
    first, second, _third = (slot["id"] for slot in learner.attempt.paper)
    learner.save(make_batch({first: learner.wrong()[first]}))
    ask(learner, first)
    batch, url = make_batch({second: learner.right()[second]}, 1), learner.url
    token = learner.client.get("/csrf").get_json()["csrf_token"]
    with statements(learner.app) as saving:
        learner.client.post(f"{url}/jawaban", json=batch, headers={"X-CSRFToken": token})
    assert len(saving) == 4
