"""What essays earn, and how an attempt stands while one of them waits."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearning.courses.questions import Criterion, Question, Rubric
from elearning.quizzes.drawing import draw_paper
from elearning.quizzes.essays import LEVELS, earned_by, mean
from elearning.quizzes.grading import grade
from tests.quizzes.samples import make_essay, make_mixed_quiz, make_question, with_questions

HALF, QUARTER = Fraction(1, 2), Fraction(1, 4)


@pytest.mark.parametrize(
    ("shares", "levels", "earned"),
    [
        ("1/2 1/2", "1 1", "1"),
        ("2/5 3/5", "1 1/2", "7/10"),
        ("1/3 1/3 1/3", "1/4 0 0", "1/12"),
        ("0.3333 0.3333 0.3333", "1 1 1", "1"),
        ("", "3/4", "3/4"),
    ],
)
def test_the_levels_of_the_criteria_earn_their_shares(
    shares: str, levels: str, earned: str
) -> None:
    question = make_essay("q1", shares)
    assert earned_by(question, list(map(Fraction, levels.split()))) == Fraction(earned)


def test_an_essay_that_counts_whole_earns_all_or_nothing() -> None:
    question = make_essay("q1", "1/2 1/2", whole=True)
    assert earned_by(question, [Fraction(1), Fraction(3, 4)]) == 0
    assert earned_by(question, [Fraction(1), Fraction(1)]) == 1


@given(st.lists(st.tuples(st.integers(1, 100), st.sampled_from(LEVELS)), min_size=1, max_size=9))
def test_any_levels_earn_between_nothing_and_everything(rows: list[tuple[int, Fraction]]) -> None:
    total = sum(share for share, _level in rows)
    criteria = tuple(
        Criterion(f"<p>{n}</p>", Fraction(share, total)) for n, (share, _) in enumerate(rows)
    )
    question = Question("q", "essay", "<p>?</p>", (), key=Rubric(criteria))
    earned = earned_by(question, [level for _share, level in rows])
    assert min(level for _, level in rows) <= earned <= max(level for _, level in rows)


def test_the_mean_of_opinions_is_exact() -> None:
    assert mean([Fraction(1, 3), Fraction(1, 4)]) == Fraction(7, 24)
    assert mean([HALF]) == HALF


def test_an_essay_that_was_written_waits_and_takes_the_score_with_it() -> None:
    quiz = with_questions(make_mixed_quiz(), make_essay("q1"), make_question("q2"))
    paper = draw_paper(quiz, "00")
    (essay,) = (slot for slot in paper if slot.kind == "essay")
    graded = grade(quiz, paper, {essay.id: "Jangka waktunya dua hari."})
    assert (graded.score, graded.passed, graded.waiting) == (None, None, 1)
    assert {each.earned for each in graded.marks} == {None, Fraction(0)}


def test_an_empty_essay_earns_nothing_and_does_not_wait() -> None:
    quiz = with_questions(make_mixed_quiz(), make_essay("q1"))
    graded = grade(quiz, draw_paper(quiz, "00"), {})
    assert (graded.score, graded.passed, graded.waiting) == (Decimal(0), False, 0)


def test_an_essay_in_a_survey_waits_for_nobody() -> None:
    quiz = with_questions(make_mixed_quiz(preset="survei", pass_mark=None), make_essay("q1"))
    paper = draw_paper(quiz, "00")
    graded = grade(quiz, paper, {paper[0].id: "Saran saya"})
    assert (graded.score, graded.passed, graded.waiting) == (None, None, 0)
