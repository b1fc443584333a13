"""Pages of attempts are kept for everybody and show each person only what is their own."""

from elearning.core.application import Application
from elearning.core.db import db
from elearning.core.frames import SALT
from elearning.courses.models import Course
from tests.factories import NOW, make_lesson, make_person, work
from tests.learning.test_attempts import Browser, browser
from tests.quizzes.samples import enrol, make_batch, make_quiz


def second_browser(app: Application, first: Browser) -> Browser:
    """Another learner in the same course."""
    with work(app):
        person = make_person(nip="199001012015011001", name="Sri Rahayu")
        nip, *_ids = enrol(person, db.session.query(Course).one(), confirmed_at=NOW)
    other = Browser(app)
    other.app, other.learner = app, first.learner
    other.sign_in(nip)
    return other


def test_a_kept_page_shows_each_learner_their_own_name_and_paper(app: Application) -> None:
    first = browser(app, make_quiz(minutes_limit=20), make_lesson()).begin()
    url, own = first.url, set(first.right())
    other = second_browser(app, first).begin()
    shown = {each["data-question"] for each in other.page.select("fieldset.q")}
    assert shown == set(other.right())
    assert not shown & own
    assert "Sri Rahayu" in other.page.decode()
    assert "Sri Rahayu" not in first.open(url).page.decode()
    assert {each["data-question"] for each in first.page.select("fieldset.q")} == own


def test_no_blank_is_left_on_an_open_or_closed_attempt(app: Application) -> None:
    learner = browser(app, make_quiz(minutes_limit=20), make_lesson()).begin()
    learner.save(make_batch(learner.right()))
    for lang in ("id", "en"):
        learner.client.set_cookie("lang", lang)
        assert SALT not in learner.open(learner.url).page.decode()
    learner.submit()
    for lang in ("id", "en"):
        learner.client.set_cookie("lang", lang)
        assert SALT not in learner.open(learner.url).page.decode()


def test_the_message_of_a_deed_is_shown_once(app: Application) -> None:
    learner = browser(app, make_quiz(), make_lesson()).begin()
    url = learner.url
    learner.send(f"{url}/jawaban")
    assert learner.page.select(".flashes")
    assert not learner.open(url).page.select(".flashes")
    other = second_browser(app, learner).begin()
    assert not other.page.select(".flashes")
