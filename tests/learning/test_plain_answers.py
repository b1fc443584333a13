"""Answers sent by the plain form: without scripting nothing is lost and nothing merged silently."""

import pytest

from tests.learning.browsers import Browser
from tests.quizzes.samples import make_batch


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
