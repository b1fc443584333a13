"""What the people of the demonstration answer earns what their story says, whatever the kind."""

from random import Random

import pytest

from elearning.courses.compiled import Question
from elearning.demonstration.replies import right_answer, wrong_answer
from elearning.quizzes.answer_values import read_answer
from elearning.quizzes.drawing import slot_of
from elearning.quizzes.marking import Answer, authored, mark
from tests.quizzes.samples import (
    make_matching,
    make_numeric,
    make_ordering,
    make_short,
    make_weighted,
    one_of_each_kind,
)

QUESTIONS = (
    *one_of_each_kind(),
    make_short("tengah", "surat * pindah*"),
    make_short("bintang", r"5 \* 3"),
    make_numeric("pecahan", "-0.125", "1250.5"),
    make_matching("semua", "a b c", ""),
    make_ordering("dua", 2),
    make_weighted("nol", "1 0"),
)
KINDS = pytest.mark.parametrize("question", QUESTIONS, ids=lambda each: each.id)


def shown(answer: Answer) -> object:
    """Return an answer as JSON has it."""
    return list(answer) if isinstance(answer, tuple) else answer


@KINDS
def test_the_right_answer_earns_everything_and_the_wrong_one_nothing(question: Question) -> None:
    slot = slot_of(question, Random(7), shuffle=True)
    right, wrong = right_answer(question, slot), wrong_answer(question, slot)
    assert mark(question, authored(slot, right)) == 1
    assert mark(question, authored(slot, wrong)) == 0


@KINDS
def test_both_answers_are_such_as_a_page_can_send(question: Question) -> None:
    slot = slot_of(question, Random(7), shuffle=True)
    for answer in (right_answer(question, slot), wrong_answer(question, slot)):
        assert answer
        assert read_answer(shown(answer), slot) == answer
