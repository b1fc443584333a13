"""Addresses: keys in them that a database can hold, and those of this site to go back to."""

from typing import Any
from urllib.parse import urlsplit

from flask import abort, request
from werkzeug.datastructures import MultiDict
from werkzeug.routing import IntegerConverter, Map

from elearning.core.types import MOST_KEY


class KeyConverter(IntegerConverter):
    """The key of a row in an address, `<key:person_id>`."""

    def __init__(self, map: Map, **limits: Any) -> None:
        super().__init__(map, **({"max": MOST_KEY} | limits))


def key_asked(name: str) -> int:
    """Return the key after or before which a list goes on; 0 where the address names none."""
    return key_in(request.args, name)


def key_in(values: MultiDict[str, str] | None, name: str) -> int:
    """Return the key that an address or a form names; 0 where it names none."""
    return _possible(values.get(name, 0, int)) if values else 0


def keys_in(values: MultiDict[str, str], name: str) -> list[int]:
    """Return the keys that a form ticks; in place of numbers that are no key, those of no row."""
    return [_possible(key) for key in values.getlist(name, int)]


def _possible(number: int) -> int:
    """Return a number that a database can compare with its keys."""
    return max(0, min(number, MOST_KEY))


def key_named(name: str) -> int:
    """Return the key of what the address asks to see; 0 where it names none, 404 for no key.

    A list that goes on may begin anew; who asks for one unit is not shown the whole in its place.
    """
    key = request.args.get(name, -1, int) if request.args.get(name) else 0
    if key < 0:
        abort(404)
    return min(key, MOST_KEY)


def safe_next(address: str) -> str:
    """Return an address of this site; anything else leads home."""
    is_path = address.startswith("/") and not address.startswith("//")
    return address if is_path and "\\" not in address and address.isprintable() else "/"


def came_from() -> str:
    """Return the page of this site that led here; home when none did."""
    try:
        parts = urlsplit(request.referrer or "")
    except ValueError:  # what the browser names is no address
        return "/"
    if parts.netloc != request.host:
        return "/"
    return safe_next(f"{parts.path}?{parts.query}" if parts.query else parts.path)
