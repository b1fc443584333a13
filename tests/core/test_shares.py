"""Shares of people: one rule for every page, picture and file."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearning.core.shares import share_of


@pytest.mark.parametrize(
    ("part", "whole", "share"),
    [
        *((17_476, 100_000, "17.5"), (17_449, 100_000, "17.4"), (1, 2_000, "0.1")),
        *((5, 8, "62.5"), (1, 3, "33.3"), (2, 3, "66.7"), (1_745, 10_000, "17.5")),
        *((0, 0, "0.0"), (0, 9, "0.0"), (9, 9, "100.0"), (5_000_000, 5_000_000, "100.0")),
        *((1, 5_000_000, "0.1"), (4_999_999, 5_000_000, "99.9")),
    ],
)
def test_a_share_is_rounded_half_up(part: int, whole: int, share: str) -> None:
    assert str(share_of(part, whole)) == share


@given(st.integers(0, 10**7), st.integers(1, 10**7))
def test_a_share_is_100_only_for_all_and_0_only_for_none(part: int, whole: int) -> None:
    part = min(part, whole)
    share = share_of(part, whole)
    assert (share == 100, share == 0) == (part == whole, part == 0)
    assert abs(share - Decimal(100 * part) / whole) <= Decimal("0.1")
