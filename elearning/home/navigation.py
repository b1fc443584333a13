"""The main navigation of the current person."""

from functools import lru_cache
from typing import Any, NamedTuple

from flask import g, request, url_for
from flask_babel import lazy_gettext as _

from elearning.accounts.policy import enters_studio, is_hr, is_learner
from elearning.core.languages import request_locale

LABELS = {
    "home.index": _("Home"),
    "learning.catalogue": _("Courses"),
    "development.history": _("History"),
    "studio.courses": _("Studio"),
    "reports.people": _("HR office"),
}
#: Pages that belong to a link though they lie elsewhere.
BELONGING = {"studio.courses": ("/penilaian/",), "reports.people": ("/admin/sertifikat/",)}


class Link(NamedTuple):
    """One link of the navigation, and where the addresses begin that belong to it."""

    url: str
    label: str
    places: tuple[str, ...]


class Destination(NamedTuple):
    """One link of the navigation on a page."""

    url: str
    label: str
    current: bool


def navigation(person: Any) -> tuple[Destination, ...]:
    """Return the links that a person can use; the one they are in is current."""
    endpoints = ["home.index", "learning.catalogue"]
    if is_learner(person):
        endpoints.append("development.history")
    if enters_studio(person):
        endpoints.append("studio.courses")
    if is_hr(person):
        endpoints.append("reports.people")
    path = g.get("address") or request.path
    root, locale = request.root_path, request_locale()
    return tuple(destination(link(name, root, locale), path) for name in endpoints)


@lru_cache
def link(endpoint: str, _root: str, _locale: str) -> Link:
    """Return a link in a language, below a root."""
    url = url_for(endpoint)
    return Link(url, str(LABELS[endpoint]), (url, *BELONGING.get(endpoint, ())))


def destination(link: Link, path: str) -> Destination:
    """Return a link on a page; what lies below its address, or belongs to it, counts as there."""
    is_current = path == link.url if link.url == "/" else path.startswith(link.places)
    return Destination(link.url, link.label, is_current)
