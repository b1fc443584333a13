"""A learner at an open quiz in the browser: what the page shows beside what the server holds."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from playwright.sync_api import Locator, Page, Request, Route, expect
from sqlalchemy import select, update

from elearning.core.db import db, writing
from elearning.quizzes.drawing import paper_of
from elearning.quizzes.models import AnswerEvent, Attempt
from elearning.quizzes.queries import answers_of
from tests.browser.cast import begin
from tests.factories import make_course, make_lesson, make_person, make_quiz, work

if TYPE_CHECKING:
    from tests.browser.conftest import Site

#: Nobody else on the stage takes this course.
SLUG = "kuis-berwaktu"
MINUTES = 10
BLINK_MS = 50
BLINKS = 200
SAVED = re.compile(r"^Tersimpan di server pukul \d\d\.\d\d$")
NOT_SAVED = "Belum tersimpan – mencoba lagi"
#: The requests that save, and how a line fails; a pause longer than any between two tries.
ANSWERS = "**/jawaban"
OFFLINE = "internetdisconnected"
A_WHILE_MS = 31_000
#: Reads the database of `js/unsent.js`, which need not exist yet.
KEPT = """() => new Promise((ready, refuse) => {
  const opening = indexedDB.open("jawaban", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("jawaban");
  opening.onerror = refuse;
  opening.onsuccess = () => {
    const found = opening.result.transaction("jawaban").objectStore("jawaban").getAllKeys();
    found.onsuccess = () => { opening.result.close(); ready(found.result); };
  };
})"""
#: By question, in the order of the page: the place of the chosen option, None without one.
Places = list[int | None]


class Sitting(NamedTuple):
    """An open attempt at four questions in ten minutes, and whose it is."""

    site: "Site"
    nip: str
    attempt_id: int

    @property
    def address(self) -> str:
        """Where the attempt is taken."""
        return f"/percobaan/{self.attempt_id}"

    @property
    def attempt(self) -> Attempt:
        """The attempt as the database holds it."""
        with self.site.app.app_context():
            found = db.session.get_one(Attempt, self.attempt_id)
            db.session.expunge(found)
            return found

    def saved(self) -> Places:
        """The answers on the server."""
        with self.site.app.app_context():
            answers = answers_of(self.attempt_id)
        paper = [(slot.id, [shown for shown, _own in slot.options]) for slot in self.paper]
        chosen = [(options, answers.get(question, ())) for question, options in paper]
        return [options.index(answer[0]) if answer else None for options, answer in chosen]

    def saved_ids(self) -> list[str]:
        """The ids of the answers on the server, oldest first."""
        events = select(AnswerEvent.event_id).where(AnswerEvent.attempt_id == self.attempt_id)
        with self.site.app.app_context():
            return list(db.session.scalars(events.order_by(AnswerEvent.seq)))

    @property
    def paper(self) -> Any:
        """The drawn questions in the order of the page."""
        return paper_of(self.attempt.paper)

    def right(self, question: int) -> int:
        """The place of the right option of a question; the factory makes the first one right."""
        slot = self.paper[question]
        return [own for _shown, own in slot.options].index(f"{slot.question}-0")

    def age(self, minutes: int) -> None:
        """Let the attempt have begun earlier, by the server's clock."""
        attempt, earlier = self.attempt, timedelta(minutes=minutes)
        assert attempt.deadline_at is not None
        moved = {
            "opened_at": attempt.opened_at - earlier,
            "deadline_at": attempt.deadline_at - earlier,
        }
        with self.site.app.app_context(), writing():
            db.session.execute(update(Attempt).where(Attempt.id == attempt.id).values(moved))
            db.session.commit()


def sit_down(site: "Site", slug: str = SLUG, **rules: Any) -> Sitting:
    """Let a new learner open the quiz."""
    with work(site.app):
        quiz = make_quiz(questions=4, minutes_limit=MINUTES, **rules)
        course = make_course(make_lesson(), quiz, slug=slug)
        person = make_person()
        attempt = begin(person, course, "kuis")
        db.session.flush()  # the sitting names the new keys
        return Sitting(site, person.nip or "", attempt.id)


def choose(page: Page, question: int, option: int) -> None:
    """Choose an option."""
    page.locator("fieldset[data-question]").nth(question).locator("input").nth(option).check()


def shown(page: Page) -> Places:
    """Return the answers on the page."""
    found: Places = page.locator("fieldset[data-question]").evaluate_all(
        """questions => questions.map((question) => {
          const place = [...question.querySelectorAll("input")].findIndex((input) => input.checked);
          return place < 0 ? null : place;
        })"""
    )
    return found


def said(page: Page) -> Locator:
    """Return where the page says whether the answers are saved."""
    return page.locator("[data-save]")


def kept(page: Page) -> list[str]:
    """Return the keys under which the browser keeps answers that are not saved."""
    keys: list[str] = page.evaluate(KEPT)
    return keys


def wait_until_sent(page: Page) -> None:
    """Wait until nothing is left to send; the page says so."""
    wait_until(page, lambda: not kept(page))
    expect(said(page)).to_have_text(SAVED)


def wait_until(page: Page, is_so: Callable[[], object]) -> None:
    """Wait until something holds outside the page too."""
    for _ in range(BLINKS):
        if is_so():
            return
        page.wait_for_timeout(BLINK_MS)
    raise AssertionError("it never came to be so")


def lose_receipt(route: Route) -> None:
    """Let the server take a request, and its answer be lost."""
    route.fetch()
    route.abort(OFFLINE)


class Sent(list[list[str]]):
    """The ids of the answers that a page tries to send, a list a try."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        page.on("request", self.note)

    def note(self, request: Request) -> None:
        """Keep the ids of a batch."""
        if request.method == "POST" and request.url.endswith("/jawaban"):
            self.append([event["id"] for event in (request.post_data_json or {})["events"]])
