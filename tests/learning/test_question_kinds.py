"""Every kind of question through an attempt: plain form, script, review, result, and no leak."""

import json
import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from elearning.core.application import Application
from elearning.courses.compiled import Pool, Question
from elearning.courses.questions import Blanks, Wordings
from elearning.quizzes.drawing import Slot, paper_of
from tests.factories import make_lesson
from tests.learning.browsers import FRONT, Browser, browser
from tests.quizzes.samples import (
    as_fields,
    make_batch,
    make_blanks,
    make_matching,
    make_mixed_quiz,
    make_numeric,
    make_ordering,
    make_short,
    make_weighted,
    one_of_each_kind,
    told_in,
)

KINDS = pytest.mark.parametrize("question", one_of_each_kind(), ids=lambda each: each.kind)
TYPED = pytest.mark.parametrize("question", one_of_each_kind()[5:], ids=lambda each: each.kind)


def sit(app: Application, *questions: Question, **rules: Any) -> Browser:
    """Let a learner open a quiz of some questions."""
    quiz = make_mixed_quiz(**rules)
    if questions:
        quiz = replace(quiz, pools=(Pool("", None, questions),))
    return browser(app, quiz, make_lesson()).begin()


def slots(learner: Browser) -> dict[str, Slot]:
    """The drawn questions by their kind."""
    return {slot.kind: slot for slot in paper_of(learner.attempt.paper)}


def send(learner: Browser, answers: dict[str, Any], *, then: str = "") -> Browser:
    """Send answers by the plain form of the page."""
    paper = {slot.id: slot for slot in paper_of(learner.attempt.paper)}
    fields = {n: v for key in answers for n, v in as_fields(paper[key], answers[key]).items()}
    learner.open(learner.url).send(f"{learner.url}/jawaban", **fields, lanjut=then)
    return learner


@KINDS
def test_the_key_sent_without_scripting_earns_everything(
    app: Application, question: Question
) -> None:
    learner = sit(app, question)
    send(learner, learner.right(), then="tinjau")
    assert not learner.page.select("main ul a")
    learner.send(f"{learner.url}/kirim")
    assert learner.attempt.score == 100


@KINDS
def test_the_key_sent_by_script_earns_everything(app: Application, question: Question) -> None:
    learner = sit(app, question)
    batch = make_batch(learner.right())
    assert learner.save(batch)[0] == 200
    assert learner.save(batch)[0] == 200
    learner.submit()
    assert learner.attempt.score == 100


@KINDS
def test_what_was_saved_stands_in_the_form_again(app: Application, question: Question) -> None:
    learner = sit(app, question)
    learner.save(make_batch(learner.right()))
    learner.open(learner.url).send(f"{learner.url}/jawaban", lanjut="")
    assert (learner.attempt.saved_seq, learner.status) == (1, 200)


@KINDS
def test_a_stale_form_keeps_both_versions_of_every_kind(
    app: Application, question: Question
) -> None:
    learner = sit(app, question)
    page = learner.response
    learner.save(make_batch(learner.wrong()))
    (slot,) = slots(learner).values()
    learner.response = page
    learner.send(f"{learner.url}/jawaban", **as_fields(slot, learner.right()[slot.id]), lanjut="")
    assert learner.status == 409
    learner.send(f"{learner.url}/jawaban", **{f"pilih-{slot.id}": "layar"})
    learner.submit()
    assert learner.attempt.score == 100


@KINDS
def test_a_stale_script_is_told_the_saved_answer(app: Application, question: Question) -> None:
    learner = sit(app, question)
    right = learner.right()
    learner.save(make_batch(right))
    status, told = learner.save(make_batch(learner.wrong()))
    assert (status, told["answers"]) == (409, right)


@TYPED
def test_an_answer_that_no_page_sends_saves_nothing(app: Application, question: Question) -> None:
    learner = sit(app, question)
    (slot,) = slots(learner).values()
    for nonsense in (None, 7, ["x" * 1001], "x" * 1001, {"a": "b"}, ["q10-o1"]):
        assert learner.save(make_batch({slot.id: nonsense}))[0] == 422
    assert learner.attempt.saved_seq == 0


def test_an_incomplete_answer_is_named_before_it_is_sent(app: Application) -> None:
    learner = sit(
        app, make_blanks("q1"), make_matching("q2"), make_ordering("q3"), make_short("q4")
    )
    drawn = slots(learner)
    left, right = drawn["matching"].options[0][0], drawn["matching"].rights[0][0]
    send(
        learner,
        {
            drawn["blanks"].id: ["a", "", ""],
            drawn["matching"].id: {left: right},
            drawn["ordering"].id: [drawn["ordering"].options[0][0]],
            drawn["short"].id: "",
        },
        then="tinjau",
    )
    lines = [item.get_text(" ", strip=True) for item in learner.page.select("main ul li")]
    assert len(lines) == 4
    assert sum("–" in line for line in lines) == 3
    learner.open(learner.url)
    assert learner.page.select_one("[data-answered]").text == "0"
    assert len(learner.page.select(".jumps a.part")) == 3


# The result


def result_of(app: Application, question: Question, answer: Any) -> Browser:
    """Send one answer and look at the result."""
    learner = sit(app, question)
    (slot,) = slots(learner).values()
    assert learner.save(make_batch({slot.id: answer(slot)}))[0] == 200
    return learner.submit()


def test_a_result_shows_what_was_typed_and_what_is_right(app: Application) -> None:
    page = result_of(app, make_numeric("q", "1250", "1252.5"), lambda _slot: "1.300")
    assert page.page.select_one(".given.wrong").text == "1.300"
    assert "1250" in page.page.select_one(".key").text
    assert "1252,5" in page.page.select_one(".key").text
    assert "BOCOR-bahas-q" in page.text


def test_a_result_says_how_many_blanks_are_right(app: Application) -> None:
    page = result_of(app, make_blanks("q"), lambda _slot: ["bocor-q-0", "x", ""])
    assert re.search(r"1 \w+ 3", page.page.select_one(".tally").text)
    assert [each.text for each in page.page.select(".given")][:2] == ["bocor-q-0", "x"]
    assert len(page.page.select(".key")) == 2
    assert page.attempt.score == Decimal("33.33")


def test_a_result_shows_each_pair_and_each_step(app: Application) -> None:
    page = result_of(
        app,
        make_matching("q", "a b", extra=""),
        lambda slot: {slot.options[0][0]: slot.rights[0][0]},
    )
    assert len(page.page.select(".pair .given")) == 2
    assert re.search(r"[01] \w+ 2", page.page.select_one(".tally").text)


def test_a_result_says_what_a_weight_has_earned(app: Application) -> None:
    question = make_weighted("q", "1 1/2 0", kind="weighted-one")
    half = question.options[1].id
    page = result_of(
        app, question, lambda slot: [opaque for opaque, own in slot.options if own == half]
    )
    assert "50%" in page.page.select_one(".tally").text
    assert page.page.select_one(".opt.part")
    assert page.attempt.score == 50


def test_all_or_nothing_is_said_where_parts_are_right(app: Application) -> None:
    page = result_of(app, make_blanks("q", whole=True), lambda _slot: ["bocor-q-0", "x", ""])
    assert page.attempt.score == 0
    assert len(page.page.select_one(".tally").text.split(". ")) == 2


# Nothing leaks

SECRET = "KENARI"


def secretive(question: Question) -> Question:
    """A question with a canary in every feedback, its explanation and its weight."""
    options = tuple(
        replace(option, feedback=f"<p>{SECRET} {option.id}</p>") for option in question.options
    )
    weight = Decimal("3.1415")
    return replace(question, options=options, explanation=f"<p>{SECRET}</p>", weight=weight)


@KINDS
@pytest.mark.parametrize("feedback", ["immediate", "never"])
def test_no_door_tells_the_key_of_an_open_attempt(
    app: Application, question: Question, feedback: str
) -> None:
    learner = sit(app, secretive(question), feedback=feedback)
    told = [SECRET, "BOCOR", "stabil-", "77431", "77433", "3.14", "3,14", "-o1", "-o2", "[[…]]"]
    wrong = learner.wrong()
    seen = [learner.page.decode()]
    seen.append(json.dumps(learner.save(make_batch(wrong))))
    seen.append(json.dumps(learner.save(make_batch(wrong))))
    seen += [learner.open(learner.url + path).page.decode() for path in ("", "/kirim")]
    seen.append(learner.open(FRONT).page.decode())
    for text in seen:
        assert told_in(text, told) == []


@pytest.mark.parametrize("length", [1, 60])
@pytest.mark.parametrize("make", [make_short, make_blanks])
def test_a_field_does_not_tell_how_long_its_answer_is(
    app: Application, make: Any, length: int
) -> None:
    question = make("q")
    long = Wordings(("a" * length,))
    key = Blanks((long,) * 3) if question.kind == "blanks" else long
    page = sit(app, replace(question, key=key)).page
    fields = page.select("fieldset input[type=text]")
    drop = {"id", "name", "aria-label"}
    looks = {
        tuple((k, str(v)) for k, v in field.attrs.items() if k not in drop) for field in fields
    }
    assert len(looks) == 1
    assert {"size", "pattern", "style"}.isdisjoint(fields[0].attrs)
    assert fields[0]["maxlength"] == "1000"


def test_a_shown_order_says_nothing_of_the_right_one(app: Application) -> None:
    learner = sit(app, make_ordering("q", 4), shuffle_options=False)
    shown = [step["data-step"] for step in learner.page.select("select[data-step]")]
    (slot,) = slots(learner).values()
    assert shown == [opaque for opaque, _ in slot.options]
    assert shown != learner.right()[slot.id]
    assert all(option.get("selected") is None for option in learner.page.select(".order option"))


def test_an_attempt_with_every_kind_counts_each(app: Application) -> None:
    learner = sit(app)
    right = learner.right()
    send(learner, right)
    assert learner.page.select_one("[data-answered]").text == str(len(right)) == "10"
    learner.submit()
    assert learner.attempt.score == 100
    assert len(learner.page.select("fieldset.q")) == 10


def test_an_attempt_with_every_kind_begins_empty(app: Application) -> None:
    learner = sit(app)
    assert learner.page.select_one("[data-answered]").text == "0"
    assert learner.page.select("[checked],option[value][selected]") == []
