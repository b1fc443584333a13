"""The token that every form carries and that scripts send with what they change.

It is Flask-WTF's, but signed as of no moment, since it lives as long as its session: a session's
token is one text, in every process. A request with that text is let through; any other is
Flask-WTF's to judge.
"""

from functools import lru_cache
from hmac import compare_digest

from flask import Blueprint, Flask, current_app, g, jsonify, request, session
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError, CSRFProtect, generate_csrf, same_origin
from itsdangerous import TimestampSigner, URLSafeTimedSerializer

from elearning.core.access import SAFE_METHODS, public

KEPT = 4096
SALT = "wtf-csrf-token"  # Flask-WTF's own
FIELD, HEADER = "csrf_token", "X-CSRFToken"

bp = Blueprint("csrf", __name__)
protection = CSRFProtect()


class TimelessSigner(TimestampSigner):
    """Signs as of 1970."""

    def get_timestamp(self) -> int:
        """Return the moment of every signature."""
        return 0


def init_csrf(app: Flask) -> None:
    """Refuse forms without the token of their browser's session."""
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    protection.init_app(app)
    app.before_request(check)
    app.jinja_env.globals["csrf_token"] = form_token


def check() -> None:
    """Refuse what changes something without its session's token, and over HTTPS from elsewhere."""
    if request.method in SAFE_METHODS or request.endpoint is None:
        return
    sent = request.headers.get(HEADER) or request.form.get(FIELD, "")
    if is_from_here() and is_own(sent):
        g.csrf_valid = True  # Flask-WTF's forms ask for no second look
    else:
        protection.protect(apply_exemptions=True)


def is_own(token: str) -> bool:
    """Whether a text is the token of this session."""
    return FIELD in session and compare_digest(token.encode(), form_token().encode())


def is_from_here() -> bool:
    """Whether a request over HTTPS says that one of our pages sent it."""
    try:
        return not request.is_secure or same_origin(request.referrer or "", request.host_url)
    except ValueError:  # what it names is no address
        raise CSRFError("The referrer does not match the host.") from None


def form_token() -> str:
    """Return the signed token of this session."""
    if FIELD not in session:
        generate_csrf()
    return signed(str(current_app.secret_key), session[FIELD])


@lru_cache(maxsize=KEPT)
def signed(key: str, secret: str) -> str:
    """Sign a session's token as Flask-WTF does."""
    return str(URLSafeTimedSerializer(key, salt=SALT, signer=TimelessSigner).dumps(secret))


@bp.get("/csrf")
@public
def token() -> ResponseReturnValue:
    """Give the token of this browser's session."""
    return jsonify(csrf_token=form_token())
