"""Certificate numbers: the pattern that an organiser chooses, and what makes it safe."""

import re
from string import Formatter
from typing import NamedTuple

from flask_babel import gettext as _

from elearning.certificates.wording import roman_month
from elearning.core.errors import Refused
from elearning.core.settings import Settings

FIELDS = ("urut", "kode", "unit", "bulan", "tahun")
REQUIRED = ("urut", "tahun")
#: How many digits the running number has at least: `04d`.
DIGITS = re.compile(r"(0[1-9]d)?")
LONGEST = 120
#: What may stand around the fields: a number is typed in by whoever checks a certificate.
SEPARATOR = re.compile(r"[./ _-]")
LITERAL = re.compile(r"[A-Za-z0-9./ _-]*")


class NumberParts(NamedTuple):
    """What a number is made of."""

    urut: int
    kode: str
    unit: str
    month: int
    tahun: int


def number_of(pattern: str, parts: NumberParts) -> str:
    """Return the number that a pattern makes; a pattern that makes none gives way to the default."""
    sound = pattern if fault_in(pattern) is None else Settings().certificate_number
    return sound.format(
        urut=parts.urut,
        kode=parts.kode,
        unit=parts.unit,
        bulan=roman_month(parts.month),
        tahun=parts.tahun,
    )


def check_pattern(pattern: str) -> None:
    """Refuse a pattern with which two certificates could have one number."""
    fault = fault_in(pattern)
    if fault:
        raise Refused(fault)


def fault_in(pattern: str) -> str | None:
    """Return what is wrong with a pattern."""
    try:
        pieces = list(Formatter().parse(pattern))
    except ValueError:
        return str(_("A brace is not closed. Write fields like {urut} and {tahun}."))
    names = [name for _text, name, _spec, _change in pieces if name is not None]
    unknown = [name for name in names if name not in FIELDS]
    if unknown:
        known = ", ".join(f"{{{name}}}" for name in FIELDS)
        return str(_("{%(name)s} is no field. Use %(known)s.", name=unknown[0], known=known))
    if any(name not in names for name in REQUIRED):
        return str(
            _("The pattern must have {urut} and {tahun}, or two certificates had one number.")
        )
    return _fault_in_pieces(pieces)


def _fault_in_pieces(pieces: list[tuple[str, str | None, str | None, str | None]]) -> str | None:
    """Return what is wrong with how the fields are written and what stands between them."""
    for place, (text, name, spec, change) in enumerate(pieces):
        if not LITERAL.fullmatch(text):
            return str(_("Around the fields only letters, digits, spaces and . / _ - may stand."))
        if place and name and not SEPARATOR.search(text):
            return str(_("Put a character such as / between two fields."))
        is_plain = not spec or (name == "urut" and DIGITS.fullmatch(spec))
        if change or not is_plain:
            return str(
                _("Write {urut:04d} for at least four digits; the other fields stand alone.")
            )
    return None


def shape_of(pattern: str, unit: str) -> str:
    """Return a pattern with the unit filled in: organisers whose shapes are equal would collide."""
    return re.sub(r"\{urut[^}]*\}", "{urut}", pattern.replace("{unit}", unit)).casefold()
