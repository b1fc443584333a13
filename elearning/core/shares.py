"""Shares of people in per cent, the same on pages, in pictures and in files."""

from decimal import Decimal

#: Shares are stated in tenths of a per cent.
TENTHS = 1_000


def share_of(part: int, whole: int) -> Decimal:
    """Return per cent with one decimal, rounded down: 100 only when it is everybody."""
    return Decimal(part * TENTHS // whole if whole else 0).scaleb(-1)
