"""How a quiz and its questions worked, by Moodle's published definitions; no database.

Source: Moodle's developer documentation, "Quiz statistics calculations". The input of every
function is a list of attempts, each a mapping of slot to `(mark, max mark, weight)`: a slot is a
question, or a place in the quiz where questions are drawn at random; a mark counts as
`mark / max mark × weight`. An attempt that lacks a slot does not count for that slot. Variances
divide by n − 1. What cannot be calculated (too few attempts, nothing varies) is None.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import fsum, sqrt
from statistics import median
from typing import NamedTuple, TypeAlias

Number: TypeAlias = int | float | Decimal | Fraction
#: Some marks and, at the same places, the other marks of the same attempts.
Pairs: TypeAlias = Sequence[tuple[float, float]]


class SlotMark(NamedTuple):
    """What one attempt earned in one slot, of what it could, and how much the slot weighs."""

    mark: Number
    max_mark: Number
    weight: Number


#: A plain triple does as well as a `SlotMark`.
Attempt: TypeAlias = Mapping[str, tuple[Number, Number, Number]]


class QuizStatistics(NamedTuple):
    """A quiz as a whole. Scores and their spread are from 0 to 100."""

    attempts: int
    mean: float | None
    median: float | None
    deviation: float | None
    skewness: float | None
    kurtosis: float | None
    #: Cronbach's alpha, per cent.
    alpha: float | None
    #: How much of the spread is chance rather than ability, per cent.
    error_ratio: float | None
    standard_error: float | None


class SlotStatistics(NamedTuple):
    """One slot. All but `attempts` are per cent."""

    attempts: int
    facility: float | None
    deviation: float | None
    intended_weight: float | None
    #: None too where the slot works against the rest of the quiz (its covariance is below 0).
    effective_weight: float | None
    discrimination_index: float | None
    discriminative_efficiency: float | None


def quiz_statistics(attempts: Sequence[Attempt]) -> QuizStatistics:
    """Return the figures of a quiz from its attempts."""
    scores = [_score(attempt) for attempt in attempts]
    deviation, alpha = _deviation(scores), cronbach_alpha(attempts)
    error = None if alpha is None else 100 * sqrt(max(0.0, 1 - alpha / 100))
    return QuizStatistics(
        attempts=len(scores),
        mean=fsum(scores) / len(scores) if scores else None,
        median=median(scores) if scores else None,
        deviation=deviation,
        skewness=skewness(scores),
        kurtosis=kurtosis(scores),
        alpha=alpha,
        error_ratio=error,
        standard_error=None if error is None or deviation is None else error / 100 * deviation,
    )


def slot_statistics(attempts: Sequence[Attempt]) -> dict[str, SlotStatistics]:
    """Return the figures of every slot from the attempts, in the order the slots first appear."""
    weights, pairs = _weights(attempts), _pairs(attempts)
    pulls = {slot: _pull(pairs[slot]) for slot in pairs}
    pulled = fsum(pull for pull in pulls.values() if pull is not None)
    whole = fsum(weights.values())
    return {slot: _slot(pairs[slot], weights[slot], whole, pulls[slot], pulled) for slot in weights}


def cronbach_alpha(attempts: Sequence[Attempt]) -> float | None:
    """Return the internal consistency of a quiz, per cent: k/(k−1) × (1 − Σ slots' V / V)."""
    weighing = [slot for slot, weight in _weights(attempts).items() if weight]
    whole, pairs = variance([_total(attempt) for attempt in attempts]), _pairs(attempts)
    if len(weighing) < 2 or not whole:
        return None
    parts = (variance([own for own, _other in pairs[slot]]) or 0.0 for slot in weighing)
    return 100 * len(weighing) / (len(weighing) - 1) * (1 - fsum(parts) / whole)


def histogram(scores: Iterable[Number], bins: int = 10) -> list[int]:
    """Count scores from 0 to 100 in stretches of equal width; 100 belongs to the last."""
    counts = [0] * bins
    for score in scores:
        counts[min(bins - 1, max(0, int(float(score) * bins // 100)))] += 1
    return counts


def normalised_gain(pairs: Iterable[tuple[Number, Number]]) -> float | None:
    """Return how much of what was missing before was gained, per cent, over mean scores.

    Pairs are a person's scores before and after, from 0 to 100. Source: Hake (1998).
    """
    scores = [(float(before), float(after)) for before, after in pairs]
    if not scores:
        return None
    before, after = (fsum(side) / len(side) for side in zip(*scores, strict=True))
    return 100 * (after - before) / (100 - before) if before < 100 else None


# Marks as they count


def _counted(mark: tuple[Number, Number, Number]) -> float:
    earned, most, weight = mark
    return float(earned) / float(most) * float(weight) if most else 0.0


def _most(mark: tuple[Number, Number, Number]) -> float:
    return float(mark[2]) if mark[1] else 0.0


def _total(attempt: Attempt) -> float:
    return fsum(_counted(mark) for mark in attempt.values())


def _score(attempt: Attempt) -> float:
    """Return an attempt's score from 0 to 100."""
    most = fsum(_most(mark) for mark in attempt.values())
    return 100 * _total(attempt) / most if most else 0.0


def _weights(attempts: Sequence[Attempt]) -> dict[str, float]:
    """Return the largest mark that each slot gives, in the order the slots first appear."""
    weights: dict[str, float] = {}
    for attempt in attempts:
        for slot, mark in attempt.items():
            weights[slot] = max(weights.get(slot, 0.0), _most(mark))
    return weights


def _pairs(attempts: Sequence[Attempt]) -> dict[str, list[tuple[float, float]]]:
    """Return each slot's marks, each beside the sum of all other marks of its attempt."""
    pairs: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for attempt in attempts:
        counted = {slot: _counted(mark) for slot, mark in attempt.items()}
        total = fsum(counted.values())
        for slot, own in counted.items():
            pairs[slot].append((own, total - own))
    return pairs


def _slot(
    pairs: Pairs, weight: float, whole: float, pull: float | None, pulled: float
) -> SlotStatistics:
    """Return the figures of one slot from its marks."""
    own, other = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    spread = _deviation(own)
    return SlotStatistics(
        attempts=len(own),
        facility=100 * fsum(own) / len(own) / weight if weight else None,
        deviation=100 * spread / weight if weight and spread is not None else None,
        intended_weight=100 * weight / whole if whole else None,
        effective_weight=100 * pull / pulled if pull is not None and pulled else None,
        discrimination_index=_ratio(_covariance(pairs), _spread_of_both(own, other)),
        discriminative_efficiency=_ratio(
            _covariance(pairs), _covariance(list(zip(sorted(own), sorted(other), strict=True)))
        ),
    )


def _pull(pairs: Pairs) -> float | None:
    """Return how strongly a slot moves the total; None where it moves it the other way."""
    shared = _covariance([(own, own + other) for own, other in pairs])
    return sqrt(shared) if shared is not None and shared >= 0 else None


# Moments


def variance(values: Sequence[float]) -> float | None:
    """Return the variance over n − 1; None for fewer than two values."""
    return _covariance([(each, each) for each in values])


def skewness(values: Sequence[float]) -> float | None:
    """Return k₃ / k₂^1.5 of the values; None for fewer than three, or where nothing varies."""
    n, second = len(values), variance(values)
    if n < 3 or not second:
        return None
    third = _moment(values, 3) * n**2 / ((n - 1) * (n - 2))
    return float(third / second**1.5)


def kurtosis(values: Sequence[float]) -> float | None:
    """Return k₄ / k₂² of the values (0 for a normal distribution); None for fewer than four."""
    n, second = len(values), variance(values)
    if n < 4 or not second:
        return None
    spread = (n + 1) * _moment(values, 4) - 3 * (n - 1) * _moment(values, 2) ** 2
    fourth = spread * n**2 / ((n - 1) * (n - 2) * (n - 3))
    return float(fourth / second**2)


def _moment(values: Sequence[float], power: int) -> float:
    middle = fsum(values) / len(values)
    return fsum((each - middle) ** power for each in values) / len(values)


def _deviation(values: Sequence[float]) -> float | None:
    found = variance(values)
    return None if found is None else sqrt(found)


def _covariance(pairs: Pairs) -> float | None:
    """Return the covariance over n − 1; None for fewer than two pairs."""
    if len(pairs) < 2:
        return None
    left, right = (fsum(side) / len(pairs) for side in zip(*pairs, strict=True))
    return fsum((a - left) * (b - right) for a, b in pairs) / (len(pairs) - 1)


def _spread_of_both(left: Sequence[float], right: Sequence[float]) -> float | None:
    first, second = variance(left), variance(right)
    return sqrt(first * second) if first and second else None


def _ratio(part: float | None, whole: float | None) -> float | None:
    """Return a share per cent; None of nothing."""
    return 100 * part / whole if part is not None and whole else None
