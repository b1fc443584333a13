"""Tables that compare units: in which order they stand, and columns that order them by a click."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeVar

L = TypeVar("L")
#: By what the lines of a table can be ordered; the names stand in the address, `nama` among them.
Orders = Mapping[str, Callable[[L], Any]]

#: Units compared on a page.
COMPARED = 300
NAME = "nama"


def in_order(lines: Sequence[L], orders: Orders[L], order: str, first: str) -> list[L]:
    """Return lines in an order, `-jp` for the most first; those that are equal by name."""
    asked = order if order.lstrip("-") in orders else first
    named = sorted(lines, key=orders[NAME])
    key = orders[asked.lstrip("-")]
    return sorted(named, key=key, reverse=asked.startswith("-"))[:COMPARED]


def known(value: Decimal | None) -> tuple[bool, Decimal]:
    """Return the key that orders by a figure which may be missing: then it comes before all others."""
    return value is not None, value or Decimal(0)


def heads(
    labels: Mapping[str, str], order: str, address: Callable[[str], str]
) -> list[dict[str, Any]]:
    """Return the columns of a table, each with the address that orders by it."""
    return [_head(name, label, order, address) for name, label in labels.items()]


def _head(name: str, label: str, order: str, address: Callable[[str], str]) -> dict[str, Any]:
    """Return a column; by the one that orders already the order is turned round."""
    is_upwards = order == name
    sorted_by = {name: "ascending", f"-{name}": "descending"}.get(order)
    turned = f"-{name}" if is_upwards or (name != NAME and not sorted_by) else name
    return {"label": label, "url": address(turned), "sorted": sorted_by, "end": name != NAME}
