"""Errors as pages that say what happened and what to do next."""

from collections.abc import Mapping
from typing import NamedTuple

from flask import Flask, Response, current_app, g, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from werkzeug.exceptions import HTTPException, InternalServerError

from elearning.core.addresses import came_from
from elearning.core.db import db, is_unavailable
from elearning.core.errors import Refused
from elearning.core.problems import Problem, is_api, told

RETRY_SECONDS = 5
MEGABYTE = 1024 * 1024
JSON = "application/json"
#: What an error tells programs: which methods there are, how long the file is.
KEPT_HEADERS = frozenset({"Allow", "Content-Range"})


class Advice(NamedTuple):
    """What a person reads on an error page."""

    title: LazyString
    remedy: LazyString
    #: What leads back is called so.
    back: LazyString = _("Back to the previous page")


ADVICE = {
    400: Advice(
        _("The request could not be understood"),
        _("Go back, check what you entered and send it again."),
    ),
    401: Advice(_("You are signed out"), _("Sign in again; what you had saved is still there.")),
    403: Advice(_("This page is not open to you"), _("Ask the HR office if you need access.")),
    404: Advice(
        _("This page was not found"),
        _(
            "Check the address, or look for the course in the catalogue. "
            "Some pages open only to those they belong to."
        ),
    ),
    405: Advice(
        _("This page was not found"), _("Go back to the previous page and use its buttons.")
    ),
    409: Advice(_("This cannot be done now"), _("Go back and look at the present state.")),
    413: Advice(_("The file is too large"), _("Make the file smaller and send it again.")),
    429: Advice(_("Too many tries"), _("Wait a few minutes, then try again.")),
    500: Advice(
        _("Something went wrong on our side"),
        _("It has been recorded. Try again in a while; what was confirmed as saved is safe."),
    ),
    503: Advice(
        _("The server is busy"),
        _("Nothing was changed. Wait a few seconds, then send it again."),
    ),
}
EXPIRED_FORM = Advice(
    _("This form has expired"),
    _(
        "Nothing was sent or saved by it; what was saved before is kept. Go back to the previous "
        "page, reload it and send the form again. What you typed is usually still there."
    ),
)


def init_error_pages(app: Flask) -> None:
    """Answer errors with pages."""
    app.register_error_handler(Refused, refused)
    app.register_error_handler(CSRFError, expired_form)
    app.register_error_handler(OperationalError, database_down)
    app.register_error_handler(InterfaceError, database_down)
    app.register_error_handler(HTTPException, http_error)


def refused(error: Refused) -> ResponseReturnValue:
    """Tell a broken rule (409)."""
    db.session.rollback()
    return page(409, Advice(ADVICE[409].title, str(error)))


def expired_form(_error: CSRFError) -> ResponseReturnValue:
    """Tell that a form's token is too old or foreign (400)."""
    return page(400, EXPIRED_FORM)


def database_down(error: DBAPIError) -> ResponseReturnValue:
    """A busy, full or absent database is 503: nothing was acknowledged, nothing is swallowed."""
    if not is_unavailable(error):
        raise error
    db.session.rollback()
    show_as_visitor()
    return page(503, ADVICE[503], {"Retry-After": str(RETRY_SECONDS)})


def http_error(error: HTTPException) -> ResponseReturnValue:
    """Show the advice of a status; redirects pass."""
    code = error.code or 500
    if code < 400:
        return error
    if isinstance(error, InternalServerError):
        db.session.rollback()
        show_as_visitor()
    kept = {name: value for name, value in error.get_headers() if name in KEPT_HEADERS}
    if code == 413:
        return page(code, too_large(), kept)
    return page(code, ADVICE.get(code) or ADVICE[400 if code < 500 else 500], kept)


def too_large() -> Advice:
    """Say how much a page takes, where that is what was passed."""
    most, sent = request.max_content_length, request.content_length or 0
    if most is None or sent <= most:
        return ADVICE[413]
    remedy = _(
        "At most %(size)s MB can be sent at once, and a form may take less. Go back with your "
        "browser, where what you typed usually still stands, and choose a smaller file.",
        size=most // MEGABYTE,
    )
    return Advice(ADVICE[413].title, remedy)


def show_as_visitor() -> None:
    """Let the page of a failure ask nothing of the database that failed."""
    g._login_user = current_app.login_manager.anonymous_user()  # type: ignore[attr-defined]


def page(
    code: int, advice: Advice, headers: Mapping[str, str] | None = None, *, back: str = ""
) -> Response:
    """Return the page of an error, as JSON for a script, as a problem document in the API.

    It leads back to the page that led here, or to the one that is named.
    """
    if is_api():
        return told(Problem(code, headers))
    if request.is_json or request.accept_mimetypes.best == JSON:
        answer = jsonify(error=str(advice.title), remedy=str(advice.remedy))
        return make_response(answer, code, headers or {})
    html = render_template(
        "error.html",
        code=code,
        title=advice.title,
        remedy=advice.remedy,
        request_id=g.get("request_id", ""),
        back=back or came_from(),
        back_words=advice.back,
    )
    return make_response(html, code, headers or {})
