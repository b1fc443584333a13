"""The words of a certificate: numbers, dates, names of marks, in the Indonesian of official letters."""

from datetime import date
from decimal import Decimal

MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
ROMAN_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
DIGITS = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
UNITS = ((1000, "ribu"), (100, "ratus"), (10, "puluh"))

#: Lowest score of each predicate, best first; the finance ministry's scale (domain.md 3.5).
PREDICATES = (
    (Decimal(90), "Amat Baik"),
    (Decimal(76), "Baik"),
    (Decimal(65), "Cukup"),
    (Decimal(0), "Kurang"),
)


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
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def date_range(first: date, last: date) -> str:
    """Two dates that name a shared month and year once: "3 s.d. 10 November 2025"."""
    if last < first:
        raise ValueError(f"{last} is before {first}")
    if first == last:
        return long_date(last)
    if first.year != last.year:
        return f"{long_date(first)} s.d. {long_date(last)}"
    if first.month != last.month:
        return f"{first.day} {MONTHS[first.month - 1]} s.d. {long_date(last)}"
    return f"{first.day} s.d. {long_date(last)}"


def roman_month(month: int) -> str:
    """A month as certificate numbers write it: November is "XI"."""
    if not 1 <= month <= 12:
        raise ValueError(f"{month} is not a month")
    return ROMAN_MONTHS[month - 1]


def decimal_comma(score: Decimal) -> str:
    """A score with two decimals and a comma: "92,50"."""
    return f"{score:.2f}".replace(".", ",")


def predicate(score: Decimal, scale: tuple[tuple[Decimal, str], ...] = PREDICATES) -> str:
    """The name of a score from 0 to 100; 89.99 is still "Baik"."""
    for lowest, name in scale:
        if score >= lowest:
            return name
    raise ValueError(f"{score} is below the scale")


def nip_groups(nip: str) -> tuple[str, ...]:
    """Birth date, first month of service, sex and serial of an 18-digit NIP; other text stays whole."""
    if len(nip) != 18:
        return (nip,) if nip else ()
    return nip[:8], nip[8:14], nip[14:15], nip[15:]


def check_code_groups(code: str) -> str:
    """A ten-character check code as printed: "K7QF3-MTX9W"."""
    return f"{code[:5]}-{code[5:]}"
