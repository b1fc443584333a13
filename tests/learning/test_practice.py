"""Practice questions: no key before the answer, feedback from the server, nothing stored."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from elearning.core.application import Application
from elearning.core.db import db
from elearning.core.schema import schema
from elearning.courses.compiled import Practice, Question
from elearning.learning.enrolment.operations import enrol
from elearning.learning.questions.practising import (
    ShownPractice,
    asked,
    practice_name,
    practice_slot,
    practised,
)
from tests.factories import NOW, make_course, make_lesson, make_person, work
from tests.quizzes.samples import (
    key_answer,
    make_ordering,
    make_question,
    one_of_each_kind,
    told_in,
)
from tests.visitor import Visitor

NIP = "198503172010011987"
LESSON = "/pelatihan/pelatihan-contoh/satu"


def name_of(app: Application, question: Question | None = None) -> str:
    """Return what the page calls a question."""
    with app.app_context():
        return practice_name((question or make_question()).id)


def answered(app: Application, question: Question, *places: str) -> ShownPractice:
    """Send the options at some places."""
    with app.test_request_context():
        return practised(question, {practice_name(question.id): list(places)})


def states(shown: ShownPractice) -> list[str | None]:
    """Return the states of the options."""
    return [option.state for option in shown.question.options]


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
    ids = re.findall(rf'name="{name_of(app)}" required value="([^"]*)"', html)
    assert ids == ["1", "2", "3"]


def test_a_right_answer_brings_every_note_and_the_explanation(app: Application) -> None:
    shown = answered(app, make_question(), "1")
    assert (shown.correct, states(shown)) == ("right", ["right", None, None])
    assert all(option.feedback for option in shown.question.options)
    assert shown.question.explanation


def test_a_wrong_answer_brings_only_its_own_note(app: Application) -> None:
    shown = answered(app, make_question(), "2")
    assert (shown.correct, states(shown)) == ("wrong", [None, "wrong", None])
    assert [bool(option.feedback) for option in shown.question.options] == [False, True, False]
    assert not shown.question.explanation


def test_some_right_answers_of_several_are_partly_right(app: Application) -> None:
    question = make_question(kind="multiple", key="++-")
    assert answered(app, question, "1").correct == "part"
    assert answered(app, question, "1", "3").correct == "part"
    assert answered(app, question, "3").correct == "wrong"
    assert answered(app, question, "1", "2").correct == "right"


@pytest.mark.parametrize("places", [[], ["9"], ["stabil-q1"], ["1", "2"]])
def test_what_the_page_does_not_offer_is_nothing_answered(
    app: Application, places: list[str]
) -> None:
    with app.test_request_context():
        unanswered = asked(make_question())
    assert answered(app, make_question(), *places) == unanswered


def test_without_scripting_a_page_answers_and_leads_back(app: Application) -> None:
    page = learner(app, make_question())
    name = name_of(app)
    address = f"{LESSON}/latihan/{name}"
    page.send(address, **{name: "2"})
    assert page.status == 200
    assert "BOCOR-q1-2" in page.text
    assert "BOCOR-q1-1" not in page.text
    assert page.page.select_one(f'a[href="{LESSON}#latihan-{name}"]')
    page.send(address, **{name: "1"})
    assert "BOCOR-bahas-q1" in page.text


def test_a_script_receives_the_question_alone(app: Application) -> None:
    page = learner(app, make_question())
    token = page.client.get("/csrf").get_json()["csrf_token"]
    answer = page.client.post(
        f"{LESSON}/latihan/{name_of(app)}",
        data={name_of(app): "1", "csrf_token": token},
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
            for table in schema().sorted_tables
        }


def test_practice_stores_nothing(app: Application) -> None:
    page = learner(app, make_question())
    before = rows(app)
    page.send(f"{LESSON}/latihan/{name_of(app)}", **{name_of(app): "2"})
    assert rows(app) == before


def test_the_authors_id_is_no_address_and_stands_on_no_page(app: Application) -> None:
    page = learner(app, replace(make_question(), id="jawabannya-a"))
    assert page.response is not None
    assert "jawabannya-a" not in page.response.get_data(as_text=True)
    token = page.client.get("/csrf").get_json()["csrf_token"]
    answer = page.client.post(f"{LESSON}/latihan/jawabannya-a", data={"csrf_token": token})
    assert answer.status_code == 404


def test_an_unknown_question_or_a_foreign_course_is_not_found(app: Application) -> None:
    page = learner(app, make_question())
    with work(app):
        make_course(make_lesson("satu", practice=True), slug="lain")
    token = page.client.get("/csrf").get_json()["csrf_token"]
    for address in (f"{LESSON}/latihan/lain", "/pelatihan/lain/satu/latihan/satu-latihan"):
        assert page.client.post(address, data={"csrf_token": token}).status_code == 404


def test_sending_nothing_asks_for_an_answer(app: Application) -> None:
    page = learner(app, make_question(kind="multiple", key="++-"))
    answer = page.send(f"{LESSON}/latihan/{name_of(app)}")
    assert "Pilih sedikitnya satu jawaban, lalu periksa." in answer.text
    assert "BOCOR" not in answer.text


# Kinds that are not answered by choosing options


TYPED = one_of_each_kind()[5:]


@pytest.mark.parametrize("question", one_of_each_kind(), ids=lambda each: each.kind)
def test_a_lesson_tells_no_key_of_any_kind(app: Application, question: Question) -> None:
    page = learner(app, question)
    assert page.response is not None
    html = page.response.get_data(as_text=True)
    assert f"Soal {question.id[7:]}" in html or f"Isi {question.id[7:]}" in html
    assert told_in(html, ("BOCOR", "77431", "77433", "-o1", "-o2", question.id)) == []


def right_fields(question: Question) -> dict[str, list[str]]:
    """Return the fields that answer a practice question rightly."""
    slot = practice_slot(question)
    answer = key_answer(question, slot)
    if question.kind == "ordering":
        return {f"{slot.id}.{step}": [str(at)] for at, step in enumerate(answer, start=1)}
    if question.kind == "matching":
        return {f"{slot.id}.{left}": [right] for left, right in answer.items()}
    return {slot.id: answer if isinstance(answer, list) else [answer]}


@pytest.mark.parametrize("question", one_of_each_kind(), ids=lambda each: each.kind)
def test_the_key_of_every_kind_is_right(app: Application, question: Question) -> None:
    page = learner(app, question)
    with app.test_request_context():
        fields = right_fields(question)
    page.send(f"{LESSON}/latihan/{name_of(app, question)}", **fields)
    assert page.page.select_one(".verdict.ok")
    assert f"BOCOR-bahas-{question.id[7:]}" in page.text


@pytest.mark.parametrize("question", TYPED, ids=lambda each: each.kind)
def test_a_wrong_answer_of_any_kind_tells_nothing_of_the_right_one(
    app: Application, question: Question
) -> None:
    page = learner(app, question)
    with app.test_request_context():
        fields = {name: values[-1:] for name, values in right_fields(question).items()}
    if question.key is not None:
        fields = {name_of(app, question): ["keliru"] * (3 if question.kind == "blanks" else 1)}
    page.send(f"{LESSON}/latihan/{name_of(app, question)}", **dict(list(fields.items())[:2]))
    assert not page.page.select_one(".verdict.ok")
    assert page.page.select_one(".verdict")
    assert not page.page.select(".key")
    assert "BOCOR" not in page.text


@pytest.mark.parametrize("question", TYPED[2:], ids=lambda each: each.kind)
def test_a_part_that_is_right_is_said(app: Application, question: Question) -> None:
    page = learner(app, question)
    with app.test_request_context():
        fields = right_fields(question)
    if question.kind == "blanks":
        name = name_of(app, question)
        fields = {name: [*fields[name][:2], ""]}
    else:
        fields = dict(list(fields.items())[:2])
    page.send(f"{LESSON}/latihan/{name_of(app, question)}", **fields)
    assert page.page.select_one(".verdict.part")
    assert re.search(r"2 \w+ [34]", page.page.select_one(".tally").text)


def test_shuffled_practice_keeps_its_order_and_hides_the_right_one(app: Application) -> None:
    with app.test_request_context():
        orders = {practice_slot(make_ordering()).options for _ in range(5)}
        ((first, *_rest),) = orders
        assert first[0] == "1"
        assert [stable for _, stable in next(iter(orders))] != ["q1-o1", "q1-o2", "q1-o3", "q1-o4"]
