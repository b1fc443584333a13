"""A certificate's PDF, and the public page that says whether a certificate is genuine."""

import re
from collections.abc import Callable
from io import BytesIO

from flask import Blueprint, render_template, request, send_file
from flask.typing import ResponseReturnValue

from elearning.accounts import throttling as accounts
from elearning.certificates import queries
from elearning.certificates.forms import VerifyForm
from elearning.certificates.policy import can_download
from elearning.core import clock
from elearning.core.access import permitted, public
from elearning.core.db import db, reading, writing

bp = Blueprint("certificates", __name__)

WRONG_CODES = 20
CODE_MARKS = re.compile(r"[\s.-]")


@bp.get("/sertifikat/<int:key>.pdf")
def pdf(key: int) -> ResponseReturnValue:
    """Send a certificate to the person who earned it, or to their HR."""
    from elearning.certificates.printing import stored_pdf  # typst loads with the first certificate

    proof = permitted(queries.proof(key), can_download)
    name = proof.file_name
    return send_file(BytesIO(stored_pdf(proof)), mimetype="application/pdf", download_name=name)


@bp.get("/verifikasi/<code>")
@public
def verify(code: str) -> ResponseReturnValue:
    """Say what a QR's code proves; wrong codes are throttled by address."""
    return answer(lambda: queries.verification_of(code))


@bp.get("/verifikasi/")
@public
def verify_form() -> ResponseReturnValue:
    """Show the form for a printed certificate."""
    return render_template("certificates/verify.html", form=VerifyForm())


@bp.post("/verifikasi/")
@public
def verify_printed() -> ResponseReturnValue:
    """Check a number together with its check code."""
    form = VerifyForm()
    if not form.validate_on_submit():
        return render_template("certificates/verify.html", form=form), 422
    number, code = form.number.data or "", form.check_code.data or ""
    return answer(lambda: queries.verification_by_number(number.strip(), CODE_MARKS.sub("", code)))


def answer(find: Callable[[], queries.Verification | None]) -> ResponseReturnValue:
    """Show what was found; an address that guesses too often must wait."""
    guesser = f"verification:{request.remote_addr}"
    keys, now = accounts.throttle_keys(guesser, guesser), clock.now()
    with reading():
        accounts.require_few_tries(keys, WRONG_CODES, now)
        found = find()
    if found is None:
        with writing():
            accounts.count_try(keys, now)
            db.session.commit()
    status = 200 if found else 404
    return render_template("certificates/verification.html", found=found), status
