"""Shares of people in per cent, the same on pages, in pictures and in files."""

from decimal import ROUND_HALF_UP, Decimal

TENTH = Decimal("0.1")
WHOLE = Decimal("100.0")


def share_of(part: int, whole: int) -> Decimal:
    """Return per cent with one decimal, rounded half up; 100 only for all, 0 only for none."""
    if part <= 0 or whole <= 0:
        return Decimal("0.0")
    rounded = (WHOLE * part / whole).quantize(TENTH, ROUND_HALF_UP)
    return rounded if part >= whole else min(max(rounded, TENTH), WHOLE - TENTH)
