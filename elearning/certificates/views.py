"""A certificate's PDF and evidence, and the public page that says whether it is genuine."""

import json
import re
from collections.abc import Callable
from io import BytesIO

from flask import Blueprint, Response, render_template, request, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from elearning.accounts import throttling as accounts
from elearning.certificates import queries
from elearning.certificates.evidence import evidence_of
from elearning.certificates.forms import VerifyForm
from elearning.certificates.policy import can_download
from elearning.core import clock
from elearning.core.access import permitted, public
from elearning.core.db import db, reading, writing
from elearning.core.error_pages import Advice, page

bp = Blueprint("certificates", __name__)

WRONG_CODES = 20
NOT_SIGNED = Advice(
    lazy_gettext("The proof is not ready yet"),
    lazy_gettext(
        "The certificate is valid. It enters the signed list by tomorrow at the latest; download the"
        " proof then."
    ),
)
CODE_MARKS = re.compile(r"[\s.-]")


@bp.get("/sertifikat/<int(max=9223372036854775807):key>.pdf")
def pdf(key: int) -> ResponseReturnValue:
    """Send a certificate to the person who earned it, or to their HR."""
    from elearning.certificates.printing import stored_pdf  # typst loads with the first certificate

    proof = permitted(queries.proof(key), can_download)
    name = proof.file_name
    answer = send_file(BytesIO(stored_pdf(proof)), mimetype="application/pdf", download_name=name)
    answer.headers["Cache-Control"] = "no-store"  # in place of send_file's own
    return answer


@bp.get("/sertifikat/<int(max=9223372036854775807):key>/bukti.json")
def evidence(key: int) -> ResponseReturnValue:
    """Send what shows offline that a certificate is in the signed log, to whom the PDF is sent."""
    proof = permitted(queries.proof(key), can_download)
    found = evidence_of(proof)
    if found is None:
        return page(404, NOT_SIGNED)
    text = json.dumps(found, ensure_ascii=False, sort_keys=True, indent=1)
    answer = Response(f"{text}\n", mimetype="application/json")
    name = proof.file_name.removesuffix("pdf") + "bukti.json"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


@bp.get("/verifikasi/<code>")
@public
def verify(code: str) -> ResponseReturnValue:
    """Say what a QR's code proves; wrong codes are throttled by address."""
    found = looked_up(lambda: queries.verification_of(code))
    return result_page(found)


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
    number = "".join((form.number.data or "").split())
    code = CODE_MARKS.sub("", form.check_code.data or "")
    found = looked_up(lambda: queries.verification_by_number(number, code))
    if found is None:
        form.check_code.errors = [_("No certificate has this number and check code together.")]
        return render_template("certificates/verify.html", form=form, not_found=True), 404
    return result_page(found)


def looked_up(find: Callable[[], queries.Verification | None]) -> queries.Verification | None:
    """Return what a code proves; an address that guesses too often must wait."""
    guesser = f"verification:{request.remote_addr}"
    keys, now = accounts.throttle_keys(guesser, guesser), clock.now()
    with reading():
        accounts.require_few_tries(keys, WRONG_CODES, now)
        found = find()
    if found is None:
        with writing():
            accounts.count_try(keys, now)
            db.session.commit()
    return found


def result_page(found: queries.Verification | None) -> ResponseReturnValue:
    """Show what was found, or that nothing was."""
    status = 200 if found else 404
    return render_template("certificates/verification.html", found=found), status
