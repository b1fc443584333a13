"""Numbers: decimal comma or point, thousands by dots, exact tolerances."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearning.courses.kinds.numbers import has_leading_zero, has_thousands, read_number, read_span


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("30", "30"),
        (" 2,5 ", "2.5"),
        ("2.5", "2.5"),
        ("1.250", "1250"),
        ("1.250,75", "1250.75"),
        ("1.250.000", "1250000"),
        ("1,250", "1.250"),
        ("1,250.75", "1250.75"),
        ("1,250,000", "1250000"),
        ("0.250", "0.250"),
        ("12.3456", "12.3456"),
        ("-5", "-5"),
        ("−5", "-5"),
        ("+5", "5"),
        (",5", "0.5"),
        ("007", "7"),
        ("１２", "12"),
    ],
)
def test_a_number_is_read_as_it_is_meant(text: str, number: str) -> None:
    assert read_number(text) == Decimal(number)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "5,",
        "1.2.3",
        "1.25.000",
        "1 250",
        "3e5",
        "1/2",
        "½",
        "Rp5",
        "٣",
        "nan",
        "--5",
        "9" * 101,
    ],
)
def test_what_is_no_number_is_none(text: str) -> None:
    assert read_number(text) is None


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("30", "30", "30"),
        ("30 ± 2", "28", "32"),
        ("30 +/- 2", "28", "32"),
        ("30+-0,1", "29.9", "30.1"),
        ("28..32", "28", "32"),
        ("-1,5 .. 1,5", "-1.5", "1.5"),
        ("28…32", "28", "32"),
        ("1.250 ± 10", "1240", "1260"),
        ("32..28", "32", "28"),
    ],
)
def test_tolerances_and_ranges_are_stretches(text: str, low: str, high: str) -> None:
    span = read_span(text)
    assert span is not None
    assert (span.low, span.high) == (Decimal(low), Decimal(high))


def test_a_tolerance_is_exact_to_the_last_digit() -> None:
    span = read_span(f"{'9' * 90} ± 0,{'0' * 80}1")
    assert span is not None
    assert span.high - span.low != 0
    assert str(span.high).endswith("1")


@given(st.text(max_size=20) | st.from_regex(r"[0-9.,±+\-/ ]{0,20}", fullmatch=True))
def test_no_text_raises(text: str) -> None:
    read_number(text)
    read_span(text)
    has_thousands(text)
    has_leading_zero(text)


@given(st.decimals(-(10**12), 10**12, places=3))
def test_a_number_written_with_thousands_is_the_same(number: Decimal) -> None:
    written = f"{number:,.3f}".replace(",", "_").replace(".", ",").replace("_", ".")
    assert read_number(written) == number


def test_codes_look_like_codes() -> None:
    assert has_leading_zero("007")
    assert not has_leading_zero("0,07")
    assert not has_leading_zero("1.007")
