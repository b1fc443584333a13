"""Practice questions: no key before the answer, feedback from the server, nothing stored."""

import re

import pytest
from sqlalchemy import func, select

from elearning.core.application import Application
from elearning.core.db import Base, db
from elearning.courses.compiled import Practice, Question
from elearning.learning.operations import enrol
from elearning.learning.practising import ShownPractice, answered, asked
from tests.factories import NOW, make_course, make_lesson, make_person, work
from tests.quizzes.samples import make_question
from tests.visitor import Visitor

NIP = "198503172010011987"
LESSON = "/pelatihan/pelatihan-contoh/satu"


def states(shown: ShownPractice) -> list[str | None]:
    """Return the states of the options."""
    return [option.state for option in shown.options]


def learner(app: Application, question: Question) -> Visitor:
    """Sign in a learner at a lesson with a practice question."""
    lesson = make_lesson("satu")
    with work(app):
        parts = (*lesson.parts, Practice(question))
        values = {name: getattr(lesson, name) for name in lesson.__dataclass_fields__}
        course = make_course(type(lesson)(**(values | {"parts": parts})))
        enrol(make_person(nip=NIP), course, NOW)
    return Visitor(app).sign_in(NIP).open(LESSON)


@pytest.mark.parametrize("key", ["+--", "--+"])
def test_the_lesson_page_holds_no_key(app: Application, key: str) -> None:
    page = learner(app, make_question("q1", key=key))
    assert page.response is not None
    html = page.response.get_data(as_text=True)
    assert "Pilihan 1" in html
    assert "BOCOR" not in html
    ids = re.findall(r'name="stabil-q1" required value="([^"]*)"', html)
    assert ids == ["1", "2", "3"]


def test_a_right_answer_brings_every_note_and_the_explanation() -> None:
    shown = answered(make_question(), {"1"})
    assert (shown.correct, states(shown)) == ("right", ["right", None, None])
    assert all(option.feedback for option in shown.options)
    assert shown.explanation


def test_a_wrong_answer_brings_only_its_own_note() -> None:
    shown = answered(make_question(), {"2"})
    assert (shown.correct, states(shown)) == ("wrong", [None, "wrong", None])
    assert [bool(option.feedback) for option in shown.options] == [False, True, False]
    assert not shown.explanation


def test_some_right_answers_of_several_are_partly_right() -> None:
    question = make_question(kind="multiple", key="++-")
    assert answered(question, {"1"}).correct == "part"
    assert answered(question, {"1", "3"}).correct == "part"
    assert answered(question, {"3"}).correct == "wrong"
    assert answered(question, {"1", "2"}).correct == "right"


@pytest.mark.parametrize("places", [set(), {"9"}, {"stabil-q1"}])
def test_nothing_chosen_is_nothing_answered(places: set[str]) -> None:
    assert answered(make_question(), places) == asked(make_question())


def test_without_scripting_a_page_answers_and_leads_back(app: Application) -> None:
    page = learner(app, make_question())
    address = f"{LESSON}/latihan/stabil-q1"
    page.send(address, **{"stabil-q1": "2"})
    assert page.status == 200
    assert "BOCOR-q1-2" in page.text
    assert "BOCOR-q1-1" not in page.text
    assert page.page.select_one(f'a[href="{LESSON}#latihan-stabil-q1"]')
    page.send(address, **{"stabil-q1": "1"})
    assert "BOCOR-bahas-q1" in page.text


def test_a_script_receives_the_question_alone(app: Application) -> None:
    page = learner(app, make_question())
    token = page.client.get("/csrf").get_json()["csrf_token"]
    answer = page.client.post(
        f"{LESSON}/latihan/stabil-q1",
        data={"stabil-q1": "1", "csrf_token": token},
        headers={"X-Fragment": "practice"},
    )
    text = answer.get_data(as_text=True).strip()
    assert text.startswith("<form")
    assert text.endswith("</form>")
    assert "BOCOR-bahas-q1" in text


def rows(app: Application) -> dict[str, int | None]:
    """Count the rows of every table."""
    with app.app_context():
        return {
            table.name: db.session.scalar(select(func.count()).select_from(table))
            for table in Base.metadata.sorted_tables
        }


def test_practice_stores_nothing(app: Application) -> None:
    page = learner(app, make_question())
    before = rows(app)
    page.send(f"{LESSON}/latihan/stabil-q1", **{"stabil-q1": "2"})
    assert rows(app) == before


def test_an_unknown_question_or_a_foreign_course_is_not_found(app: Application) -> None:
    page = learner(app, make_question())
    with work(app):
        make_course(make_lesson("satu", practice=True), slug="lain")
    token = page.client.get("/csrf").get_json()["csrf_token"]
    for address in (f"{LESSON}/latihan/lain", "/pelatihan/lain/satu/latihan/satu-latihan"):
        assert page.client.post(address, data={"csrf_token": token}).status_code == 404


def test_sending_nothing_asks_for_an_answer(app: Application) -> None:
    page = learner(app, make_question(kind="multiple", key="++-"))
    answer = page.send(f"{LESSON}/latihan/stabil-q1")
    assert "Pilih sedikitnya satu jawaban, lalu periksa." in answer.text
    assert "BOCOR" not in answer.text
