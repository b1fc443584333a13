"""Each kind's answer has one form; what none of our pages sends is refused."""

from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearning.courses.questions import Question
from elearning.quizzes.answer_values import (
    LONGEST_TEXT,
    BadAnswers,
    form_answer,
    kept_answer,
    read_answer,
)
from elearning.quizzes.drawing import Slot, slot_of
from tests.quizzes.samples import (
    key_answer,
    make_blanks,
    make_essay,
    make_matching,
    make_numeric,
    make_ordering,
    make_short,
    make_weighted,
    one_of_each_kind,
)
from tests.quizzes.test_answers import json_values


def slot_at(question: Question) -> Slot:
    """Draw a question."""
    return slot_of(question, Random(0), shuffle=True)


SHORT, NUMERIC = slot_at(make_short()), slot_at(make_numeric())
BLANKS, ORDER = slot_at(make_blanks()), slot_at(make_ordering("q1", 3))
PAIRS = slot_at(make_matching())
LEFT, RIGHT = PAIRS.options[0][0], PAIRS.rights[0][0]
ONE, TWO, THREE = (step for step, _ in ORDER.options)
ESSAY = slot_at(make_essay())
LONG = "a" * (LONGEST_TEXT + 1)


@pytest.mark.parametrize(
    ("slot", "given_answer", "read"),
    [
        (SHORT, "  SPBE ", "SPBE"),
        (SHORT, "", ""),
        (ESSAY, " Satu.\r\n\r\nDua\x00;\rtiga \u2028\ud800 \n", "Satu.\n\nDua ;\ntiga"),
        (ESSAY, "a\r\n" * 10_000, ("a\n" * 10_000).strip()),
        (ESSAY, "", ""),
        (SHORT, "dua\nbaris\x00", "dua baris"),
        (SHORT, "a\ud800b", "a b"),
        (SHORT, "a" * LONGEST_TEXT, "a" * LONGEST_TEXT),
        (NUMERIC, "2,5", "2,5"),
        (NUMERIC, "bukan angka", "bukan angka"),
        (BLANKS, ["a ", "", "c"], ("a", "", "c")),
        (BLANKS, ["", " ", ""], ()),
        (BLANKS, [], ()),
        (PAIRS, {LEFT: RIGHT}, {LEFT: RIGHT}),
        (PAIRS, {}, {}),
        (ORDER, [TWO, ONE, THREE], (TWO, ONE, THREE)),
        (ORDER, ["", TWO, ""], ("", TWO)),
        (ORDER, ["", "", ""], ()),
    ],
)
def test_an_answer_is_read_into_its_one_form(slot: Slot, given_answer: Any, read: Any) -> None:
    assert read_answer(given_answer, slot) == read


@pytest.mark.parametrize(
    ("slot", "given_answer"),
    [
        *((slot, each) for slot in (SHORT, NUMERIC) for each in (None, 5, 2.5, True, [], {}, LONG)),
        *((BLANKS, each) for each in ("", {}, ["a"], ["a"] * 4, [None] * 3, ["a", "b", LONG])),
        *((PAIRS, each) for each in ("", [], [LEFT], {LEFT: LEFT}, {RIGHT: RIGHT}, {LEFT: ""})),
        *((PAIRS, each) for each in ({LEFT: None}, {LEFT: [RIGHT]}, {"q1-o1": RIGHT})),
        *((ORDER, each) for each in ("", {}, [ONE, ONE], ["x"], [ONE, TWO, THREE, ""], [5])),
    ],
)
def test_an_answer_of_the_wrong_kind_is_refused(slot: Slot, given_answer: Any) -> None:
    with pytest.raises(BadAnswers):
        read_answer(given_answer, slot)


@given(st.sampled_from([SHORT, NUMERIC, ESSAY, BLANKS, PAIRS, ORDER]), json_values)
def test_no_json_breaks_the_reader(slot: Slot, value: object) -> None:
    try:
        read = read_answer(value, slot)
    except BadAnswers:
        return
    assert read_answer(list(read) if isinstance(read, tuple) else read, slot) == read


@pytest.mark.parametrize("question", one_of_each_kind(), ids=lambda each: each.kind)
def test_an_answer_comes_back_from_the_database_as_it_was_read(question: Question) -> None:
    slot = slot_at(question)
    answer = read_answer(key_answer(question, slot), slot)
    assert kept_answer(list(answer) if isinstance(answer, tuple) else answer) == answer


def test_two_weighted_options_may_be_chosen_and_one_where_one_is_asked() -> None:
    several, one = slot_at(make_weighted()), slot_at(make_weighted(kind="weighted-one"))
    assert len(read_answer([option for option, _ in several.options[:2]], several)) == 2
    with pytest.raises(BadAnswers):
        read_answer([option for option, _ in one.options[:2]], one)


def form(slot: Slot, **values: str) -> dict[str, list[str]]:
    """Return the fields of left sides or steps, by their place in the paper."""
    names = [part for part, _ in slot.options]
    return {f"{slot.id}.{names[int(at[1:])]}": [value] for at, value in values.items()}


def test_the_plain_form_says_the_same() -> None:
    assert form_answer({SHORT.id: ["SPBE "]}, SHORT) == "SPBE"
    assert form_answer({BLANKS.id: ["a", "", "c"]}, BLANKS) == ("a", "", "c")
    assert form_answer(form(PAIRS, _0=RIGHT, _1=""), PAIRS) == {LEFT: RIGHT}
    assert form_answer(form(ORDER, _0="2", _1="1", _2="3"), ORDER) == (TWO, ONE, THREE)


@pytest.mark.parametrize(
    "slot", [SHORT, NUMERIC, ESSAY, BLANKS, PAIRS, ORDER], ids=lambda s: s.kind
)
def test_a_form_without_the_fields_is_no_answer(slot: Slot) -> None:
    assert not form_answer({}, slot)


def test_of_two_steps_at_one_place_the_second_has_none() -> None:
    assert form_answer(form(ORDER, _0="2", _1="2"), ORDER) == ("", ONE)


@pytest.mark.parametrize("place", ["0", "4", "x", "-1", "1.0", "²", "9" * 5000])
def test_a_place_that_the_form_does_not_offer_is_refused(place: str) -> None:
    with pytest.raises(BadAnswers):
        form_answer(form(ORDER, _0=place), ORDER)


def test_a_right_side_that_the_form_does_not_offer_is_refused() -> None:
    with pytest.raises(BadAnswers):
        form_answer(form(PAIRS, _0="q1-o1"), PAIRS)
