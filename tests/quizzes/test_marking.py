"""What an answer of each kind earns: exact shares, never more than everything, never an error."""

from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearning.courses.questions import Blanks, Question, Wordings
from elearning.quizzes.answer_values import BadAnswers, read_answer
from elearning.quizzes.drawing import Slot, paper_of, right_sides, slot_of
from elearning.quizzes.marking import authored, mark
from tests.quizzes.samples import (
    key_answer,
    make_blanks,
    make_matching,
    make_numeric,
    make_ordering,
    make_short,
    make_weighted,
    one_of_each_kind,
    wrong_answer,
)

KINDS = pytest.mark.parametrize("question", one_of_each_kind(), ids=lambda each: each.kind)
questions = st.sampled_from(one_of_each_kind())
seeds = st.integers(0, 2**32)


def slot_at(question: Question, seed: int = 0) -> Slot:
    """Draw a question."""
    return slot_of(question, Random(seed), shuffle=True)


def earned(question: Question, answer: Any, slot: Slot | None = None) -> Fraction:
    """Mark an answer as it arrives."""
    slot = slot or slot_at(question)
    return mark(question, authored(slot, read_answer(answer, slot)))


@given(questions, seeds, st.booleans())
def test_the_key_earns_everything_however_it_is_drawn(
    question: Question, seed: int, whole: bool
) -> None:
    question = replace(question, whole=whole)
    slot = slot_at(question, seed)
    assert earned(question, key_answer(question, slot), slot) == 1
    assert earned(question, wrong_answer(question, slot), slot) == 0


@given(questions, seeds, st.data())
def test_no_answer_that_is_read_raises_or_earns_too_much(
    question: Question, seed: int, data: st.DataObject
) -> None:
    slot = slot_at(question, seed)
    options, rights = [o for o, _ in slot.options] or [""], [r for r, _ in slot.rights] or [""]
    text = st.text(max_size=30) | st.from_regex(r"[-+0-9.,*\\ ]{0,12}")
    answers = [
        st.lists(st.sampled_from([*options, ""]), unique=True),
        st.dictionaries(st.sampled_from(options), st.sampled_from(rights)),
        st.lists(text, max_size=4),
        text,
    ]
    try:
        share = earned(question, data.draw(st.one_of(answers)), slot)
    except BadAnswers:
        return
    assert 0 <= share <= 1
    assert not question.whole or share in {0, 1}


@given(questions, st.one_of(st.text(), st.lists(st.text()), st.dictionaries(st.text(), st.text())))
def test_even_an_answer_of_another_kind_is_only_wrong(question: Question, answer: Any) -> None:
    assert 0 <= mark(question, authored(slot_at(question), answer)) <= 1


@given(questions, seeds, seeds, st.data())
def test_the_order_in_which_a_question_is_drawn_changes_no_score(
    question: Question, one: int, other: int, data: st.DataObject
) -> None:
    first, second = slot_at(question, one), slot_at(question, other)
    answer = data.draw(answers_to(question, first))
    moved = renamed(answer, first, second)
    assert earned(question, answer, first) == earned(question, moved, second)


def answers_to(question: Question, slot: Slot) -> st.SearchStrategy[Any]:
    """Any answer that the page of a question can send."""
    options, rights = [o for o, _ in slot.options], [r for r, _ in slot.rights]
    if question.kind == "matching":
        return st.dictionaries(st.sampled_from(options), st.sampled_from(rights))
    if question.kind == "ordering":
        return st.permutations(options)
    if question.kind == "blanks":
        parts = st.sampled_from(["", "BOCOR-q8-0", "BOCOR-q8-1", "BOCOR-lain-2"])
        return st.lists(parts, min_size=slot.blanks, max_size=slot.blanks)
    if not options:
        return st.sampled_from(["", "BOCOR-q6", "77432"])
    most = len(options) if slot.is_multiple else 1
    return st.lists(st.sampled_from(options), unique=True, max_size=most)


def renamed(answer: Any, first: Slot, second: Slot) -> Any:
    """Return the same answer under the ids of another paper."""
    names = dict(first.options) | dict(first.rights)
    there = {stable: opaque for opaque, stable in second.options}
    rights = {stable: opaque for opaque, stable in second.rights}
    if isinstance(answer, dict):
        return {there[names[left]]: rights[names[right]] for left, right in answer.items()}
    if isinstance(answer, str) or first.kind == "blanks":
        return answer
    return [there[names[each]] for each in answer]


@given(st.permutations(range(4)))
def test_reordering_the_rows_of_a_matching_changes_no_score(order: list[int]) -> None:
    question = make_matching(extra="c")
    moved = replace(question, options=tuple(question.options[at] for at in order))
    slot = slot_at(question)
    answer = authored(slot, read_answer({slot.options[0][0]: slot.rights[0][0]}, slot))
    home = {option.id: option.match for option in right_sides(question)}
    there = {option.match: option.id for option in right_sides(moved)}
    assert isinstance(answer, dict)
    same = {left: there[home[right]] for left, right in answer.items()}
    assert mark(moved, same) == mark(question, answer)


# Each kind


@pytest.mark.parametrize(
    ("shares", "picks", "share"),
    [
        ("1/2 1/2 -1/2", "xx.", "1"),
        ("1/2 1/2 -1/2", "x..", "1/2"),
        ("1/2 1/2 -1/2", "xxx", "1/2"),
        ("1/2 1/2 -1/2", "..x", "0"),
        ("1/2 1/2 -1/2", "...", "0"),
        ("3333/10000 3333/10000 3333/10000", "xxx", "1"),
        ("3333/10000 3333/10000 3333/10000", "x..", "1/3"),
        ("3334/10000 3334/10000 3333/10000", "xxx", "1"),
    ],
)
def test_chosen_weights_add_up_and_rounded_ones_make_a_whole(
    shares: str, picks: str, share: str
) -> None:
    question = make_weighted("q", shares)
    assert mark(question, chosen(question, picks)) == Fraction(share)


@pytest.mark.parametrize(("picks", "share"), [("x..", "1"), (".x.", "1/2"), ("..x", "0")])
def test_with_one_choice_the_chosen_weight_counts(picks: str, share: str) -> None:
    question = make_weighted("q", "1 1/2 0", kind="weighted-one")
    assert mark(question, chosen(question, picks)) == Fraction(share)


@pytest.mark.parametrize(("picks", "share"), [("xx.", 1), ("x..", 0), ("xxx", 0)])
def test_weights_with_nilai_utuh_are_all_or_nothing(picks: str, share: int) -> None:
    question = make_weighted("q", whole=True)
    assert mark(question, chosen(question, picks)) == share


def chosen(question: Question, picks: str) -> list[str]:
    """Return the options ticked with an x."""
    return [o.id for o, pick in zip(question.options, picks, strict=True) if pick == "x"]


@pytest.mark.parametrize(
    ("typed", "is_right"),
    [
        ("SPBE", True),
        (" s p b e ", True),
        ("Spbé", True),
        ("S.P.B.E. Nasional", True),
        ("SPB", False),
        ("", False),
        ("*", False),
    ],
)
def test_a_short_answer_ignores_case_spacing_and_diacritics(typed: str, is_right: bool) -> None:
    assert earned(make_short("q", "SPBE", "S.P.B.E*"), typed) == is_right


@pytest.mark.parametrize(
    ("typed", "is_right"),
    [
        ("28", True),
        ("32", True),
        ("28,000", True),
        ("27,999999999999999999999999999999999", False),
        ("32.0000000000000000000000000000001", False),
        ("0030", True),
        ("+30", True),
        ("30 hari", False),
        ("3e1", False),
        ("", False),
        ("∞", False),
        ("９" * 900, False),
    ],
)
def test_a_number_is_right_up_to_the_ends_and_not_a_hair_beyond(typed: str, is_right: bool) -> None:
    assert earned(make_numeric("q", "28", "32"), typed) == is_right


@pytest.mark.parametrize("typed", ["1250", "1.250", "1.250,0", "1250.00"])
def test_a_learners_thousands_are_read_like_an_authors(typed: str) -> None:
    assert earned(make_numeric("q", "1250", "1250"), typed) == 1


def test_each_blank_that_is_right_earns_its_share() -> None:
    question = make_blanks("q")
    assert earned(question, ["bocor-q-0", "BOCOR-lain-1", "x"]) == Fraction(2, 3)
    assert earned(replace(question, whole=True), ["bocor-q-0", "BOCOR-lain-1", "x"]) == 0
    assert earned(question, []) == 0


def test_a_number_in_a_blank_may_be_written_otherwise() -> None:
    question = replace(make_blanks("q", 2), key=Blanks((Wordings(("1.250",)), Wordings(("007",)))))
    assert earned(question, ["1250,0", "7"]) == Fraction(1, 2)
    assert earned(question, ["1.250", "007"]) == 1


def test_each_left_side_with_its_match_earns_its_share() -> None:
    question = make_matching("q", "a b c")
    slot = slot_at(question)
    answer = key_answer(question, slot)
    one, two, _three = answer
    swapped = answer | {one: answer[two], two: answer[one]}
    assert earned(question, {one: answer[one]}, slot) == Fraction(1, 3)
    assert earned(question, swapped, slot) == Fraction(1, 3)
    assert earned(replace(question, whole=True), swapped, slot) == 0


def test_equal_right_sides_are_one() -> None:
    question = make_matching("q", "a b a", extra="")
    assert len(slot_at(question).rights) == 2


def test_each_step_in_its_place_earns_its_share() -> None:
    question = make_ordering("q", 4)
    slot = slot_at(question)
    one, two, three, four = key_answer(question, slot)
    assert earned(question, [one, two, four, three], slot) == Fraction(1, 2)
    assert earned(question, ["", two], slot) == Fraction(1, 4)
    assert earned(replace(question, whole=True), [one, two, four, three], slot) == 0


@KINDS
def test_a_slot_of_every_kind_survives_its_journey_as_json(question: Question) -> None:
    slot = slot_at(question)
    assert paper_of([slot.to_json()]) == (slot,)
    assert set(slot.to_json()) >= {"id", "question", "kind", "options"}
