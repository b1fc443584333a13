"""The main navigation of the current person."""

from functools import cache
from typing import Any, NamedTuple

from flask import g, request, url_for
from flask_babel import gettext as _

from elearning.accounts.policy import enters_studio, is_hr, is_learner
from elearning.core.languages import request_locale

#: Pages that belong to a link though they lie elsewhere.
BELONGING = {"studio.courses": ("/penilaian/",), "reports.people": ("/admin/sertifikat/",)}


class Destination(NamedTuple):
    """One link of the navigation."""

    url: str
    label: str
    current: bool


def navigation(person: Any) -> list[Destination]:
    """Return the links that a person can use; the one they are in is current."""
    words = labels(request_locale())
    endpoints = ["home.index", "learning.catalogue"]
    if is_learner(person):
        endpoints.append("development.history")
    if enters_studio(person):
        endpoints.append("studio.courses")
    if is_hr(person):
        endpoints.append("reports.people")
    path = g.get("address") or request.path
    return [destination(name, words[name], path) for name in endpoints]


@cache
def labels(_locale: str) -> dict[str, str]:
    """Return the words of the links in a language."""
    return {
        "home.index": _("Home"),
        "learning.catalogue": _("Courses"),
        "development.history": _("History"),
        "studio.courses": _("Studio"),
        "reports.people": _("HR office"),
    }


def destination(endpoint: str, label: str, path: str) -> Destination:
    """Return a link; everything below its address counts as being there, and what belongs to it."""
    url = url_for(endpoint)
    places = (url, *BELONGING.get(endpoint, ()))
    return Destination(url, label, path == url if url == "/" else path.startswith(places))
