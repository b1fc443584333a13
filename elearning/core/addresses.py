"""Keys in addresses: a number that no database can hold is no key."""

from typing import Any

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
    return max(0, min(values.get(name, 0, int), MOST_KEY)) if values else 0


def key_named(name: str) -> int:
    """Return the key of what the address asks to see; 0 where it names none, 404 for no key.

    A list that goes on may begin anew; who asks for one unit is not shown the whole in its place.
    """
    key = request.args.get(name, -1, int) if request.args.get(name) else 0
    if key < 0:
        abort(404)
    return min(key, MOST_KEY)
