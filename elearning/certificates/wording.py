"""The words of a certificate: numbers, dates, names of marks, in the Indonesian of official letters."""

from datetime import date
from decimal import Decimal

from elearning.core.languages import MONTHS

ROMAN_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
DIGITS = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
UNITS = ((1000, "ribu"), (100, "ratus"), (10, "puluh"))


def in_words(number: int) -> str:
    """A whole number below a million as Indonesian words: 4 is "empat"."""
    if not 0 <= number < 1_000_000:
        raise ValueError(f"{number} is not between 0 and 999,999")
    return " ".join(_words(number)) or DIGITS[0]


def _words(number: int) -> list[str]:
    """The words of a number, none for zero."""
    if number == 0:
        return []
    if number < 10:
        return [DIGITS[number]]
    if 11 < number < 20:
        return [DIGITS[number - 10], "belas"]
    if number == 11:
        return ["sebelas"]
    size, unit = next(entry for entry in UNITS if number >= entry[0])
    return [*_times(number // size, unit), *_words(number % size)]


def _times(count: int, unit: str) -> list[str]:
    """One hundred is "seratus", two "dua ratus"."""
    return ["se" + unit] if count == 1 else [*_words(count), unit]


def learning_hours(jp: int) -> str:
    """Learning hours as printed: "4 (empat) Jam Pelajaran (JP)"."""
    return f"{jp} ({in_words(jp)}) Jam Pelajaran (JP)"


def long_date(day: date) -> str:
    """A date in running text: "10 November 2025"."""
    return f"{day.day} {MONTHS['id'][day.month - 1]} {day.year}"


def date_range(first: date, last: date) -> str:
    """Two dates that name a shared month and year once: "3 s.d. 10 November 2025"."""
    if last < first:
        raise ValueError(f"{last} is before {first}")
    if first == last:
        return long_date(last)
    if first.year != last.year:
        return f"{long_date(first)} s.d. {long_date(last)}"
    if first.month != last.month:
        return f"{first.day} {MONTHS['id'][first.month - 1]} s.d. {long_date(last)}"
    return f"{first.day} s.d. {long_date(last)}"


def roman_month(month: int) -> str:
    """A month as certificate numbers write it: November is "XI"."""
    if not 1 <= month <= 12:
        raise ValueError(f"{month} is not a month")
    return ROMAN_MONTHS[month - 1]


def decimal_comma(score: Decimal) -> str:
    """A score with two decimals and a comma: "92,50"."""
    return f"{score:.2f}".replace(".", ",")


def check_code_groups(code: str) -> str:
    """A ten-character check code as printed: "K7QF3-MTX9W"."""
    return f"{code[:5]}-{code[5:]}"
