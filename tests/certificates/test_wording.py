"""The words on a certificate."""

from datetime import date
from decimal import Decimal

import pytest

from elearning.certificates import wording


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "nol"),
        (4, "empat"),
        (10, "sepuluh"),
        (11, "sebelas"),
        (12, "dua belas"),
        (20, "dua puluh"),
        (21, "dua puluh satu"),
        (100, "seratus"),
        (111, "seratus sebelas"),
        (219, "dua ratus sembilan belas"),
        (900, "sembilan ratus"),
        (1000, "seribu"),
        (1945, "seribu sembilan ratus empat puluh lima"),
        (11_000, "sebelas ribu"),
        (100_001, "seratus ribu satu"),
        (
            999_999,
            "sembilan ratus sembilan puluh sembilan ribu sembilan ratus sembilan puluh sembilan",
        ),
    ],
)
def test_a_number_is_written_in_indonesian_words(number: int, words: str) -> None:
    assert wording.in_words(number) == words


@pytest.mark.parametrize("number", [-1, 1_000_000])
def test_a_number_outside_the_words_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="not between"):
        wording.in_words(number)


def test_no_two_numbers_share_their_words() -> None:
    assert len({wording.in_words(number) for number in range(3000)}) == 3000


def test_learning_hours_stand_in_figures_and_words() -> None:
    assert wording.learning_hours(4) == "4 (empat) Jam Pelajaran (JP)"


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2025, 11, 10), date(2025, 11, 10), "10 November 2025"),
        (date(2025, 11, 3), date(2025, 11, 10), "3 s.d. 10 November 2025"),
        (date(2025, 10, 3), date(2025, 11, 10), "3 Oktober s.d. 10 November 2025"),
        (date(2025, 12, 30), date(2026, 1, 2), "30 Desember 2025 s.d. 2 Januari 2026"),
        (date(2025, 1, 3), date(2026, 1, 10), "3 Januari 2025 s.d. 10 Januari 2026"),
    ],
)
def test_a_range_of_dates_names_what_they_share_once(first: date, last: date, text: str) -> None:
    assert wording.date_range(first, last) == text


def test_a_range_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="is before"):
        wording.date_range(date(2025, 11, 10), date(2025, 11, 3))


def test_certificate_numbers_carry_the_month_in_roman_figures() -> None:
    months = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]
    assert [wording.roman_month(month) for month in range(1, 13)] == months


@pytest.mark.parametrize("month", [0, 13])
def test_there_is_no_other_month(month: int) -> None:
    with pytest.raises(ValueError, match="not a month"):
        wording.roman_month(month)


@pytest.mark.parametrize(("score", "text"), [("92.5", "92,50"), ("100", "100,00"), ("7", "7,00")])
def test_a_score_is_printed_with_a_decimal_comma(score: str, text: str) -> None:
    assert wording.decimal_comma(Decimal(score)) == text


def test_a_check_code_is_printed_in_two_groups() -> None:
    assert wording.check_code_groups("K7QF3MTX9W") == "K7QF3-MTX9W"
