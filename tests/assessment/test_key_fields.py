"""A corrected key is read from a form as strictly as the author's own."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from elearning.assessment.key_fields import KeyProblem, corrected_key, key_fields
from elearning.core.application import Application
from elearning.courses.compiled import Question
from elearning.quizzes.marking import mark
from tests.quizzes.samples import (
    make_blanks,
    make_matching,
    make_numeric,
    make_ordering,
    make_question,
    make_short,
    make_weighted,
    one_of_each_kind,
)


@pytest.fixture(autouse=True)
def page(app: Application) -> Any:
    """Sentences need a request."""
    with app.test_request_context():
        yield


def sent(question: Question) -> dict[str, list[str]]:
    """Return what an untouched form sends."""
    values: dict[str, list[str]] = {}
    for field in key_fields(question):
        if field.kind != "tick" or field.checked:
            values.setdefault(field.name, []).append(field.value)
    return values


@pytest.mark.parametrize("question", one_of_each_kind(), ids=lambda each: each.kind)
def test_an_untouched_key_changes_nothing_and_says_so(question: Question) -> None:
    with pytest.raises(KeyProblem):
        corrected_key(question, sent(question))


def test_another_option_becomes_the_right_one() -> None:
    question = make_question("q")
    fixed = corrected_key(question, {"benar": ["q-o2"]})
    assert (mark(fixed, ("q-o2",)), mark(fixed, ("q-o1",))) == (1, 0)


def test_a_choice_of_one_may_accept_several() -> None:
    fixed = corrected_key(make_question("q"), {"benar": ["q-o1", "q-o3"]})
    assert [mark(fixed, (each,)) for each in ("q-o1", "q-o2", "q-o3")] == [1, 0, 1]


def test_weights_are_read_as_authors_write_them() -> None:
    question = make_weighted("q", "1/2 1/2 -1/2")
    given = {"bobot-1": ["1/3"], "bobot-2": ["66,5 %"], "bobot-3": ["−25"]}
    shares = [option.share for option in corrected_key(question, given).options]
    assert shares == [Fraction(1, 3), Fraction(665, 1000), Fraction(-1, 4)]


def test_accepted_answers_stand_one_on_a_line() -> None:
    short = corrected_key(make_short("q", "ASN"), {"jawaban": ["ASN\n\n pegawai * "]})
    assert [mark(short, text) for text in ("asn", "pegawai negeri", "lain")] == [1, 1, 0]
    number = corrected_key(make_numeric("q"), {"jawaban": ["10 ± 1\n20"]})
    assert [mark(number, text) for text in ("9", "20", "21")] == [1, 1, 0]
    blanks = corrected_key(make_blanks("q", 2), {"rumpang-1": ["a"], "rumpang-2": ["b\nc"]})
    assert mark(blanks, ("a", "c")) == 1


def test_steps_get_another_order() -> None:
    question = make_ordering("q", 3)
    fixed = corrected_key(question, {"urutan-1": ["2"], "urutan-2": ["1"], "urutan-3": ["3"]})
    assert mark(fixed, ("q-o2", "q-o1", "q-o3")) == 1


def test_left_sides_get_other_right_ones_of_those_that_were_shown() -> None:
    question = make_matching("q", "a b", extra="c")
    given = {"pasangan-1": ["Pasangan c q"], "pasangan-2": ["Pasangan c q"]}
    fixed = corrected_key(question, given)
    assert [field.value for field in key_fields(fixed)] == ["Pasangan c q"] * 2
    assert key_fields(question)[0].choices == ("Pasangan a q", "Pasangan b q", "Pasangan c q")


@pytest.mark.parametrize(
    ("question", "given"),
    [
        (make_question("q"), {}),
        (make_question("q"), {"benar": ["asing"]}),
        (make_weighted("q"), {"bobot-1": ["0"], "bobot-2": ["0"], "bobot-3": ["-10%"]}),
        (make_weighted("q"), {"bobot-1": ["setengah"], "bobot-2": ["0"], "bobot-3": ["0"]}),
        (make_weighted("q"), {"bobot-1": ["900%"], "bobot-2": ["0"], "bobot-3": ["0"]}),
        (make_short("q"), {"jawaban": ["\n "]}),
        (make_short("q"), {"jawaban": ["*"]}),
        (make_numeric("q"), {"jawaban": ["dua"]}),
        (make_numeric("q"), {"jawaban": ["9..3"]}),
        (make_blanks("q", 2), {"rumpang-1": ["a"]}),
        (make_ordering("q", 3), {"urutan-1": ["1"], "urutan-2": ["1"], "urutan-3": ["3"]}),
        (make_matching("q"), {}),
        (make_matching("q", "a b"), {"pasangan-1": ["Pasangan a q"]}),
        (make_matching("q", "a b"), {"pasangan-1": ["Pasangan a q"], "pasangan-2": ["asing"]}),
        (replace(make_question("q"), kind="essay"), {}),
    ],
)
def test_what_is_no_key_is_refused_with_a_sentence(
    question: Question, given: dict[str, list[str]]
) -> None:
    with pytest.raises(KeyProblem, match=r"\w"):
        corrected_key(question, given)


def test_a_form_shown_again_keeps_what_was_typed() -> None:
    fields = key_fields(make_question("q"), {"benar": ["q-o2"]})
    assert [field.checked for field in fields] == [False, True, False]
    assert key_fields(make_short("q"), {"jawaban": ["lain"]})[0].value == "lain"
