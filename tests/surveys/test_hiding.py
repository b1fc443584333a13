"""Which groups are hidden so that none of fewer answers than the least can be calculated."""

from hypothesis import given
from hypothesis import strategies as st

from elearning.surveys.policy import hidden

LEAST = 5


def test_small_groups_are_hidden() -> None:
    assert hidden({"a": 9, "b": 4, "c": 3, "d": 5}, LEAST) == {"b", "c"}


def test_the_smallest_other_is_hidden_beside_one_small_group() -> None:
    assert hidden({"a": 9, "b": 2, "c": 6}, LEAST) == {"b", "c"}


def test_nothing_more_is_hidden_where_everybody_or_nobody_answered() -> None:
    assert hidden({"a": 9, "b": 0, "c": 5}, LEAST) == {"b"}
    assert hidden({"a": 5, "b": 5}, LEAST) == frozenset()
    assert hidden({}, LEAST) == frozenset()


def test_where_there_is_no_other_everything_is_hidden() -> None:
    assert hidden({"a": 3}, LEAST) == {"a"}
    assert hidden({"a": 3, "b": 7}, LEAST) == {"a", "b"}


def test_a_group_that_is_small_for_another_reason_hides_others_too() -> None:
    assert hidden({"a": 9, "b": 7, "c": 2}, LEAST, {"b"}) == {"b", "c"}


@given(st.dictionaries(st.integers(), st.integers(0, 12)), st.integers(5, 8))
def test_a_total_minus_the_shown_parts_is_never_small(numbers: dict[int, int], least: int) -> None:
    kept_back = hidden(numbers, least)
    shown = numbers.keys() - kept_back
    assert all(numbers[group] >= least for group in shown)
    rest = sum(numbers[group] for group in kept_back)
    assert rest == 0 or rest >= least or not shown
