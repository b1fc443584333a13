"""After an attempt: which score counts, when the next one opens, and who may ask for one more."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import func, select, update

from elearning.core.application import Application
from elearning.core.db import db, writing
from elearning.core.outbox import OutboxEvent
from elearning.courses.models import ItemFinish
from elearning.quizzes.chance_queries import counted_scores
from elearning.quizzes.models import Attempt, ExtraChance
from elearning.records.models import Completion
from tests.factories import make_lesson
from tests.learning.browsers import FRONT, Browser, browser
from tests.quizzes.samples import make_batch, make_quiz

HOUR = timedelta(hours=1)


def attempt(learner: Browser, *, right: bool) -> Browser:
    """Let the learner take the quiz once."""
    learner.begin()
    learner.save(make_batch(learner.right() if right else learner.wrong()))
    return learner.submit()


def may_begin(learner: Browser) -> bool:
    """Whether the front page offers an attempt, and the server lets one begin."""
    offered = bool(learner.open(FRONT).page.select(f'form[action="{FRONT}/percobaan"]'))
    token = learner.client.get("/csrf").get_json()["csrf_token"]
    if not offered:
        sent = learner.client.post(f"{FRONT}/percobaan", data={"csrf_token": token})
        assert sent.status_code == 409
    return offered


def let_pass(learner: Browser, time: timedelta) -> None:
    """Let the attempts lie further back."""
    with learner.app.app_context(), writing():
        for each in db.session.scalars(select(Attempt)):
            moved = {"opened_at": each.opened_at - time}
            if each.closed_at:
                moved["closed_at"] = each.closed_at - time
            db.session.execute(update(Attempt).where(Attempt.id == each.id).values(moved))
        db.session.commit()


def finished(learner: Browser) -> bool:
    """Whether the quiz is finished."""
    with learner.app.app_context():
        return db.session.scalars(select(ItemFinish.key)).all() == ["kuis"]


@pytest.mark.parametrize(
    ("method", "tries", "passes"),
    [
        (None, (False, True), True),
        ("last", (False, True), True),
        ("first", (False, True), False),
        ("first", (True,), True),
        ("average", (False, True), False),
        ("average", (False, True, True, True), True),
    ],
)
def test_a_quiz_is_passed_when_the_counted_score_reaches_the_mark(
    app: Application, method: str | None, tries: tuple[bool, ...], passes: bool
) -> None:
    learner = browser(app, make_quiz(2, attempts=9, counted=method), make_lesson())
    for right in tries:
        attempt(learner, right=right)
    assert finished(learner) is passes


def test_what_is_finished_stays_finished(app: Application) -> None:
    learner = browser(app, make_quiz(2, counted="last"), make_lesson())
    attempt(learner, right=True)
    attempt(learner, right=False)
    assert finished(learner)


def test_the_completion_has_the_counted_score(app: Application) -> None:
    quiz = make_quiz(2, attempts=9, counted="average", pass_mark=Decimal(50))
    learner = browser(app, quiz)
    attempt(learner, right=False)
    attempt(learner, right=True)
    with app.app_context():
        assert db.session.scalars(select(Completion.score)).one() == 50
        assert counted_scores(learner.learner.enrolment_id, learner.learner.revision_id) == {
            "kuis": 50
        }


def test_the_pages_say_which_score_counts(app: Application) -> None:
    learner = browser(app, make_quiz(2, counted="average"), make_lesson())
    attempt(learner, right=False)
    attempt(learner, right=True)
    for address in (learner.url, FRONT):
        text = learner.open(address).text
        assert "rata-rata" in text
        assert "50" in text
    assert "belum lulus" in learner.open(learner.url).text


def test_where_the_first_attempt_counts_nobody_is_promised_a_second_try(app: Application) -> None:
    learner = browser(app, make_quiz(2, attempts=9, counted="first"), make_lesson())
    text = attempt(learner, right=False).text
    assert "Nilai percobaan pertama tidak berubah" in text
    assert "coba sekali lagi" not in text


def test_one_right_attempt_does_not_open_the_key_where_the_average_counts(app: Application) -> None:
    learner = browser(app, make_quiz(2, counted="average", feedback="after-pass"), make_lesson())
    attempt(learner, right=False)
    assert "BOCOR" not in attempt(learner, right=True).text


def test_a_pause_is_told_to_the_minute_and_enforced(app: Application) -> None:
    learner = browser(app, make_quiz(2, pause=90), make_lesson())
    attempt(learner, right=False)
    assert not may_begin(learner)
    assert "Percobaan berikutnya terbuka" in learner.text
    assert "WIB" in learner.text
    assert "Minta kesempatan" not in learner.text
    let_pass(learner, 2 * HOUR)
    assert may_begin(learner)


def test_after_waiting_one_attempt_opens_with_a_new_draw(app: Application) -> None:
    learner = browser(app, make_quiz(2, attempts=1, more_after=24), make_lesson())
    attempt(learner, right=False)
    seed = learner.attempt.seed
    assert not may_begin(learner)
    let_pass(learner, 25 * HOUR)
    assert may_begin(learner)
    attempt(learner, right=False)
    assert learner.attempt.seed != seed
    assert not may_begin(learner)


def test_one_asks_once_when_all_attempts_are_used_up(each_app: Application) -> None:
    learner = browser(each_app, make_quiz(attempts=2), make_lesson())
    attempt(learner, right=False)
    assert "Minta kesempatan tambahan" not in learner.open(FRONT).text
    attempt(learner, right=False)
    ask = f"{FRONT}/kesempatan"
    learner.open(FRONT).send(ask, alasan="Listrik padam.")
    assert learner.status == 200
    assert "menunggu pengajar" in learner.text
    token = learner.client.get("/csrf").get_json()["csrf_token"]
    learner.client.post(ask, data={"alasan": "Lagi", "csrf_token": token})
    with each_app.app_context():
        assert db.session.scalars(select(ExtraChance.request)).all() == ["Listrik padam."]


def test_asking_needs_a_reason_and_a_used_up_quiz(app: Application) -> None:
    learner = browser(app, make_quiz(attempts=1), make_lesson())
    token = learner.client.get("/csrf").get_json()["csrf_token"]
    asked = learner.client.post(f"{FRONT}/kesempatan", data={"alasan": "Ya", "csrf_token": token})
    assert asked.status_code == 409
    attempt(learner, right=False)
    learner.open(FRONT).send(f"{FRONT}/kesempatan", alasan=" ")
    assert learner.status == 422
    assert learner.page.select("[role=alert]")


def test_who_has_passed_asks_for_nothing(app: Application) -> None:
    learner = browser(app, make_quiz(attempts=1), make_lesson())
    attempt(learner, right=True)
    assert "Minta kesempatan" not in learner.open(FRONT).text


def test_a_request_reaches_nobody_by_mail_when_a_command_published(app: Application) -> None:
    learner = browser(app, make_quiz(attempts=1), make_lesson())
    attempt(learner, right=False)
    learner.open(FRONT).send(f"{FRONT}/kesempatan", alasan="Listrik padam.")
    with app.app_context():
        mails = select(func.count()).select_from(OutboxEvent).where(OutboxEvent.topic == "mail")
        assert db.session.scalar(mails) == 0
