"""NIP: 18 digits of text, whose parts may warn but never forbid (domain: SIASN's own findings).

PNS: birth date, year and month of appointment, sex, serial. PPPK: birth date, year of the first
appointment, `2`, number of the contract, sex, serial; so digits 13–14 tell the two apart.
"""

import re
from datetime import date
from typing import Literal

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from elearning.core.errors import Refused

Kind = Literal["PNS", "PPPK"]

LENGTH = 18
ADULT = 18

SPOILT = _l(
    "The spreadsheet turned this NIP into a number and lost its last digits. Set the column's"
    " format to Text, copy the NIP from the source again and save the file anew."
)

_PUNCTUATION = re.compile(r"[\s.\-'`´‘’‐‑–\u200b\u2060\ufeff]+")
_SCIENTIFIC = re.compile(r"\d+(?:[.,]\d+)?E[+]?\d+", re.IGNORECASE)


def normalise(value: object) -> str:
    """Return the 18 digits of a cell or field; refuse what is no NIP, or no longer."""
    if not isinstance(value, str):
        raise Refused(SPOILT)
    if _SCIENTIFIC.fullmatch(re.sub(r"[\s'`]", "", value)):
        raise Refused(SPOILT)
    digits = bare(value)
    _require_digits(digits)
    return digits


def bare(text: str) -> str:
    """Return a text without the blanks and marks that people write in a NIP."""
    return _PUNCTUATION.sub("", text)


def _require_digits(digits: str) -> None:
    """Refuse anything but exactly 18 digits (the only hard check)."""
    if not (digits.isascii() and digits.isdigit()):
        raise Refused(_("A NIP has digits only."))
    if len(digits) == 9:
        raise Refused(_("This is an old NIP of 9 digits. Use the NIP of 18 digits."))
    if len(digits) != LENGTH:
        raise Refused(_("A NIP has 18 digits, this one has %(count)s.", count=len(digits)))


def kind(nip: str) -> Kind | None:
    """Return the status whose format the number has, or None for neither."""
    if not nip[8:12].startswith(("19", "20")):
        return None
    if nip[12] == "2" and nip[13] != "0":
        return "PPPK"
    return "PNS" if 1 <= int(nip[12:14]) <= 12 else None


def birth_date(nip: str) -> date | None:
    """Return the date of birth that the number states, or None when there is no such day."""
    try:
        born = date(int(nip[:4]), int(nip[4:6]), int(nip[6:8]))
    except ValueError:
        return None
    return born if nip.startswith(("19", "20")) else None


def warnings(nip: str, status: str = "") -> tuple[LazyString, ...]:
    """Return what looks wrong; real numbers do deviate from the pattern, so these never forbid."""
    checks = (
        (birth_date(nip) is None, _l("The date of birth in this NIP does not exist.")),
        (kind(nip) is None, _l("The year and month of appointment in this NIP do not exist.")),
        (nip[14] not in "12", _l("The digit for sex in this NIP is neither 1 nor 2.")),
        (
            nip.endswith("000"),
            _l("This NIP ends in 000, as rounded numbers do. Compare it with its source."),
        ),
        (_too_young(nip), _l("By this NIP the person was younger than 18 when appointed.")),
        (_is_other_kind(nip, status), _l("The format of this NIP does not fit the status.")),
    )
    return tuple(sentence for found, sentence in checks if found)


def _too_young(nip: str) -> bool:
    """Whether the person was younger than 18 at the appointment, as far as the number says."""
    born = birth_date(nip)
    if born is None or kind(nip) is None:
        return False
    month = int(nip[12:14]) if kind(nip) == "PNS" else 12
    return (int(nip[8:12]), month) < (born.year + ADULT, born.month)


def _is_other_kind(nip: str, status: str) -> bool:
    """Whether the number has the format of the other status."""
    found = kind(nip)
    return bool(status and found) and found != ("PPPK" if status.startswith("PPPK") else "PNS")


def grouped(nip: str) -> str:
    """Return the number as it is printed, `19850317 201001 1 987`."""
    return f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}"
