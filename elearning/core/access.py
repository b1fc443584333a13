"""Closed by default: only what says it is public opens to visitors, and things come through rules."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, abort, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from elearning.core.addresses import came_from

View = TypeVar("View", bound=Callable[..., Any])
Thing = TypeVar("Thing")

#: Endpoints that answer a visitor; `public` adds to them.
PUBLIC_ENDPOINTS: set[str] = {"static"}
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def public(view: View) -> View:
    """Let visitors call a view."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def requires(rule: Callable[[Any], bool]) -> Callable[[View], View]:
    """Let only people of whom a rule is true call a view; to others it does not exist."""

    def declare(view: View) -> View:
        view.required_rule = rule  # type: ignore[attr-defined]
        return view

    return declare


def accepts(largest: int) -> Callable[[View], View]:
    """Let a view be sent more bytes than others."""

    def declare(view: View) -> View:
        view.largest_request = largest  # type: ignore[attr-defined]
        return view

    return declare


def permitted(thing: Thing | None, rule: Callable[[Any, Thing], bool]) -> Thing:
    """Return a thing that the person may have; missing and forbidden look alike (404)."""
    if thing is None or not rule(current_user._get_current_object(), thing):
        abort(404)
    return thing


def init_access(app: Flask) -> None:
    """Put the gate in front of every view."""
    app.before_request(guard)


def guard() -> ResponseReturnValue | None:
    """Send visitors to the sign-in page, except where the view is public."""
    if has_nul():
        abort(400)
    endpoint = request.endpoint or ""
    view = current_app.view_functions.get(endpoint)
    if view is None or endpoint in PUBLIC_ENDPOINTS or getattr(view, "is_public", False):
        return None
    person = current_user._get_current_object()
    if not person.is_authenticated:
        return _ask_to_sign_in()
    rule = getattr(view, "required_rule", None)
    if rule is not None and not rule(person):
        abort(404)
    return None


def has_nul() -> bool:
    """Whether an address or a form holds a NUL, which no person types and PostgreSQL refuses."""
    asked = request._get_current_object()  # type: ignore[attr-defined]
    if "\0" in asked.path or b"%00" in asked.query_string:
        return True
    if asked.method in SAFE_METHODS:
        return False
    return any("\0" in value for _name, value in asked.form.items(multi=True))


def _ask_to_sign_in() -> ResponseReturnValue:
    """Redirect a reader to the sign-in page; answer 401 to a script or a form."""
    if request.method in SAFE_METHODS and not request.is_json:
        return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")))
    if request.is_json:
        return Response('{"reason": "signed-out"}', 401, mimetype="application/json")
    flash(_("You are signed out, so nothing was sent. Sign in, then send it again."), "warning")
    return redirect(url_for("accounts.sign_in", next=came_from()))
