"""A trainer answers requests for one more attempt, and gives attempts and time unasked."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from elearning.accounts.models import Person
from elearning.accounts.operations import grant
from elearning.core.application import Application
from elearning.core.db import db
from elearning.core.outbox import OutboxEvent
from elearning.courses.models import Enrolment
from elearning.quizzes.models import Attempt, ExtraChance, TimeAllowance
from tests.factories import NOW, make_lesson, make_person, work
from tests.learning.browsers import FRONT, MINUTE, Browser, browser
from tests.quizzes.samples import make_batch, make_quiz
from tests.statements import statements
from tests.studio.drafts import make_draft, make_trainer
from tests.visitor import Visitor

REQUESTS = "/penilaian/permintaan"
CHANCE = "/penilaian/pelatihan-contoh/kuis/kesempatan"
TIME = "/penilaian/pelatihan-contoh/waktu"


def classroom(app: Application, **rules: Any) -> tuple[Browser, Visitor]:
    """A learner in a quiz of one attempt, and the trainer of the course."""
    learner = browser(app, make_quiz(**({"attempts": 1} | rules)), make_lesson())
    with work(app):
        make_draft(make_trainer(), slug="pelatihan-contoh")
        db.session.execute(
            update(Person)
            .where(Person.nip == learner.learner.nip)
            .values(email="peserta@contoh.go.id")
        )
    return learner, Visitor(app).sign_in("197804122003121992")


@pytest.fixture
def asked(app: Application) -> tuple[Browser, Visitor]:
    """A learner who has asked for one more attempt, and the trainer."""
    learner, trainer = classroom(app)
    learner.begin().submit()
    learner.open(FRONT).send(f"{FRONT}/kesempatan", alasan="Listrik padam.")
    return learner, trainer


def mails(app: Application) -> list[str]:
    """Return the texts that wait to be sent."""
    with app.app_context():
        events = db.session.scalars(select(OutboxEvent).where(OutboxEvent.topic == "mail"))
        return [event.payload["text"] for event in events]


def decide(trainer: Visitor, deed: str, answer: str = "") -> Visitor:
    """Answer the only request."""
    form = trainer.open(REQUESTS).form()
    return trainer.send(form["action"], press="tindakan", tindakan=deed, jawaban=answer)  # type: ignore[arg-type]


def test_the_trainer_sees_the_request_with_the_learners_scores(
    asked: tuple[Browser, Visitor],
) -> None:
    _learner, trainer = asked
    text = trainer.open(REQUESTS).text
    for part in ("Listrik padam.", "Judul kuis", "Percobaan 1: 0"):
        assert part in text
    assert trainer.open("/penilaian/").page.select_one(f'a[href="{REQUESTS}"]')


def test_a_given_chance_is_one_attempt_and_is_told(asked: tuple[Browser, Visitor]) -> None:
    learner, trainer = asked
    assert decide(trainer, "beri", "Silakan.").status == 200
    assert "Listrik padam." not in trainer.open(REQUESTS).text
    assert "memberi Anda satu percobaan lagi" in learner.open(FRONT).text
    assert "Silakan." in learner.text
    assert "Silakan." in mails(learner.app)[-1]
    learner.begin().submit()
    assert learner.attempt.number == 2
    assert not learner.open(FRONT).page.select(f'form[action="{FRONT}/percobaan"]')


def test_a_result_says_what_the_chances_leave(app: Application) -> None:
    learner, trainer = classroom(app)
    learner.begin().submit()
    result, ask = learner.url, "Minta kesempatan tambahan"
    assert ask in learner.open(result).text
    learner.open(FRONT).send(f"{FRONT}/kesempatan", alasan="Listrik padam.")
    assert ask not in learner.open(result).text
    decide(trainer, "beri")
    assert "Sisa kesempatan: 1." in learner.open(result).text


def test_declining_needs_a_reason_which_the_learner_reads(asked: tuple[Browser, Visitor]) -> None:
    learner, trainer = asked
    assert decide(trainer, "tolak").status == 422
    assert trainer.page.select("textarea[aria-invalid]")
    assert decide(trainer, "tolak", "Bacalah materi 2 dahulu.").status == 200
    assert "Bacalah materi 2 dahulu." in learner.open(FRONT).text
    assert "Bacalah materi 2 dahulu." in mails(learner.app)[-1]
    assert not learner.page.select(f'form[action="{FRONT}/percobaan"]')
    assert learner.page.select(f'form[action="{FRONT}/kesempatan"]')


def test_a_request_is_answered_once(asked: tuple[Browser, Visitor]) -> None:
    learner, trainer = asked
    form = trainer.open(REQUESTS).form()
    decide(trainer, "beri")
    token = trainer.client.get("/csrf").get_json()["csrf_token"]
    for deed, status in (("beri", 302), ("tolak", 409)):
        data = {"tindakan": deed, "jawaban": "Tidak." if deed == "tolak" else ""}
        sent = trainer.client.post(str(form["action"]), data=data | {"csrf_token": token})
        assert sent.status_code == status
    assert len(mails(learner.app)) == 1


def test_trainers_of_other_courses_see_nothing(asked: tuple[Browser, Visitor]) -> None:
    learner, trainer = asked
    with work(learner.app):
        stranger = make_person(nip="198503172010018888")
        grant(stranger, "pengajar", None, NOW)
    other = Visitor(learner.app).sign_in("198503172010018888")
    assert "Listrik padam." not in other.open(REQUESTS).text
    action = str(trainer.open(REQUESTS).form()["action"])
    token = other.client.get("/csrf").get_json()["csrf_token"]
    assert other.client.post(action, data={"csrf_token": token}).status_code == 404
    assert other.open(CHANCE).status == 404
    assert other.open(TIME).status == 404


def test_the_list_takes_as_many_statements_for_many_as_for_one(
    asked: tuple[Browser, Visitor],
) -> None:
    learner, trainer = asked
    trainer.open(REQUESTS)
    with statements(learner.app) as few:
        trainer.open(REQUESTS)
    with work(learner.app):
        for _number in range(20):
            person = make_person()
            first = db.session.scalars(select(Enrolment)).first()
            assert first is not None
            values = {"course_id": first.course_id, "revision_id": first.revision_id}
            values |= {"requirements_id": first.revision_id, "person_id": person.id}
            enrolment = Enrolment(**values, started_at=NOW, seen_at=NOW)
            db.session.add(enrolment)
            db.session.flush()
            row = {"enrolment_id": enrolment.id, "course_id": first.course_id, "quiz_key": "kuis"}
            db.session.add(ExtraChance(**row, state="asked", request="Tolong.", asked_at=NOW))
    with statements(learner.app) as many:
        trainer.open(REQUESTS)
    assert len(trainer.page.select("article")) == 21
    assert len(many) == len(few)


# Unasked


def test_a_chance_is_given_by_nip(each_app: Application) -> None:
    learner, trainer = classroom(each_app)
    learner.begin().submit()
    trainer.open(CHANCE).send(nip=learner.learner.nip, alasan="Server padam.")
    assert trainer.status == 200
    assert "Server padam." in learner.open(FRONT).text
    assert learner.begin().attempt.number == 2
    assert "Server padam." in trainer.open(f"{REQUESTS}?keadaan=given").text


def test_a_chance_given_unasked_answers_the_open_request(asked: tuple[Browser, Visitor]) -> None:
    learner, trainer = asked
    trainer.open(CHANCE).send(nip=learner.learner.nip, alasan="Ya.")
    with learner.app.app_context():
        assert db.session.scalars(select(ExtraChance.state)).all() == ["given"]


@pytest.mark.parametrize("page", [CHANCE, TIME])
@pytest.mark.parametrize("nip", ["198503172010019999", "bukan nip", "197804122003121992"])
def test_who_does_not_learn_here_is_unknown(app: Application, page: str, nip: str) -> None:
    _learner, trainer = classroom(app)
    trainer.open(page).send(page, nip=nip, alasan="Ya.", persen="50")
    assert trainer.status == 422
    assert "Tidak ada peserta" in trainer.text


# Time


def allow(trainer: Visitor, learner: Browser, percent: str = "50") -> None:
    """Give the learner more time."""
    trainer.open(TIME).send(TIME, nip=learner.learner.nip, alasan="Surat 12/2026.", persen=percent)
    assert trainer.status == 200


def test_new_attempts_are_longer_and_the_front_page_says_so(each_app: Application) -> None:
    learner, trainer = classroom(each_app, minutes_limit=60)
    allow(trainer, learner)
    assert "90 menit untuk Anda" in learner.open(FRONT).text
    attempt = learner.begin().attempt
    assert attempt.deadline_at == attempt.opened_at + 90 * MINUTE


def test_an_open_attempt_is_lengthened_and_the_next_save_says_it(app: Application) -> None:
    learner, trainer = classroom(app, minutes_limit=60)
    before = learner.begin().attempt
    allow(trainer, learner)
    after = learner.attempt
    assert before.deadline_at is not None
    assert after.deadline_at == before.deadline_at + 30 * MINUTE
    _status, told = learner.save(make_batch(learner.right()))
    assert told["deadline"] == after.deadline_at.isoformat()


def test_an_attempt_whose_time_was_up_is_not_opened_again(app: Application) -> None:
    learner, trainer = classroom(app, minutes_limit=60)
    learner.begin()
    learner.age(timedelta(minutes=61))
    before = learner.attempt.deadline_at
    allow(trainer, learner)
    assert learner.attempt.deadline_at == before


def test_a_new_allowance_ends_the_one_before_and_shortens_no_attempt(app: Application) -> None:
    learner, trainer = classroom(app, minutes_limit=60)
    allow(trainer, learner, "100")
    attempt = learner.begin().attempt
    allow(trainer, learner, "10")
    assert learner.attempt.deadline_at == attempt.deadline_at
    with app.app_context():
        found = db.session.scalars(select(TimeAllowance).order_by(TimeAllowance.id)).all()
        assert [each.ended_at is None for each in found] == [False, True]


def test_an_ended_allowance_counts_no_more(app: Application) -> None:
    learner, trainer = classroom(app, minutes_limit=60)
    allow(trainer, learner)
    with app.app_context():
        key = db.session.scalars(select(TimeAllowance.id)).one()
    trainer.open(TIME).send(f"{TIME}/{key}/akhiri")
    assert trainer.status == 200
    attempt = learner.begin().attempt
    assert attempt.deadline_at == attempt.opened_at + 60 * MINUTE
    with app.app_context():
        assert db.session.scalars(select(Attempt.id)).all() == [attempt.id]


@pytest.mark.parametrize("percent", ["0", "301", "-5", "x", ""])
def test_extra_time_is_one_to_three_hundred_percent(app: Application, percent: str) -> None:
    learner, trainer = classroom(app)
    trainer.open(TIME).send(TIME, nip=learner.learner.nip, alasan="Surat.", persen=percent)
    assert trainer.status == 422
