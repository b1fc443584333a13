"""A paper is decided by its secret seed and tells nothing of the author's ids."""

from decimal import Decimal
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from elearning.courses.compiled import Pool, Quiz
from elearning.quizzes.drawing import Paper, draw_paper, new_seed, paper_of, slot_of
from tests.quizzes.samples import (
    make_matching,
    make_mixed_quiz,
    make_ordering,
    make_question,
    make_quiz,
    make_rules,
)


def authors(paper: Paper) -> list[tuple[str, list[str]]]:
    """Return a paper in the author's ids."""
    return [(slot.question, [stable for _, stable in slot.options]) for slot in paper]


def test_a_seed_holds_128_bits() -> None:
    assert len(bytes.fromhex(new_seed())) == 16
    assert new_seed() != new_seed()


@given(st.text(max_size=20))
def test_the_seed_alone_decides_questions_and_order(seed: str) -> None:
    quiz = make_quiz(8, draw=5)
    assert authors(draw_paper(quiz, seed)) == authors(draw_paper(quiz, seed))


@given(st.integers(0, 2**64), st.integers(1, 8))
def test_a_pool_gives_as_many_different_questions_as_it_draws(seed: int, draw: int) -> None:
    paper = draw_paper(make_quiz(8, draw=draw), str(seed))
    assert len({slot.question for slot in paper}) == draw


def test_seeds_draw_different_papers() -> None:
    quiz = make_quiz(8, draw=4)
    assert len({str(authors(draw_paper(quiz, str(seed)))) for seed in range(20)}) > 15


def test_every_pool_is_drawn_from() -> None:
    pools = tuple(
        Pool(name, 1, tuple(make_question(f"{name}{n}") for n in range(4))) for name in "ab"
    )
    quiz = Quiz("k", "K", 5, True, Decimal(1), "", make_rules(), pools)
    drawn = sorted(slot.question[7] for slot in draw_paper(quiz, "s"))
    assert drawn == ["a", "b"]


def test_without_acak_the_author_decides_the_order() -> None:
    quiz = make_quiz(6, shuffle_questions=False, shuffle_options=False)
    expected = [(q.id, [option.id for option in q.options]) for q in quiz.questions]
    assert authors(draw_paper(quiz, "s")) == expected


def test_true_stays_before_false() -> None:
    quiz = make_quiz(1)
    pool = Pool("", None, (make_question("q", "truefalse", "+-"),))
    quiz = Quiz.from_json({**quiz.to_json(), "pools": [pool.to_json()]})
    orders = {tuple(authors(draw_paper(quiz, str(seed)))[0][1]) for seed in range(20)}
    assert orders == {("q-o1", "q-o2")}


def test_ids_are_new_in_every_attempt_even_with_the_same_seed() -> None:
    quiz = make_quiz(4)
    ids = [
        each
        for _ in range(2)
        for slot in draw_paper(quiz, "s")
        for each in (slot.id, *dict(slot.options))
    ]
    assert len(set(ids)) == len(ids)


def test_a_stored_paper_reads_back_the_same() -> None:
    paper = draw_paper(make_quiz(3), "s")
    assert paper_of([slot.to_json() for slot in paper]) == paper


@given(st.integers(0, 2**32), st.integers(3, 5))
def test_steps_are_never_drawn_in_their_right_order(seed: int, count: int) -> None:
    question = make_ordering("q", count)
    drawn = [stable for _, stable in slot_of(question, Random(seed), shuffle=False).options]
    assert drawn != [option.id for option in question.options]
    assert sorted(drawn) == sorted(option.id for option in question.options)


def test_two_steps_are_drawn_either_way_or_their_order_would_tell() -> None:
    question = make_ordering("q", 2)
    orders = {
        tuple(stable for _, stable in slot_of(question, Random(seed), shuffle=False).options)
        for seed in range(20)
    }
    assert len(orders) == 2


def test_right_sides_are_drawn_in_any_order_whatever_acak_says() -> None:
    question = make_matching("q", "a b c")
    slots = [slot_of(question, Random(seed), shuffle=False) for seed in range(200)]
    assert len({tuple(stable for _, stable in slot.rights) for slot in slots}) == 6
    assert {tuple(stable for _, stable in slot.options) for slot in slots} == {
        ("q-o1", "q-o2", "q-o3")
    }


def test_the_seed_alone_decides_every_kind() -> None:
    quiz = make_mixed_quiz()
    papers = [draw_paper(quiz, "seed") for _ in range(2)]
    one, other = ([[stable for _, stable in slot.rights] for slot in each] for each in papers)
    assert one == other
    assert authors(papers[0]) == authors(papers[1])
    ids = [opaque for paper in papers for slot in paper for opaque, _ in slot.options + slot.rights]
    assert len(set(ids)) == len(ids)
