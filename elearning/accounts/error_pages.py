"""The page of somebody who has tried too often."""

from flask import Flask
from flask.typing import ResponseReturnValue

from elearning.accounts.throttling import WINDOW, TooManyTries
from elearning.core import error_pages
from elearning.core.db import db
from elearning.core.error_pages import Advice


def init_account_errors(app: Flask) -> None:
    """Answer too many tries with a page."""
    app.register_error_handler(TooManyTries, too_many_tries)


def too_many_tries(error: TooManyTries) -> ResponseReturnValue:
    """Tell how long to wait (429)."""
    db.session.rollback()
    advice = Advice(error_pages.ADVICE[429].title, str(error))
    wait = {"Retry-After": str(int(WINDOW.total_seconds()))}
    return error_pages.page(429, advice, wait)
