"""Flask-Login's part: the cookie holds a token, the token finds a sign-in, the sign-in a member."""

from datetime import timedelta

from flask import Flask, Response, request, session
from flask_login import LoginManager, current_user, login_user

from elearning.accounts import operations, queries
from elearning.accounts.member import Member
from elearning.core import clock
from elearning.core.db import db, writing
from elearning.core.secrets import fingerprint
from elearning.core.settings import current_settings

SEEN_EVERY = timedelta(hours=1)


class TokenManager(LoginManager):  # type: ignore[misc]
    """Flask-Login without its own tie of a session to browser and address.

    Tokens are random, listed and revocable, and a phone's address changes on the way.
    """

    def _session_protection_failed(self) -> bool:
        """Find no fault, without the hash that even `session_protection = None` would work out."""
        return False

    def _update_remember_cookie(self, response: Response) -> Response:
        """Leave an answer as it is: nobody is remembered beside the session's own cookie."""
        return response


login_manager = TokenManager()


def init_sessions(app: Flask) -> None:
    """Let requests know who sends them."""
    login_manager.init_app(app, add_context_processor=False)  # `shared_context` names the person
    app.before_request(note_seen)


@login_manager.user_loader  # type: ignore[untyped-decorator]
def member_of(token: str) -> Member | None:
    """Return who holds the token of the cookie."""
    return queries.member_of(token, fingerprint(token), clock.now())


def open_session(person_id: int) -> None:
    """Start a sign-in for this browser under a session that holds nothing of the one before."""
    now = clock.now()
    token = operations.start_sign_in(
        person_id,
        browser=request.user_agent.string,
        address=request.remote_addr or "",
        days=current_settings().session_days,
        at=now,
    )
    db.session.flush()  # the member is read back by its token
    member = queries.member_of(token, fingerprint(token), now)
    session.clear()
    session.permanent = True
    login_user(member)


def note_seen() -> None:
    """Note once an hour that a sign-in is in use, in a transaction of its own."""
    member, now = current_user._get_current_object(), clock.now()
    if not member.is_authenticated or now - member.seen_at < SEEN_EVERY:
        return
    db.session.rollback()
    with writing():
        operations.note_seen(member.sign_in_id, now)
        db.session.commit()
