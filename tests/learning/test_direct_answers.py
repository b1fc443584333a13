"""A form whose script can put the address right is answered with the page, without a second trip."""

from contextlib import closing
from sqlite3 import connect

from flask import before_render_template
from jinja2 import Template

from tests.learning.browsers import FRONT, Browser
from tests.quizzes.samples import make_batch

START = f"{FRONT}/percobaan"
DATABASE = "elearning.db"


def redirects(learner: Browser) -> int:
    """Return how many redirects led to the page."""
    assert learner.response is not None
    return len(learner.response.history)


def test_an_attempt_opens_without_a_second_trip(learner: Browser) -> None:
    learner.open(FRONT).send(START, langsung="1")
    assert (learner.status, redirects(learner)) == (200, 0)
    assert learner.response is not None
    assert learner.response.headers["Content-Location"] == learner.url
    assert learner.page.select_one("html")["data-address"] == learner.url
    direct = learner.page.select_one("main form").get_text()
    assert direct == learner.open(learner.url).page.select_one("main form").get_text()
    assert not learner.page.select_one("html").has_attr("data-address")


def test_the_other_language_leads_back_to_the_pages_own_address(learner: Browser) -> None:
    learner.open(FRONT).send(START, langsung="1")
    other = learner.page.select_one(".lang a")["href"]
    assert other == f"/bahasa/en?next={learner.url}"


def test_a_result_comes_without_a_second_trip_and_the_marks_are_gone(learner: Browser) -> None:
    learner.begin()
    learner.save(make_batch(learner.right()))
    learner.client.set_cookie("tanda", learner.attempt.paper[0]["id"], path=learner.url)
    learner.open(f"{learner.url}/kirim").send(f"{learner.url}/kirim", langsung="1")
    assert (learner.status, redirects(learner)) == (200, 0)
    assert learner.attempt.passed is True
    assert learner.client.get_cookie("tanda", path=learner.url) is None
    assert learner.text == learner.open(learner.url).text


def test_sent_twice_it_shows_the_same_result(learner: Browser) -> None:
    learner.begin()
    learner.save(make_batch(learner.right()))
    learner.open(f"{learner.url}/kirim").send(f"{learner.url}/kirim", langsung="1")
    first, closed_at = learner.text, learner.attempt.closed_at
    token = learner.client.get("/csrf").get_json()["csrf_token"]
    sent = {"csrf_token": token, "langsung": "1"}
    learner.response = learner.client.post(f"{learner.url}/kirim", data=sent)
    assert (learner.text, learner.attempt.closed_at) == (first, closed_at)


def test_without_scripting_the_browser_is_sent_there(learner: Browser) -> None:
    learner.open(FRONT).send(START)
    assert redirects(learner) == 1
    learner.submit()
    assert redirects(learner) == 1


def test_an_attempt_that_was_open_already_is_asked_for_with_its_marks(learner: Browser) -> None:
    learner.begin()
    marked = learner.attempt.paper[0]["id"]
    learner.client.set_cookie("tanda", marked, path=learner.url)
    token = learner.client.get("/csrf").get_json()["csrf_token"]
    sent = {"csrf_token": token, "langsung": "1"}
    learner.response = learner.client.post(START, data=sent, follow_redirects=True)
    assert redirects(learner) == 1
    assert learner.page.select_one("[name=tandai][checked]")["value"] == marked


def test_nobody_waits_while_the_page_is_made(learner: Browser) -> None:
    learner.open(FRONT)
    names: list[str] = []

    def write_meanwhile(_app: object, template: Template, **_context: object) -> None:
        with closing(connect(learner.app.extensions["settings"].data_dir / DATABASE)) as other:
            other.execute("PRAGMA busy_timeout=0")
            other.execute("BEGIN IMMEDIATE")
        names.append(str(template.name))

    with before_render_template.connected_to(write_meanwhile):
        learner.send(START, langsung="1")
    assert names == ["learning/attempt.html"]


def test_the_address_of_the_form_leads_to_the_open_attempt_or_where_one_starts(
    learner: Browser,
) -> None:
    assert learner.open(START).address == FRONT
    learner.begin()
    assert learner.open(START).address == learner.url
    first = learner.url
    learner.submit()
    assert learner.open(START).address == FRONT
    assert first == learner.url


def test_the_navigation_is_that_of_the_pages_own_address(learner: Browser) -> None:
    learner.open(FRONT).send(START, langsung="1")
    direct = str(learner.page.select_one(".nav"))
    assert direct == str(learner.open(learner.url).page.select_one(".nav"))


def test_who_was_signed_out_meanwhile_is_told_that_nothing_was_sent(learner: Browser) -> None:
    learner.begin()
    learner.open(f"{learner.url}/kirim")
    token = learner.form(f"{learner.url}/kirim").select_one("[name=csrf_token]")["value"]
    learner.client.post("/keluar", data={"csrf_token": token})
    learner.response = learner.client.post(
        f"{learner.url}/kirim",
        data={"csrf_token": token},
        headers={"Referer": f"http://localhost{learner.url}/kirim"},
        follow_redirects=True,
    )
    assert "belum ada yang terkirim" in learner.text
    assert learner.page.select_one("[name=next]")["value"] == f"{learner.url}/kirim"
    assert learner.attempt.closed_at is None
