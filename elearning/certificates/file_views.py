"""Checking an uploaded PDF: public, throttled, nothing of it is stored."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from elearning.accounts import throttling
from elearning.accounts.throttling import TooManyTries
from elearning.certificates.file_checking import FOREIGN, UNREADABLE, verdict_on
from elearning.certificates.forms import FileForm
from elearning.certificates.views import bp, looked_up, verify_page
from elearning.core import clock
from elearning.core.access import public
from elearning.core.db import db, reading, writing
from elearning.core.settings import current_settings

#: Files from one address in 15 minutes.
FILES = 40
STATUSES = {FOREIGN: 404, UNREADABLE: 422}


@bp.post("/verifikasi/berkas")
@public
def verify_file() -> ResponseReturnValue:
    """Say whether a PDF is a certificate of ours and unchanged."""
    form = FileForm()
    if not form.validate_on_submit():
        return verify_page(file_form=form), 422
    spend_file()
    verdict = verdict_on(form.content, current_settings(), looked_up)
    page = render_template("certificates/verification.html", found=verdict.found, file=verdict)
    return page, STATUSES.get(verdict.state, 200)


def spend_file() -> None:
    """Count a file; an address that sends too many must wait."""
    sender, now = f"verification-file:{request.remote_addr}", clock.now()
    tries = throttling.throttle_keys(sender, sender)
    with reading():
        try:
            throttling.require_few_tries(tries, FILES, now)
        except TooManyTries:
            raise TooManyTries(
                _("Too many files at once. Wait 15 minutes, or check by number and check code.")
            ) from None
    with writing():
        throttling.count_try(tries, now)
        db.session.commit()
