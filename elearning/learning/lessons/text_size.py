"""How large the reading column is written: a choice of this device, kept in a cookie."""

from flask import abort, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from elearning.core.addresses import came_from
from elearning.core.languages import YEAR
from elearning.learning.blueprint import bp

COOKIE = "teks"
USUAL = "biasa"
#: The sizes by their name in the address, in the cookie and, as `teks-…`, in the style sheet.
SIZES = {USUAL: _("Normal text"), "besar": _("Large text"), "terbesar": _("Largest text")}


def chosen_size() -> str:
    """Return the size that this device has chosen."""
    size = request.cookies.get(COOKIE, USUAL)
    return size if size in SIZES else USUAL


@bp.get("/ukuran-teks/<size>")
def text_size(size: str) -> ResponseReturnValue:
    """Remember a size and go back; js/reader.js does the same without a request."""
    if size not in SIZES:
        abort(404)
    response = redirect(came_from())
    response.set_cookie(COOKIE, size, max_age=YEAR, samesite="Lax", secure=request.is_secure)
    return response
