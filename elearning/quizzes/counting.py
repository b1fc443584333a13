"""Which of several attempts count for a quiz's score; no database."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from elearning.core.types import HUNDREDTH

#: What `nilai_dipakai` is when it is not the best score.
LAST, FIRST, AVERAGE = "last", "first", "average"
#: The score of a closed attempt; None while an essay waits for its mark.
Score = Decimal | None


def counted_score(method: str | None, scores: Sequence[Score]) -> Score:
    """Return a quiz's score from those of its closed attempts, the first attempt first.

    What is not graded yet counts for nothing; where only the first counts, all wait for it.
    """
    graded = [score for score in scores if score is not None]
    if not graded:
        return None
    if method == FIRST:
        return scores[0]
    if method == LAST:
        return graded[-1]
    return mean(graded) if method == AVERAGE else max(graded)


def mean(scores: Sequence[Decimal]) -> Decimal:
    """Return the mean rounded half up to two decimals."""
    return (sum(scores, Decimal(0)) / len(scores)).quantize(HUNDREDTH, ROUND_HALF_UP)
