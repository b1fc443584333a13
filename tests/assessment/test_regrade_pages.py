"""The trainer's way through a repair, and what the learner is told of it."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from elearning.accounts.operations import grant
from elearning.core.application import Application
from elearning.core.db import db
from elearning.courses.compiled import Pool
from elearning.quizzes.models import Attempt, Regrade
from tests.assessment.regrades import LATER, SLUG, make_class, names, repair, undo
from tests.factories import NOW, PASSWORD, make_course, make_person, make_unit, work
from tests.quizzes.samples import make_essay, make_matching, make_quiz, with_questions
from tests.visitor import Visitor

REPAIRS = f"/penilaian/{SLUG}/kuis/perbaikan"


@pytest.fixture
def trainer(app: Application) -> Visitor:
    """A publisher, who assesses every course."""
    with work(app):
        person = make_person(make_unit())
        for role in ("pengajar", "penerbit"):
            grant(person, role, None, NOW)
        nip = person.nip or ""
    return Visitor(app).sign_in(nip)


def question_page(name: str) -> str:
    """Return where a question is repaired."""
    return f"{REPAIRS}/soal/{name}"


def test_a_trainer_repairs_a_question_and_takes_it_back(app: Application, trainer: Visitor) -> None:
    quiz = make_quiz(3)
    bad, *good = names(quiz)
    make_class(app, quiz, good, [])
    page = question_page(bad)
    trainer.open("/penilaian/").open(REPAIRS)
    assert trainer.page.select_one(f'a[href="{page}"]')
    trainer.open(page).send(page, tindakan="anulir", alasan="Pilihannya rancu.", press="langkah")
    assert trainer.status == 200
    assert "66,67" in trainer.text
    assert "Contoh Lestari" in trainer.text
    with app.app_context():
        assert db.session.scalars(select(Regrade)).all() == []
    trainer.send(page, langkah="terapkan")
    assert trainer.status == 200
    assert trainer.address.startswith(REPAIRS)
    with app.app_context():
        assert db.session.scalars(select(Attempt.score).order_by(Attempt.id)).all() == [100, 0]
    trainer.send(f"{trainer.address}/batal", alasan="Ternyata benar.")
    with app.app_context():
        assert db.session.scalars(select(Regrade.undone_reason)).all() == ["Ternyata benar."]
        assert db.session.scalars(select(Attempt.passed).order_by(Attempt.id)).all() == [
            False,
            False,
        ]
    assert "Ternyata benar." in trainer.open(REPAIRS).text


def test_a_key_is_corrected_by_ticking(app: Application, trainer: Visitor) -> None:
    quiz = make_quiz(1)
    make_class(app, quiz, [])
    page = question_page(names(quiz)[0])
    wrong = [option.id for option in quiz.questions[0].options[1:]]
    trainer.open(page).send(
        page, tindakan="kunci", benar=wrong, alasan="Kunci tertukar.", press="langkah"
    )
    trainer.send(page, langkah="terapkan")
    with app.app_context():
        assert db.session.scalars(select(Attempt.score)).all() == [100]


def test_a_reason_is_needed_and_what_was_chosen_stays(app: Application, trainer: Visitor) -> None:
    quiz = make_quiz(2)
    make_class(app, quiz, [])
    page = question_page(names(quiz)[0])
    trainer.open(page).send(page, tindakan="penuh", alasan=" ", press="langkah")
    assert trainer.status == 422
    assert trainer.page.select_one('input[value="penuh"][checked]')
    trainer.send(page, tindakan="kunci", alasan="Keliru", press="langkah")
    assert trainer.status == 422
    assert trainer.page.select_one('[role="alert"]')


def test_the_preview_can_be_changed_before_it_is_confirmed(
    app: Application, trainer: Visitor
) -> None:
    quiz = make_quiz(2)
    make_class(app, quiz, [])
    page = question_page(names(quiz)[0])
    trainer.open(page).send(page, tindakan="penuh", alasan="Rancu", press="langkah")
    trainer.send(page, langkah="ubah")
    assert trainer.page.select_one('input[value="penuh"][checked]')
    assert "Rancu" in trainer.text


def test_the_second_of_two_trainers_is_told_that_the_preview_is_stale(
    app: Application, trainer: Visitor
) -> None:
    quiz = make_quiz(2)
    make_class(app, quiz, [])
    page = question_page(names(quiz)[0])
    trainer.open(page).send(page, tindakan="penuh", alasan="Rancu", press="langkah")
    repair(app, quiz.questions[0])
    trainer.send(page, langkah="terapkan")
    assert trainer.status == 409
    with app.app_context():
        assert len(db.session.scalars(select(Regrade)).all()) == 1


def test_versions_are_repaired_one_by_one(app: Application, trainer: Visitor) -> None:
    quiz = make_quiz(1)
    make_class(app, quiz, [])
    newer = replace(quiz.questions[0], stem="<p>Soal yang diperbaiki?</p>")
    with work(app):
        make_course(replace(quiz, pools=(Pool("", None, (newer,)),)), slug=SLUG)
    page = question_page(names(quiz)[0])
    trainer.open(page)
    boxes = trainer.page.select('input[name="versi"]')
    assert [box.has_attr("checked") for box in boxes] == [False, True]
    assert trainer.page.select_one('a[href*="kunci-versi"]')
    trainer.send(page, tindakan="penuh", alasan="Rancu", versi=[], press="langkah")
    assert trainer.status == 422


def test_the_pairs_of_a_matching_question_are_corrected_and_put_back(
    app: Application, trainer: Visitor
) -> None:
    quiz = with_questions(make_quiz(1), make_matching("q1"))
    (attempt_id,) = make_class(app, quiz, [])  # whoever knows nothing pairs all with the spare side
    page, spare = question_page("stabil-q1"), "Pasangan c q1"
    pairs = {f"pasangan-{number}": spare for number in (1, 2, 3)}
    trainer.open(page).send(
        page, tindakan="kunci", alasan="Tertukar.", press="langkah", **pairs
    ).send(page, langkah="terapkan")
    assert f"→ {spare}" in trainer.text
    repaired = trainer.address
    learner = Visitor(app).sign_in("orang0@contoh.test", PASSWORD)
    learner.open(f"/percobaan/{attempt_id}")
    assert "100" in learner.text
    assert "Pasangan b" not in learner.text  # each id still means the text that was chosen
    trainer.send(f"{repaired}/batal", alasan="Ternyata benar.")
    with app.app_context():
        assert db.session.scalars(select(Attempt.score)).all() == [0]


def test_an_essay_has_no_key_to_correct(app: Application, trainer: Visitor) -> None:
    make_class(app, with_questions(make_quiz(1), make_essay("q1")), [])
    page = question_page("stabil-q1")
    trainer.open(page).send(page, tindakan="kunci", alasan="Keliru", press="langkah")
    assert trainer.status == 422


def test_a_quiz_that_nobody_took_and_a_question_that_nobody_drew(
    app: Application, trainer: Visitor
) -> None:
    with work(app):
        make_course(make_quiz(1), slug=SLUG)
    assert trainer.open(REPAIRS).status == 200
    assert trainer.open(question_page("stabil-q1")).status == 404
    assert trainer.open(f"{REPAIRS}/99").status == 404


def test_the_learner_reads_why_the_score_changed(app: Application) -> None:
    quiz = make_quiz(3)
    bad, *good = names(quiz)
    (attempt_id,) = make_class(app, quiz, good)
    repair(app, quiz.questions[0])
    with app.app_context():
        attempt = db.session.get_one(Attempt, attempt_id)
        number = [slot["question"] for slot in attempt.paper].index(bad) + 1
    learner = Visitor(app).sign_in("orang0@contoh.test", PASSWORD)
    learner.open(f"/percobaan/{attempt_id}")
    assert learner.status == 200
    for words in ("Kuncinya keliru.", "66,67", f"{number}", f"{LATER:%Y}"):
        assert words in learner.text


def test_a_learner_who_answered_after_the_repair_reads_of_it_too(app: Application) -> None:
    quiz = make_quiz(2)
    make_class(app, quiz, [])
    repair(app, quiz.questions[0], "full")
    with work(app):
        from elearning.courses.models import Enrolment
        from tests.assessment.regrades import take

        attempt_id = take(db.session.scalars(select(Enrolment)).one(), quiz, []).id
    learner = Visitor(app).sign_in("orang0@contoh.test", PASSWORD)
    assert "Kuncinya keliru." in learner.open(f"/percobaan/{attempt_id}").text


def test_of_an_attempt_that_waits_for_a_mark_no_new_score_is_told(app: Application) -> None:
    quiz = with_questions(make_quiz(2), *make_quiz(2).questions, make_essay("karangan"))
    (attempt_id,) = make_class(app, quiz, [])
    regrade_id = repair(app, quiz.questions[0], "full")
    learner = Visitor(app).sign_in("orang0@contoh.test", PASSWORD)
    told = learner.open(f"/percobaan/{attempt_id}").text
    assert "Menunggu penilaian" in told
    assert "Kuncinya keliru." in told
    assert "Nilai percobaan ini diperbarui" not in told
    undo(app, regrade_id)
    told = learner.open(f"/percobaan/{attempt_id}").text
    assert "Ternyata benar." in told
    assert "Nilai percobaan ini diperbarui" not in told
