"""A certificate's PDF and evidence, and the public page that says whether it is genuine."""

import json
import re
from collections.abc import Callable
from datetime import datetime
from io import BytesIO

from flask import Blueprint, Response, make_response, render_template, request, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_login import current_user

from elearning.accounts import access_log
from elearning.accounts import throttling as accounts
from elearning.certificates import queries
from elearning.certificates.evidence import evidence_of
from elearning.certificates.forms import FileForm, VerifyForm
from elearning.certificates.policy import can_download
from elearning.core import clock
from elearning.core.access import permitted, public
from elearning.core.db import db, reading, retrying, writing
from elearning.core.error_pages import Advice, page
from elearning.core.headers import HEADERS

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
    """Send a certificate to the person who earned it, or to their HR, which is noted."""
    from elearning.certificates.printing import issued_pdf  # typst loads with the first certificate

    proof = permitted(queries.proof(key), can_download)
    name, person_id = proof.file_name, proof.completion.person_id
    content = BytesIO(issued_pdf(proof))
    note_view(person_id)
    answer = send_file(content, mimetype="application/pdf", download_name=name)
    answer.headers["Cache-Control"] = "no-store"  # in place of send_file's own
    return answer


def note_view(person_id: int) -> None:
    """Note in a short transaction of its own that somebody else takes a person's certificate."""
    if person_id == current_user.id:
        return
    db.session.rollback()
    with writing():
        retrying(lambda: keep_view(person_id))


def keep_view(person_id: int) -> None:
    """Write the view into the access log."""
    access_log.note_view(person_id, current_user.id, access_log.CERTIFICATE, clock.now())
    db.session.commit()


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
    return result_page(found, code)


@bp.get("/verifikasi/")
@public
def verify_form() -> ResponseReturnValue:
    """Show the form for a printed certificate."""
    return verify_page()


def verify_page(
    form: VerifyForm | None = None, file_form: FileForm | None = None, *, not_found: bool = False
) -> Response:
    """Return the page with the ways to verify; alone among all pages it may use the camera."""
    page = make_response(
        render_template(
            "certificates/verify.html",
            form=form or VerifyForm(formdata=None),
            file_form=file_form or FileForm(formdata=None),
            not_found=not_found,
        )
    )
    page.headers["Permissions-Policy"] = HEADERS["Permissions-Policy"].replace(
        "camera=()", "camera=(self)"
    )
    return page


@bp.post("/verifikasi/")
@public
def verify_printed() -> ResponseReturnValue:
    """Check a number together with its check code."""
    form = VerifyForm()
    if not form.validate_on_submit():
        return verify_page(form), 422
    number = "".join((form.number.data or "").split())
    code = CODE_MARKS.sub("", form.check_code.data or "")
    found = looked_up(lambda: queries.verification_by_number(number, code))
    if found is None:
        form.check_code.errors = [_("No certificate has this number and check code together.")]
        return verify_page(form, not_found=True), 404
    return result_page(found)


def looked_up(find: Callable[[], queries.Verification | None]) -> queries.Verification | None:
    """Return what a code proves; an address that guesses too often must wait."""
    guesser = f"verification:{request.remote_addr}"
    keys, now = accounts.throttle_keys(guesser, guesser), clock.now()
    with reading():
        require_few_guesses(keys, now)
        found = find()
    if found is None:
        with writing():
            accounts.count_try(keys, now)
            db.session.commit()
    return found


def require_few_guesses(keys: accounts.Tries, at: datetime) -> None:
    """Refuse further guesses for a while, and say what a person with a genuine certificate can do."""
    try:
        accounts.require_few_tries(keys, WRONG_CODES, at)
    except accounts.TooManyTries:
        raise accounts.TooManyTries(
            _(
                "Too many wrong codes came from your network. Wait 15 minutes, then check again; or ask"
                " the issuer of the certificate."
            )
        ) from None


def result_page(found: queries.Verification | None, code: str = "") -> ResponseReturnValue:
    """Show what was found, or that nothing was."""
    status = 200 if found else 404
    return render_template("certificates/verification.html", found=found, code=code), status
