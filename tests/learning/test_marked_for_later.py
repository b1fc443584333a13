"""Questions marked for later stay marked on the device, without scripting too."""

import pytest

from tests.learning.browsers import Browser


@pytest.fixture
def marked(learner: Browser) -> Browser:
    """A learner who has marked the second question."""
    second = learner.begin().attempt.paper[1]["id"]
    learner.open(learner.url).send(f"{learner.url}/jawaban", press="lanjut", tandai=second)
    return learner


def test_a_mark_survives_a_reload_and_is_told(marked: Browser) -> None:
    first, second = (slot["id"] for slot in marked.attempt.paper)
    page = marked.open(marked.url).page
    boxes = {box["value"]: box.has_attr("checked") for box in page.select("[name=tandai]")}
    assert boxes == {first: False, second: True}
    assert "ditandai" in str(page.select_one(f"[data-jump='{second}']")["aria-label"])  # type: ignore[index]
    assert "ditandai" not in str(page.select_one(f"[data-jump='{first}']")["aria-label"])  # type: ignore[index]


def test_the_review_names_unanswered_and_marked_questions(marked: Browser) -> None:
    page = marked.open(f"{marked.url}/kirim")
    lists = [
        [item.get_text(strip=True) for item in group.select("li")]
        for group in page.page.select("main form ul")
    ]
    assert lists == [["Soal 1", "Soal 2"], ["Soal 2"]]


def test_a_mark_is_taken_back(marked: Browser) -> None:
    marked.open(marked.url).send(f"{marked.url}/jawaban", press="lanjut", tandai=[])
    assert marked.open(marked.url).page.select("[name=tandai][checked]") == []


def test_marks_belong_to_one_attempt_and_end_with_it(marked: Browser) -> None:
    first = marked.url
    assert marked.client.get_cookie("tanda", path=first) is not None
    marked.submit()
    assert marked.client.get_cookie("tanda", path=first) is None


def test_what_is_no_question_of_the_paper_is_no_mark(marked: Browser) -> None:
    marked.open(marked.url).send(f"{marked.url}/jawaban", press="lanjut", tandai=["x", "<b>"])
    held = marked.client.get_cookie("tanda", path=marked.url)
    assert held is not None
    assert held.value == ""
