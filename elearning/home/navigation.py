"""The main navigation of the current person."""

from functools import cache
from typing import NamedTuple

from flask import request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from elearning.accounts.policy import is_hr, is_learner


class Destination(NamedTuple):
    """One link of the navigation."""

    url: str
    label: str
    current: bool


def navigation() -> list[Destination]:
    """Return the links that the person can use; the one they are in is current."""
    places = [("home.index", _("Home")), ("learning.catalogue", _("Courses"))]
    if is_learner(current_user):
        places.append(("development.history", _("History")))
    if is_hr(current_user):
        places.append(("reports.people", _("HR office")))
    return [
        destination(address(endpoint, request.script_root), label) for endpoint, label in places
    ]


@cache
def address(endpoint: str, _root: str) -> str:
    """Return where an endpoint lies; every page asks."""
    return url_for(endpoint)


def destination(url: str, label: str) -> Destination:
    """Return a link; everything below its address counts as being there."""
    is_current = request.path == url if url == "/" else request.path.startswith(url)
    return Destination(url, label, is_current)
