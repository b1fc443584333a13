"""Essays of a learner: written, saved, sent, waiting, and what their result tells."""

import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy import select

from elearning.core.application import Application
from elearning.core.db import db
from elearning.courses.compiled import Lesson, Practice, Question
from elearning.courses.models import Enrolment, ItemFinish
from elearning.learning.attempts.answering import bring_essay, follow_up, quiz_at
from elearning.learning.questions.practising import practice_name
from elearning.quizzes.models import Essay
from elearning.quizzes.queries import locked_attempt
from tests.factories import NOW, make_lesson, work
from tests.learning.browsers import FRONT, Browser, browser
from tests.quizzes.samples import (
    make_batch,
    make_essay,
    make_question,
    make_quiz,
    with_questions,
)

TEXT = "Warga menunggu dua hari.\n\nBiayanya <b>nol</b> rupiah."
SECRETS = ("Kriteria", "BOCOR")


def sit(app: Application, *questions: Question, **rules: Any) -> Browser:
    """Let a learner open a quiz whose first question is an essay."""
    asked = questions or (make_essay("q1"), make_question("q2"))
    quiz = with_questions(make_quiz(0, shuffle_questions=False, **rules), *asked)
    return browser(app, quiz).begin()


def essay_of(learner: Browser) -> str:
    """The paper's id of the essay."""
    return str(next(slot["id"] for slot in learner.attempt.paper if slot["kind"] == "essay"))


def write(learner: Browser, text: str = TEXT) -> Browser:
    """Save an essay and the right answers to everything else, then send."""
    answers = learner.right() | {essay_of(learner): text}
    assert learner.save(make_batch(answers, learner.attempt.saved_seq))[0] == 200
    return learner.submit()


def finished(app: Application) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(ItemFinish.key)))


def graded(app: Application, learner: Browser, earned: str) -> None:
    """Bring a mark into the attempt, with what follows."""
    attempt_id, question = learner.attempt.id, essay_of(learner)
    with work(app):
        held = locked_attempt(attempt_id)
        assert held is not None
        bring_essay(held, question, Fraction(earned), NOW)


def test_an_essay_is_written_in_a_field_of_lines(app: Application) -> None:
    learner = sit(app)
    (field,) = learner.page.select("textarea")
    assert field["maxlength"] == "20000"
    assert learner.page.select_one("fieldset[data-kind=essay] label")
    assert not any(secret in learner.text for secret in SECRETS)


def test_line_breaks_survive_the_plain_form_and_the_page(app: Application) -> None:
    learner = sit(app)
    field = {essay_of(learner): TEXT.replace("\n", "\r\n")}
    learner.send(f"{learner.url}/jawaban", **field, lanjut="")
    assert learner.page.select("textarea")[0].text.strip("\n") == TEXT
    assert "Jumlah kata: 7" in learner.text or "Words: 7" in learner.text
    learner.save(make_batch({essay_of(learner): TEXT + "\n"}, learner.attempt.saved_seq))
    learner.open(f"{learner.url}/kirim")
    assert len(learner.page.select("main ul a")) == 1


@pytest.mark.parametrize("sign", ["a", "界", "\n", '"'])
def test_the_longest_essay_fits_into_one_save_and_into_the_form(
    app: Application, sign: str
) -> None:
    learner = sit(app)
    text = f"a{sign * 19_998}z"
    batch = make_batch({essay_of(learner): text})
    assert learner.save(json.dumps(batch, ensure_ascii=False).encode())[0] == 200  # as browsers do
    learner.open(learner.url).send(f"{learner.url}/jawaban", **{essay_of(learner): text}, lanjut="")
    assert learner.status == 200
    assert learner.save(make_batch({essay_of(learner): text + "zz"}, 1))[0] in {413, 422}


def test_a_sent_essay_waits_and_the_attempt_has_neither_score_nor_pass(
    each_app: Application,
) -> None:
    learner = write(sit(each_app))
    attempt = learner.attempt
    assert (attempt.score, attempt.passed, attempt.essays_waiting) == (None, None, 1)
    assert attempt.marks == [[None, "1"], ["1", "1"]]
    with each_app.app_context():
        essay = db.session.scalars(select(Essay)).one()
        course_id = db.session.scalar(select(Enrolment.course_id))
        assert (essay.attempt_id, essay.course_id) == (attempt.id, course_id)
        assert (essay.question, essay.state) == (essay_of(learner), "waiting")
        assert essay.sent_at == attempt.closed_at
    assert finished(each_app) == []


def test_pages_say_that_the_grading_is_awaited_and_tell_nothing_of_the_rubric(
    app: Application,
) -> None:
    learner = write(sit(app))
    course = FRONT.rpartition("/")[0] + "/"
    for address in (learner.url, FRONT, course):
        learner.open(address)
        assert "Menunggu penilaian" in learner.text
        assert "Terima kasih" not in learner.text
        assert "Kriteria" not in learner.text
        assert "BOCOR-bahas-q1" not in str(learner.page)
        assert "BOCOR-panduan" not in str(learner.page)
    learner.open(FRONT)
    assert "2 dari 3" in learner.text


def test_an_empty_essay_earns_nothing_at_once(app: Application) -> None:
    learner = write(sit(app), "  \n ")
    assert (learner.attempt.score, learner.attempt.passed) == (Decimal(50), False)
    with app.app_context():
        assert db.session.scalars(select(Essay)).all() == []


def test_the_last_mark_brings_score_pass_and_completion(each_app: Application) -> None:
    learner = write(sit(each_app))
    graded(each_app, learner, "1/2")
    attempt = learner.attempt
    assert (attempt.score, attempt.passed, attempt.essays_waiting) == (Decimal(75), True, 0)
    assert finished(each_app) == ["kuis"]
    with each_app.app_context():
        assert db.session.scalars(select(Enrolment)).one().completed_at == NOW


def test_a_failed_essay_finishes_nothing(app: Application) -> None:
    learner = write(sit(app))
    graded(app, learner, "1/4")
    assert (learner.attempt.score, learner.attempt.passed) == (Decimal("62.50"), False)
    assert finished(app) == []


def test_a_second_essay_is_waited_for(app: Application) -> None:
    learner = sit(app, make_essay("q1"), make_essay("q2"))
    first, second = (slot["id"] for slot in learner.attempt.paper)
    learner.save(make_batch({first: "Satu.", second: "Dua."}))
    learner.submit()
    graded(app, learner, "1")
    assert (learner.attempt.score, learner.attempt.essays_waiting) == (None, 1)
    assert "Kriteria" not in learner.open(learner.url).text


def test_a_survey_takes_an_essay_without_grading_it(app: Application) -> None:
    learner = write(sit(app, make_essay(), preset="survei", pass_mark=None))
    assert (learner.attempt.score, learner.attempt.essays_waiting) == (None, 0)
    assert "Menunggu penilaian" not in learner.open(learner.url).text


def test_grading_twice_finishes_once(app: Application) -> None:
    learner = write(sit(app))
    graded(app, learner, "1")
    graded(app, learner, "0")
    assert (learner.attempt.score, learner.attempt.passed) == (Decimal(50), False)
    assert finished(app) == ["kuis"]


LESSON_ESSAY = make_essay("latih")


def test_an_essay_to_practise_shows_its_model_answer_once_something_is_written(
    app: Application,
) -> None:
    lesson = make_lesson()
    practised = Lesson(**{**fields_of(lesson), "parts": (*lesson.parts, Practice(LESSON_ESSAY))})
    learner = browser(app, None, practised)
    where = f"{FRONT.rpartition('/')[0]}/{lesson.key}"
    with app.app_context():
        name = practice_name(LESSON_ESSAY.id)
    action = f"{where}/latihan/{name}"
    learner.open(where)
    assert "BOCOR" not in learner.text
    learner.send(action, **{name: " "})
    assert "BOCOR-bahas" not in learner.text
    learner.send(action, **{name: "Pendapat saya"})
    assert "BOCOR-bahas-latih" in learner.text
    assert "Kriteria 1 latih" in learner.text
    assert "BOCOR-panduan" not in str(learner.page)
    assert learner.page.select("textarea")[0].text.strip() == "Pendapat saya"


def fields_of(lesson: Lesson) -> dict[str, Any]:
    return {name: getattr(lesson, name) for name in lesson.__dataclass_fields__}


def test_what_follows_is_what_follows_a_sent_quiz(app: Application) -> None:
    learner = write(sit(app, pass_mark=None))
    assert finished(app) == []
    attempt_id = learner.attempt.id
    with work(app):
        held = locked_attempt(attempt_id)
        assert held is not None
        quiz = quiz_at(held.attempt.revision_id, "kuis")
        assert quiz is not None
        follow_up(held.enrolment, held.attempt, quiz, NOW)
    assert finished(app) == []
    graded(app, learner, "0")
    assert finished(app) == ["kuis"]
