"""The token that every form carries and that scripts send with what they change."""

from functools import lru_cache

from flask import Blueprint, Flask, current_app, g, jsonify, session
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFProtect, generate_csrf
from itsdangerous import URLSafeTimedSerializer

from elearning.core.access import public

KEPT = 4096
SALT = "wtf-csrf-token"  # Flask-WTF's own

bp = Blueprint("csrf", __name__)
protection = CSRFProtect()


def init_csrf(app: Flask) -> None:
    """Refuse forms without the token of their browser's session."""
    protection.init_app(app)
    app.jinja_env.globals["csrf_token"] = form_token


def form_token() -> str:
    """Return the signed token of this session: signed once, since it lives as long as the session."""
    token: str | None = g.get("csrf_token")
    if token is None:
        secret = session.get("csrf_token")
        known = secret is not None
        token = signed(str(current_app.secret_key), secret) if known else str(generate_csrf())
        g.csrf_token = token
    return token


@lru_cache(maxsize=KEPT)
def signed(key: str, secret: str) -> str:
    """Sign a session's token as Flask-WTF does."""
    return str(URLSafeTimedSerializer(key, salt=SALT).dumps(secret))


@bp.get("/csrf")
@public
def token() -> ResponseReturnValue:
    """Give the token of this browser's session."""
    return jsonify(csrf_token=form_token())
