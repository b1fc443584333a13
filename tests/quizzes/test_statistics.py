"""Figures of quizzes and questions equal those that Moodle publishes, and mean what they say."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearning.quizzes.statistics import (
    Attempt,
    cronbach_alpha,
    histogram,
    kurtosis,
    normalised_gain,
    quiz_statistics,
    skewness,
    slot_statistics,
    variance,
)

#: Marks of 25 attempts at seven questions: the example of Moodle's statistics report (qstats00).
MARKS = """
1 1 1 1 1 0 1|1 1 1 1 .5 1 0|1 1 1 1 .5 0 1|0 0 1 1 1 0 0|1 0 1 0 0 1 .5|1 1 1 1 .5 0 .5
0 1 1 1 .5 1 .5|1 1 1 0 .5 1 .5|1 0 1 1 1 1 1|0 1 1 0 .5 1 .5|.8 0 1 1 .5 1 .5|1 1 1 0 .5 1 1
1 0 1 1 .5 1 .5|1 0 1 1 1 0 .5|0 0 1 1 0 1 1|1 0 1 0 .5 1 1|.8 0 1 1 .5 0 1|1 0 1 1 0 1 .5
1 0 1 1 .5 0 .5|0 1 1 0 .5 1 0|1 1 .3333333 1 .5 0 .5|1 1 1 0 .5 0 .5|1 1 1 1 0 1 .5
0 0 1 0 .5 1 1|0 0 1 1 1 1 1
"""
#: Facility, deviation, effective weight, discrimination index and efficiency of each, per cent.
PUBLISHED = (
    (70.4, 45.13682901, 21.2922742344, -7.0650767526, -9.4550536967),
    (48.0, 50.99019514, 18.8979800309, -28.8982125772, -36.7834118938),
    (97.3333332, 13.333334, 4.443012573, -9.1230674268, -21.6545012165),
    (68.0, 47.60952286, 18.9347251357, -22.6306444113, -31.4411395613),
    (52.0, 30.55050463, 11.1450138688, -17.6997047674, -21.1794802584),
    (64.0, 48.98979486, 9.8081339177, -45.3785178421, -56.9365974439),
    (62.0, 33.1662479, 15.4788602394, -5.6543166602, -6.5043742058),
)


def one(marks: dict[str, float]) -> Attempt:
    """Return an attempt at questions of one point each."""
    return {slot: (mark, 1, 1) for slot, mark in marks.items()}


def attempts_of(table: str) -> list[Attempt]:
    """Read attempts from rows of marks."""
    rows = [row.split() for row in table.replace("\n", "|").split("|") if row.strip()]
    return [one({f"q{n}": float(mark) for n, mark in enumerate(row, 1)}) for row in rows]


def test_the_figures_of_questions_are_those_that_moodle_publishes() -> None:
    found = slot_statistics(attempts_of(MARKS))
    told = [
        (
            s.facility,
            s.deviation,
            s.effective_weight,
            s.discrimination_index,
            s.discriminative_efficiency,
        )
        for s in found.values()
    ]
    assert [each.attempts for each in found.values()] == [25] * 7
    for figures, published in zip(told, PUBLISHED, strict=True):
        assert figures == pytest.approx(published, abs=1e-5)


def test_intended_weights_are_shares_of_the_points() -> None:
    attempts: list[Attempt] = [{"a": (1, 1, 3), "b": (Decimal("2.5"), 5, 1)}]
    found = slot_statistics(attempts)
    assert [each.intended_weight for each in found.values()] == [75, 25]


def test_a_mark_counts_as_its_share_of_the_slots_weight() -> None:
    halves: list[Attempt] = [{"a": (Fraction(1, 2), 1, 4), "b": (5, 10, 1)}]
    assert quiz_statistics(halves).mean == 50
    assert slot_statistics(halves)["b"].facility == 50


def test_moments_are_those_of_the_k_statistics() -> None:
    values = [2.0, 4.0, 4.0, 5.0, 10.0]
    # mean 5; deviations −3 −1 −1 0 5; m2 = 36/5, m3 = 96/5, m4 = 708/5
    assert variance(values) == pytest.approx(36 / 4)
    assert skewness(values) == pytest.approx((25 / 12 * 96 / 5) / 9**1.5)
    fourth = 25 / 24 * (6 * 708 / 5 - 3 * 4 * (36 / 5) ** 2)
    assert kurtosis(values) == pytest.approx(fourth / 81)


def test_alpha_is_whole_where_every_question_says_the_same() -> None:
    attempts = attempts_of("1 1 1|0 0 0|1 1 1|0 0 0|1 1 1")
    found = quiz_statistics(attempts)
    assert found.alpha == pytest.approx(100)
    assert found.error_ratio == pytest.approx(0, abs=1e-5)
    assert found.standard_error == pytest.approx(0, abs=1e-5)


def test_alpha_equals_a_calculation_by_hand() -> None:
    # variances 1/3, 1/4, 1/4; totals 3 2 1 0 have 5/3
    attempts = attempts_of("1 1 1|1 1 0|0 1 0|0 0 0")
    parts = 1 / 3 + 1 / 4 + 1 / 4
    assert cronbach_alpha(attempts) == pytest.approx(100 * 3 / 2 * (1 - parts / (5 / 3)))


def test_the_standard_error_is_the_part_of_the_spread_that_is_chance() -> None:
    found = quiz_statistics(attempts_of("1 1 1|1 1 0|0 1 0|0 0 0"))
    assert found.alpha is not None
    assert found.deviation is not None
    chance = (1 - found.alpha / 100) ** 0.5
    assert found.error_ratio == pytest.approx(100 * chance)
    assert found.standard_error == pytest.approx(found.deviation * chance)


def test_a_question_that_only_some_attempts_drew_counts_in_those() -> None:
    attempts = [one({"a": 1, "b": 1}), one({"a": 0, "c": 0}), one({"a": 1, "c": 1})]
    found = slot_statistics(attempts)
    assert [each.attempts for each in found.values()] == [3, 1, 2]
    assert found["c"].facility == 50
    assert found["b"].discrimination_index is None


def test_a_question_that_works_against_the_quiz_has_no_effective_weight() -> None:
    found = slot_statistics(attempts_of("1 1 0|1 1 0|0 0 1|0 1 1|0 0 1"))
    assert found["q3"].effective_weight is None
    assert found["q3"].discrimination_index is not None
    assert found["q3"].discrimination_index < 0
    rest = [found[slot].effective_weight or 0 for slot in ("q1", "q2")]
    assert sum(rest) == pytest.approx(100)


@pytest.mark.parametrize("attempts", [[], [one({"a": 1})], [one({"a": 1}), one({"a": 1})]])
def test_what_cannot_be_calculated_is_none(attempts: list[Attempt]) -> None:
    found = quiz_statistics(attempts)
    assert (found.skewness, found.kurtosis, found.alpha, found.error_ratio) == (None,) * 4
    assert (found.mean is None) is not bool(attempts)


def test_a_void_question_has_neither_facility_nor_weight() -> None:
    attempts: list[Attempt] = [{"a": (1, 1, 0), "b": (1, 1, 1)}, {"a": (0, 1, 0), "b": (0, 1, 1)}]
    found = slot_statistics(attempts)["a"]
    assert (found.facility, found.intended_weight, found.deviation) == (None, 0, None)


MARK = st.integers(0, 4).map(lambda quarters: quarters / 4)
QUIZ = st.lists(
    st.fixed_dictionaries(dict.fromkeys("abcd", MARK)).map(one), min_size=2, max_size=12
)


@given(QUIZ, st.randoms(use_true_random=False))
def test_the_order_of_attempts_changes_nothing(attempts: list[Attempt], chance: object) -> None:
    mixed = list(attempts)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    first, second = slot_statistics(attempts), slot_statistics(mixed)
    for slot in first:
        assert first[slot] == pytest.approx(second[slot], nan_ok=True)


@given(QUIZ)
def test_figures_keep_to_their_bounds(attempts: list[Attempt]) -> None:
    for figures in slot_statistics(attempts).values():
        assert figures.facility is not None
        assert 0 <= figures.facility <= 100
        for share in (figures.discrimination_index, figures.discriminative_efficiency):
            assert share is None or -100.0001 <= share <= 100.0001 or share < 0
    whole = quiz_statistics(attempts)
    assert whole.alpha is None or whole.alpha <= 100.0001


@pytest.mark.parametrize(
    ("score", "place"), [(0, 0), (9.99, 0), (10, 1), (Decimal("69.99"), 6), (99.9, 9), (100, 9)]
)
def test_a_score_falls_into_its_stretch(score: float, place: int) -> None:
    assert histogram([score]).index(1) == place


def test_the_gain_is_the_share_of_what_was_missing() -> None:
    assert normalised_gain([(40, 70), (60, 80)]) == 50
    assert normalised_gain([(100, 100)]) is None
    assert normalised_gain([]) is None
