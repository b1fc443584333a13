"""The token that scripts send with what they change."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from elearning.core.access import public

bp = Blueprint("csrf", __name__)


@bp.get("/csrf")
@public
def token() -> ResponseReturnValue:
    """Give the token of this browser's session."""
    return jsonify(csrf_token=generate_csrf())
