"""Checking an uploaded PDF: public, throttled, nothing of it is stored."""

from functools import partial

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from elearning.accounts import throttling
from elearning.accounts.guessing import looked_up
from elearning.accounts.throttling import TooManyTries
from elearning.certificates.file_checking import CERTIFICATES, FOREIGN, UNREADABLE, verdict_on
from elearning.certificates.forms import FileForm
from elearning.certificates.views import DOOR, verify_page
from elearning.core import clock
from elearning.core.access import public
from elearning.core.db import db, reading, writing
from elearning.core.settings import current_settings
from elearning.development.transcript_queries import TranscriptRow
from elearning.development.transcript_signatures import PAPERS
from elearning.development.transcript_views import verified
from elearning.development.views import bp

#: Files from one address in 15 minutes.
FILES = 40
KINDS = (CERTIFICATES, PAPERS)
STATUSES = {FOREIGN: 404, UNREADABLE: 422}


@bp.post("/verifikasi/berkas")
@public
def verify_file() -> ResponseReturnValue:
    """Say whether a PDF is a certificate or transcript of ours and unchanged."""
    form = FileForm()
    if not form.validate_on_submit():
        return verify_page(file_form=form), 422
    spend_file()
    verdict = verdict_on(form.content, current_settings(), partial(looked_up, DOOR), KINDS)
    if isinstance(verdict.found, TranscriptRow):
        return verified(verdict.found, verdict)
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
