"""Which attempt counts: the best, the last, the first, or all of them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearning.quizzes.counting import counted_score

SCORES = st.lists(st.decimals(0, 100, places=2), min_size=1, max_size=9)


def decimals(text: str) -> list[Decimal | None]:
    """Read scores; a dash waits for an essay's mark."""
    return [None if each == "-" else Decimal(each) for each in text.split()]


@pytest.mark.parametrize(
    ("method", "scores", "counted"),
    [
        (None, "50 90 70", "90"),
        ("last", "50 90 70", "70"),
        ("first", "50 90 70", "50"),
        ("average", "50 90 70", "70"),
        ("average", "50 50 51", "50.33"),
        ("average", "0 0.01", "0.01"),  # half up
        (None, "50 -", "50"),
        ("last", "50 -", "50"),
        ("average", "50 -", "50"),
        ("first", "- 90", "-"),
        ("last", "-", "-"),
        (None, "", "-"),
    ],
)
def test_the_method_decides_which_attempt_counts(
    method: str | None, scores: str, counted: str
) -> None:
    assert [counted_score(method, decimals(scores))] == decimals(counted)


@given(SCORES, st.sampled_from([None, "last", "first", "average"]))
def test_no_method_counts_more_than_the_best(scores: list[Decimal], method: str | None) -> None:
    counted = counted_score(method, scores)
    assert counted is not None
    assert min(scores) <= counted <= max(scores)
