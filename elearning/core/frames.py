"""Whole pages with blanks in them, to be kept in the process and filled in at each request.

What belongs to one person or one moment is a blank: a random word that no author can have written.
Everything else that decides a page must be part of the key under which its frame is kept.
"""

import re
import secrets
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any, NamedTuple, TypeAlias
from urllib.parse import quote

from flask import current_app, render_template, request, session
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape

from elearning.core.languages import request_locale
from elearning.core.trusted import trusted

#: Text and the names of blanks in turn.
Frame: TypeAlias = tuple[str, ...]

SALT = secrets.token_hex(8).upper()
_BLANK = re.compile(rf"{SALT}([A-Z]+)\.")
#: Stands for a key in an address that takes numbers only.
ANY_ID = 2**63 - 1
#: What `url_for` leaves as it is in a query.
PLAIN_IN_QUERY = "!$'()*,/:;?@"


class Surroundings(NamedTuple):
    """What the base template shows that many people share."""

    locale: str
    navigation: tuple[Any, ...]


class Blank(str):
    """A blank whose first letter is a blank too: the avatar shows it."""

    def __getitem__(self, _index: object) -> str:
        return blank("INITIAL")


def blank(name: str) -> str:
    """Return what stands in a frame for a value; names are capital letters."""
    return f"{SALT}{name}."


ANYBODY = SimpleNamespace(
    is_authenticated=True, display_name=blank("NAME"), short_name=Blank(blank("SHORTNAME"))
)
ANYWHERE = SimpleNamespace(path=blank("PATH"))


def frame_of(html: str) -> Frame:
    """Cut rendered HTML at its blanks."""
    return tuple(_BLANK.split(html))


def filled(frame: Frame, values: Mapping[str, str]) -> Markup:
    """Fill in the blanks of a frame; the values are HTML already."""
    parts = list(frame)
    parts[1::2] = [values[name] for name in frame[1::2]]
    return trusted("".join(parts))


def surroundings() -> Surroundings:
    """Return what the base template shows to this person and to many others."""
    context: dict[str, Any] = {}
    current_app.update_template_context(context)
    return Surroundings(request_locale(), tuple(context["nav"]))


def has_messages() -> bool:
    """Whether the next page shows messages of the last deed: such a page is not kept."""
    return "_flashes" in session


def page_frame(template: str, around: Surroundings, **context: object) -> Frame:
    """Render a page for nobody in particular."""
    html = render_template(
        template, current_user=ANYBODY, request=ANYWHERE, nav=around.navigation, **context
    )
    html = html.replace(generate_csrf(), blank("TOKEN")).replace(str(ANY_ID), blank("ID"))
    return frame_of(html)


def own_values() -> dict[str, str]:
    """Return what the base template says of the person and the request."""
    return {
        "NAME": escape(current_user.display_name),
        "SHORTNAME": escape(current_user.short_name),
        "INITIAL": escape(current_user.short_name[:1].upper()),
        "PATH": escape(quote(request.path, safe=PLAIN_IN_QUERY)),
        "TOKEN": generate_csrf(),
    }
