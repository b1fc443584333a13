"""The NIP: one hard rule, warnings for the rest, and what spreadsheets do to it."""

from datetime import date

import pytest

from elearning.accounts import nip
from elearning.core.errors import Refused

PNS = "198503172010011987"
PPPK = "199207042022212993"


@pytest.mark.parametrize(
    "text",
    [
        *(PNS, "19850317 201001 1 987", "19850317.201001.1.987", "19850317-201001-1-987"),
        *(f"'{PNS}", f"`{PNS}", f"{PNS} ", f"\u00a0{PNS}\u00a0", f"\ufeff{PNS}", f"’{PNS}"),
    ],
)
def test_blanks_dots_hyphens_and_apostrophes_do_not_count(text: str) -> None:
    assert nip.normalise(text) == PNS


@pytest.mark.parametrize(
    "value", [1.98503172010012e17, 198503172010011987, "1.98503E+17", "1,98503E+17", "'1.98503e17"]
)
def test_a_nip_that_became_a_number_is_refused_with_the_remedy(value: object) -> None:
    with pytest.raises(Refused, match=r"lost its last digits\. Set the column's format to Text"):
        nip.normalise(value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (PNS[:17], "has 18 digits, this one has 17"),
        (PNS + "0", "has 18 digits, this one has 19"),
        ("", "digits only"),
        ("19850317201001198X", "digits only"),
        ("١" * 18, "digits only"),
        ("131234567", "old NIP of 9 digits"),
    ],
)
def test_anything_but_18_digits_is_refused(text: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        nip.normalise(text)


def test_the_format_tells_pns_from_pppk() -> None:
    assert nip.kind(PNS) == "PNS"
    assert nip.kind("199012052015032996") == "PNS"
    assert nip.kind(PPPK) == "PPPK"
    assert nip.kind("198503172010131987") is None
    assert nip.kind("198503172022201987") is None
    assert nip.kind("198503173010011987") is None


def test_the_birth_date_is_read_where_it_exists() -> None:
    assert nip.birth_date(PNS) == date(1985, 3, 17)
    assert nip.birth_date("198502302010011987") is None
    assert nip.birth_date("218503172010011987") is None


@pytest.mark.parametrize("number", [PNS, "199012052015032996", PPPK])
def test_a_sound_number_gives_no_warning(number: str) -> None:
    assert nip.warnings(number, nip.kind(number) or "") == ()


@pytest.mark.parametrize(
    ("number", "status", "words"),
    [
        ("198502302010011987", "", "date of birth"),
        ("198503172010131987", "", "year and month"),
        ("198503172010013987", "", "sex"),
        ("198503172010011000", "", "ends in 000"),
        ("198503172003021987", "", "younger than 18"),
        ("200503172022212993", "", "younger than 18"),
        (PNS, "PPPK", "does not fit the status"),
        (PPPK, "CPNS", "does not fit the status"),
    ],
)
def test_what_looks_wrong_is_a_warning_never_a_refusal(
    number: str, status: str, words: str
) -> None:
    assert nip.normalise(number) == number
    assert [words in str(sentence) for sentence in nip.warnings(number, status)] == [True]


def test_the_month_of_the_eighteenth_birthday_is_old_enough() -> None:
    assert nip.warnings("198503172003031987") == ()


def test_a_part_time_pppk_has_a_pppk_number() -> None:
    assert nip.warnings(PPPK, "PPPK Paruh Waktu") == ()


def test_a_number_is_printed_in_four_groups() -> None:
    assert nip.grouped(PNS) == "19850317 201001 1 987"
