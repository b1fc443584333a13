"""What who takes a quiz is told when a form of the attempt has expired."""

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from flask_wtf.csrf import CSRFError

from elearning.core.error_pages import Advice, expired_form, page
from elearning.learning.blueprint import bp

FORMS = frozenset({"learning.save_answers", "learning.submit"})
NOT_SENT = Advice(
    _("This form has expired: the quiz was not sent"),
    _(
        "Nothing was sent and nothing new was saved. The answers that were saved before are kept. "
        "Open the attempt, look at your answers and send it again."
    ),
    _("Back to the attempt"),
)


@bp.errorhandler(CSRFError)
def tell_expired(error: CSRFError) -> ResponseReturnValue:
    """Say of an attempt what stays, and lead back to it; other forms are told as everywhere."""
    if request.endpoint not in FORMS:
        return expired_form(error)
    return page(400, NOT_SENT, back=url_for(".attempt", **(request.view_args or {})))
