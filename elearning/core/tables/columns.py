"""Columns of an exported table and how their values are written."""

from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

Kind = Literal["text", "int", "decimal", "tenths", "hundredths", "date"]


class Column(NamedTuple):
    """A column: header, kind of its values (None leaves a cell empty), width in characters."""

    header: str
    kind: Kind = "text"
    width: int = 16
    #: Hardly a value comes twice, so that remembering how each is written costs more than it saves.
    distinct: bool = False


def date_text(value: date | None) -> str:
    """Return a day as `21-11-2025`."""
    return "" if value is None else f"{value.day:02d}-{value.month:02d}-{value.year:04d}"


def decimal_text(value: Decimal | float | None) -> str:
    """Return a number with a decimal comma and no idle zeros, `88,5`."""
    return "" if value is None else f"{Decimal(str(value)).normalize():f}".replace(".", ",")


def fixed_text(value: Decimal | float | None, digits: int) -> str:
    """Return a number with a decimal comma and so many decimals, `88,50`."""
    return "" if value is None else f"{value:.{digits}f}".replace(".", ",")
