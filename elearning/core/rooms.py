"""Rooms: the views of a blueprint are loaded when somebody first asks for one of its addresses.

The addresses themselves are known from the start, from a list that `make addresses` writes: any page
may link to a room that nobody has opened. So the first page needs a tenth of the platform's modules.
"""

from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from flask import Blueprint, Flask

from elearning.core.loading import loading


class Address(NamedTuple):
    """An address, how it is asked for, and the endpoint that answers."""

    endpoint: str
    method: str
    rule: str


class Rooms:
    """The blueprints of an application, each still closed or open.

    `places` says where each is, as `package.module:attribute`; importing the module loads its views.
    """

    def __init__(self, app: Flask, places: Mapping[str, str]) -> None:
        self._app = app
        self._closed = dict(places)
        self._opening = Lock()

    def open(self, name: str | None) -> None:
        """Load the views of a blueprint, unless they are; a name that no room has is nobody's."""
        if name not in self._closed:
            return
        with self._opening:
            place = self._closed.get(name)
            if place is not None:  # another thread may have been faster
                with loading():
                    # Not `register_blueprint`: Flask offers that before its first request only.
                    blueprint_at(place).register(self._app, {})
                del self._closed[name]

    def open_all(self) -> None:
        """Load the views of every blueprint: processes forked from this one share them."""
        for name in tuple(self._closed):
            self.open(name)


def blueprint_at(place: str) -> Blueprint:
    """Return the blueprint at a place, with all its views."""
    module, _colon, attribute = place.partition(":")
    blueprint: Blueprint = getattr(import_module(module), attribute)
    return blueprint


def listed(path: Path) -> Iterator[Address]:
    """Yield the addresses of a list."""
    for line in path.read_text(encoding="utf-8").splitlines():
        yield Address(*line.split(maxsplit=2))
