"""Answers are read strictly: what none of our pages sends is refused whole."""

from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearning.courses.compiled import Pool, Quiz
from elearning.quizzes.answer_values import BadAnswers
from elearning.quizzes.answers import differing, form_batch, read_batch, read_form
from elearning.quizzes.drawing import draw_paper
from tests.factories import NOW
from tests.quizzes.samples import make_batch, make_question, make_quiz

QUESTIONS = (make_question("q1"), make_question("q2", "multiple", "++--"))
QUIZ = Quiz.from_json({**make_quiz().to_json(), "pools": [Pool("", None, QUESTIONS).to_json()]})
PAPER = draw_paper(QUIZ, "seed")
ONE = next(slot for slot in PAPER if not slot.is_multiple)
MANY = next(slot for slot in PAPER if slot.is_multiple)

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)


def batch(**changes: Any) -> dict[str, Any]:
    """A batch of one good event, with changes in it."""
    made = make_batch({ONE.id: [ONE.options[0][0]]})
    made["events"][0].update(changes)
    return made


def test_a_good_batch_is_read() -> None:
    read = read_batch(make_batch({ONE.id: [ONE.options[1][0]], MANY.id: []}, base=7), PAPER)
    assert [(event.seq, event.question, event.answer) for event in read.events] == [
        (8, ONE.id, (ONE.options[1][0],)),
        (9, MANY.id, ()),
    ]


def test_the_order_of_ticks_does_not_matter() -> None:
    ids = [opaque for opaque, _ in MANY.options[:3]]
    data = make_batch({MANY.id: ids})
    again = {**data, "events": [{**data["events"][0], "answer": ids[::-1]}]}
    assert read_batch(data, PAPER) == read_batch(again, PAPER)


NASTY: dict[str, Any] = {
    "seq": [None, True, "1", 1.0, -1, 0, 2, 2**40, [1]],
    "id": [None, 5, "", "x", "g" * 36, str(uuid4()) + "\n", {"$gt": ""}],
    "question": [None, 5, "", "stabil-q1", [ONE.id], {}, MANY.id.upper() + "x"],
    "answer": [
        None,
        "",
        ONE.options[0][0],
        [None],
        [["x"]],
        {"0": ONE.options[0][0]},
        ["q1-o1"],
        [ONE.options[0][0]] * 2,
        [ONE.options[0][0], ONE.options[1][0]],
        [MANY.options[0][0]],
        True,
    ],
    "at": [None, 5, "", "kemarin", "2026-11-22\x0003:00", "٢٠٢٦-11-22T03:00:00Z", "9" * 5000],
}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        pytest.param(field, value, id=f"{field}-{number}")
        for field, values in NASTY.items()
        for number, value in enumerate(values)
    ],
)
def test_a_field_of_the_wrong_kind_refuses_the_batch(field: str, value: object) -> None:
    with pytest.raises(BadAnswers):
        read_batch(batch(**{field: value}), PAPER)


@pytest.mark.parametrize(
    "change",
    [
        {"client": None},
        {"client": "tab"},
        {"base": -1},
        {"base": "0"},
        {"base": True},
        {"events": None},
        {"events": []},
        {"events": {}},
        {"events": ["x"]},
        {"events": [None] * 101},
    ],
)
def test_a_batch_of_the_wrong_kind_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(BadAnswers):
        read_batch({**batch(), **change}, PAPER)


@given(json_values)
def test_no_json_at_all_breaks_the_reader(data: object) -> None:
    with pytest.raises(BadAnswers):
        read_batch(data, PAPER)


@given(st.sampled_from(["id", "seq", "question", "answer", "at"]), json_values)
def test_no_field_at_all_breaks_the_reader(field: str, value: object) -> None:
    try:
        read_batch(batch(**{field: value}), PAPER)
    except BadAnswers:
        return
    assert (field, value) in [("seq", 1), ("answer", [])]


@pytest.mark.parametrize(("first", "second"), [(1, 3), (1, 1), (2, 1), (2, 3)])
def test_numbers_go_up_by_one_from_the_base(first: int, second: int) -> None:
    data = make_batch({ONE.id: [], MANY.id: []})
    data["events"][0]["seq"], data["events"][1]["seq"] = first, second
    with pytest.raises(BadAnswers):
        read_batch(data, PAPER)


def test_one_id_names_one_event() -> None:
    data = make_batch({ONE.id: [], MANY.id: []})
    data["events"][1]["id"] = data["events"][0]["id"]
    with pytest.raises(BadAnswers):
        read_batch(data, PAPER)


def test_a_hundred_events_are_taken_at_once() -> None:
    data = make_batch({ONE.id: []})
    event = data["events"][0]
    data["events"] = [{**event, "id": str(uuid4()), "seq": n} for n in range(1, 101)]
    assert len(read_batch(data, PAPER).events) == 100


def test_a_question_without_a_tick_is_unanswered_in_the_plain_form() -> None:
    read = read_form({ONE.id: [ONE.options[0][0]], "csrf_token": ["x"]}, PAPER)
    assert read == {ONE.id: (ONE.options[0][0],), MANY.id: ()}


def test_an_unknown_option_refuses_the_plain_form() -> None:
    with pytest.raises(BadAnswers):
        read_form({ONE.id: ["q1-o1"]}, PAPER)


answers = st.fixed_dictionaries(
    {
        ONE.id: st.sampled_from([(), (ONE.options[0][0],), (ONE.options[1][0],)]),
        MANY.id: st.sampled_from([(), (MANY.options[0][0],), (MANY.options[2][0],)]),
    }
)


@given(answers, answers, st.integers(0, 1000))
def test_the_plain_form_saves_exactly_what_differs(
    mine: dict[str, tuple[str, ...]], saved: dict[str, tuple[str, ...]], seq: int
) -> None:
    events = form_batch(mine, saved, seq, NOW).events
    assert saved | {event.question: event.answer for event in events} == mine
    assert len(events) == len(differing(mine, saved))
    assert [event.seq for event in events] == list(range(seq + 1, seq + 1 + len(events)))
