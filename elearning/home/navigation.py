"""The main navigation of the current person."""

from functools import lru_cache
from typing import Any, NamedTuple

from flask import g, request, url_for
from flask_babel import lazy_gettext as _

from elearning.accounts.policy import enters_studio, is_hr, is_learner
from elearning.core.languages import request_locale

#: Pages whose links are remembered.
KEPT = 4096
LABELS = {
    "home.index": _("Home"),
    "learning.catalogue": _("Courses"),
    "development.history": _("History"),
    "studio.courses": _("Studio"),
    "reports.people": _("HR office"),
}
#: Pages that belong to a link though they lie elsewhere.
BELONGING = {"studio.courses": ("/penilaian/",), "reports.people": ("/admin/sertifikat/",)}


class Destination(NamedTuple):
    """One link of the navigation."""

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
    return links(tuple(endpoints), path, request.root_path, request_locale())


@lru_cache(maxsize=KEPT)
def links(
    endpoints: tuple[str, ...], path: str, _root: str, _locale: str
) -> tuple[Destination, ...]:
    """Return links in a language, as they stand on the page at a path below a root."""
    return tuple(destination(name, path) for name in endpoints)


def destination(endpoint: str, path: str) -> Destination:
    """Return a link; everything below its address counts as being there, and what belongs to it."""
    url = url_for(endpoint)
    places = (url, *BELONGING.get(endpoint, ()))
    is_current = path == url if url == "/" else path.startswith(places)
    return Destination(url, str(LABELS[endpoint]), is_current)
