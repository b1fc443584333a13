"""Numbers as authors and learners write them: decimal comma or point, thousands parted by dots."""

import re
import unicodedata
from decimal import Context, Decimal

from elearning.courses.questions import Span

#: Longer ones are no numbers that anybody means; sums of two stay exact.
LONGEST = 100
_EXACT = Context(prec=2 * LONGEST + 2)
_THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]+)?")
_COMMAS = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:(?:,[0-9]{3})+\.[0-9]+|(?:,[0-9]{3}){2,})")
_PLAIN = re.compile(r"[+-]?(?:[0-9]+(?:[.,][0-9]+)?|[.,][0-9]+)")
_TOLERANCE = re.compile(r"(.+?)(?:±|\+/?-)(.+)")
_RANGE = re.compile(r"(.+?)\.{2,3}(.+)")
_LEADING_ZERO = re.compile(r"(?<![0-9.,])0[0-9]")


def _spelled(text: str) -> str:
    """Return a text with one kind of digits, minus and dots."""
    return unicodedata.normalize("NFKC", text).replace("−", "-").strip()


def read_number(text: str) -> Decimal | None:
    """Read a number: `1.250` is 1250, `1,25` and `1.25` are one and a quarter."""
    spelled = _spelled(text)
    if len(spelled) > LONGEST:
        return None
    if _THOUSANDS.fullmatch(spelled):
        return Decimal(spelled.replace(".", "").replace(",", "."))
    if _COMMAS.fullmatch(spelled):
        return Decimal(spelled.replace(",", ""))
    return Decimal(spelled.replace(",", ".")) if _PLAIN.fullmatch(spelled) else None


def has_thousands(text: str) -> bool:
    """Tell whether a dot that could be taken for a decimal point parts thousands."""
    return re.fullmatch(r"[+-]?[1-9][0-9]{0,2}\.[0-9]{3}", _spelled(text)) is not None


def numbers_in(text: str) -> tuple[str, ...]:
    """Return the one or two numbers of a value, a tolerance or a range, as they are written."""
    spelled = _spelled(text)
    found = _TOLERANCE.fullmatch(spelled) or _RANGE.fullmatch(spelled)
    return tuple(part.strip() for part in found.groups()) if found else (spelled,)


def has_leading_zero(text: str) -> bool:
    """Tell whether a number is written like a code: `007`."""
    return _LEADING_ZERO.search(_spelled(text)) is not None


def read_span(text: str) -> Span | None:
    """Read `30`, `30 ± 2` or `28..32` exactly; a backward range comes back as it is written."""
    values = [read_number(part) for part in numbers_in(text)]
    first, last = values[0], values[-1]
    if first is None or last is None:
        return None
    if len(values) == 2 and _TOLERANCE.fullmatch(_spelled(text)):
        return Span(_EXACT.subtract(first, last), _EXACT.add(first, last))
    return Span(first, last)
