"""Marks and scores: exact, fair, and never more than what was earned."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearning.courses.compiled import Pool
from elearning.quizzes.drawing import draw_paper
from elearning.quizzes.grading import Mark, grade, is_pass, mark, mark_text, score
from tests.quizzes.samples import answers_with, make_question, make_quiz, make_rules

keys = st.text("+-", min_size=2, max_size=6).filter(lambda key: "+" in key)


def chosen(question: str, picks: str) -> set[str]:
    """Return the options ticked with an x."""
    return {f"{question}-o{n}" for n, pick in enumerate(picks, start=1) if pick == "x"}


@pytest.mark.parametrize(
    ("picks", "earned"),
    [("x..", 1), (".x.", 0), ("...", 0), ("xx.", 0)],
)
def test_a_single_choice_is_right_or_wrong(picks: str, earned: int) -> None:
    assert mark(make_question("q", key="+--"), chosen("q", picks)) == earned


@pytest.mark.parametrize(
    ("key", "picks", "earned"),
    [
        ("++--", "xx..", "1"),
        ("++--", "x...", "1/2"),
        ("++--", "xxx.", "1/2"),
        ("++--", "..xx", "0"),
        ("++--", "xxxx", "0"),
        ("++--", "....", "0"),
        ("+++-", "xx..", "2/3"),
        ("+++-", "x..x", "0"),
        ("+---", "xx..", "2/3"),
        ("++", "x.", "1/2"),
    ],
)
def test_multiple_response_takes_wrong_choices_off(key: str, picks: str, earned: str) -> None:
    assert mark(make_question("q", "multiple", key), chosen("q", picks)) == Fraction(earned)


@pytest.mark.parametrize(("picks", "earned"), [("xx..", 1), ("x...", 0), ("xxx.", 0)])
def test_nilai_utuh_is_all_or_nothing(picks: str, earned: int) -> None:
    assert mark(make_question("q", "multiple", "++--", whole=True), chosen("q", picks)) == earned


@given(keys, st.sets(st.integers(1, 6)))
def test_a_mark_lies_between_nothing_and_everything(key: str, picks: set[int]) -> None:
    ticked = {f"q-o{n}" for n in picks if n <= len(key)}
    question = make_question("q", "multiple", key)
    earned = mark(question, ticked)
    right = {option.id for option in question.options if option.right}
    assert 0 <= earned <= 1
    assert (earned == 1) == (ticked == right)


@given(keys, st.sets(st.integers(1, 6)), st.integers(1, 6))
def test_a_wrong_choice_never_raises_a_mark(key: str, picks: set[int], more: int) -> None:
    question = make_question("q", "multiple", key)
    ticked = {f"q-o{n}" for n in picks if n <= len(key)}
    if more <= len(key) and key[more - 1] == "-":
        assert mark(question, ticked | {f"q-o{more}"}) <= mark(question, ticked)


marks = st.lists(
    st.builds(
        Mark,
        st.fractions(0, 1, max_denominator=30),
        st.decimals("0.01", "99", places=2),
    ),
    min_size=1,
    max_size=30,
)


@given(marks)
def test_a_score_is_the_exact_mean_rounded_half_up(given_marks: list[Mark]) -> None:
    total = sum(Fraction(each.weight) for each in given_marks)
    exact = sum(each.earned * Fraction(each.weight) for each in given_marks) * 100 / total
    rounded = score(given_marks)
    assert rounded.as_tuple().exponent == -2
    assert 0 <= rounded <= 100
    assert -Fraction(1, 200) < Fraction(rounded) - exact <= Fraction(1, 200)


@given(marks)
def test_the_order_of_the_questions_changes_no_score(given_marks: list[Mark]) -> None:
    assert score(given_marks) == score(reversed(given_marks))


def test_half_a_hundredth_rounds_up() -> None:
    eighth = [Mark(Fraction(1, 16), Decimal(1))]  # 6.25
    assert score(eighth) == Decimal("6.25")
    assert score([Mark(Fraction(1, 32), Decimal(1))]) == Decimal("3.13")  # 3.125
    assert Decimal("3.125").quantize(Decimal("0.01"), ROUND_HALF_UP) == Decimal("3.13")


def test_a_score_is_rounded_before_it_meets_the_pass_mark() -> None:
    two_thirds = score([Mark(Fraction(2, 3), Decimal(1))])
    assert is_pass(two_thirds, make_rules(pass_mark=Decimal("66.67"))) is True
    assert is_pass(two_thirds, make_rules(pass_mark=Decimal("66.68"))) is False


def test_weights_count() -> None:
    assert score([Mark(Fraction(1), Decimal(3)), Mark(Fraction(0), Decimal(1))]) == Decimal(75)


def test_questions_without_weight_earn_nothing() -> None:
    assert score([Mark(Fraction(1), Decimal(0))]) == 0


def test_without_a_pass_mark_nobody_fails() -> None:
    quiz = make_quiz(pass_mark=None, preset="pretest")
    assert grade(quiz, draw_paper(quiz, "s"), {}).passed is None


def test_a_survey_has_no_score() -> None:
    quiz = make_quiz(pass_mark=None, preset="survei")
    assert grade(quiz, draw_paper(quiz, "s"), {}).score is None


@given(st.lists(st.sampled_from(["single", "multiple", "truefalse"]), min_size=1, max_size=8), keys)
def test_everything_right_is_a_hundred_and_nothing_is_zero(kinds: list[str], key: str) -> None:
    made = tuple(
        make_question(f"q{n}", kind, key if kind == "multiple" else "+-")
        for n, kind in enumerate(kinds)
    )
    quiz = make_quiz(0)
    quiz = type(quiz).from_json({**quiz.to_json(), "pools": [Pool("", None, made).to_json()]})
    paper = draw_paper(quiz, "seed")
    assert grade(quiz, paper, answers_with(paper, quiz, right=True)).score == 100
    assert grade(quiz, paper, {}).score == 0


@given(st.fractions(0, 1, max_denominator=60))
def test_a_mark_is_written_exactly(earned: Fraction) -> None:
    assert Fraction(mark_text(earned)) == earned


def test_marks_read_like_decimals_where_they_can() -> None:
    assert [mark_text(Fraction(each)) for each in ("0", "1/2", "1", "1/3")] == [
        "0",
        "0.5",
        "1",
        "1/3",
    ]
